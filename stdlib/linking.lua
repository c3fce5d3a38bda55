--[[
Links: fields of a record that others, or mentions around it, give. One link
after another, each over the records of its type in order.

    local linking = require "linking"
    linking.run(page)              -- all links of the program
    linking.link(page, def, thing) -- one link for one record
]]
local core = require "core"
local field = require "field"
local path = require "path"

local ipairs, rawset, setmetatable = ipairs, rawset, setmetatable

local _ENV <const> = nil

-- The names of a link's expressions where fields are not enough; kept with the
-- record, whose fields it sees as they are.
local Names = {}
function Names.__index(names, name)
  local thing = names[1]
  local v
  if name == "match" then v = core.text(thing.s, thing.e)
  elseif name == "sentence" then v = core.text(core.sentence(thing.s))
  else return thing.fields[name]
  end
  rawset(names, name, v)
  return v
end

local function names_of(thing, wide)
  if not wide then return thing.fields end
  local names = thing.names
  if not names then
    names = setmetatable({ thing }, Names)
    thing.names = names
  end
  return names
end

-- The fields that the link takes and the record does not have; nil: none.
local function wanted_of(def, thing)
  local takes, fields = def.takes, thing.fields
  if #takes == 1 then
    if fields[takes[1]] ~= nil then return nil end
    takes.single = true
    return takes
  end
  local wanted = {}
  for _, name in ipairs(takes) do
    if fields[name] == nil then wanted[#wanted + 1] = name end
  end
  return wanted[1] and wanted
end

local function write(def, thing, found)
  local that = found.fields or found.value
  for _, set in ipairs(def.sets) do
    local v = set.value and set.value(names_of(thing, set.wide), that)
    if v ~= nil then
      field.put(thing, def.record, set.name, v,
        { s = found.s, e = found.e, rule = def.name })
    end
  end
end

local function find(page, steps, thing, wanted)
  for i = 1, #steps do
    local step = steps[i]
    local found = path.step(page, step, thing, names_of(thing, step.wide),
      wanted)
    if found then return found end
  end
  return nil
end

local function link(page, def, thing, steps)
  local written = def.sets[1] ~= nil
  local wanted = not written and wanted_of(def, thing)
  if not wanted and not written then return end
  local where = def.where
  if where and not where(names_of(thing, def.wide)) then return end
  local found = find(page, steps or def.from, thing, wanted or nil)
  if not found then return end
  if written then
    write(def, thing, found)
    return
  end
  for _, name in ipairs(wanted) do
    local v, span = path.gives(found, name, wanted.single)
    field.put(thing, def.record, name, v,
      { s = span.s, e = span.e, rule = def.name })
  end
end

-- Of the steps those that have anything to look among on this page.
local function lively(page, steps)
  local list = {}
  for i = 1, #steps do
    if path.isopen(page, steps[i]) then list[#list + 1] = steps[i] end
  end
  return list
end

-- A listener may have put a function of its own in the place of page.link.
local function over(page, def, steps)
  local rule, ask = def.of.rule, page.link
  local things = page.records[def.record.name]
  path.asked(#things)
  for _, thing in ipairs(things) do
    if not rule or thing.rule == rule then ask(page, def, thing, steps) end
  end
end

local function run(page)
  for _, def in ipairs(page.program.links) do
    page:working(def)
    local steps = page.link == link and lively(page, def.from) or def.from
    if steps[1] then over(page, def, steps) end
  end
end

return { run = run, link = link }
