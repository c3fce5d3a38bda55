--[[
Links: fields of a record that others, or mentions around it, give. One link
after another, each over the records of its type in order.

    local linking = require "linking"
    linking.run(page)              -- all links of the program
    linking.link(page, def, thing) -- one link for one record
]]
local core = require "core"
local field = require "field"
local links = require "links"
local path = require "path"

local ipairs, rawset, setmetatable = ipairs, rawset, setmetatable

local _ENV <const> = nil

-- The names of a link's expressions where fields are not enough; kept with the
-- record, whose fields are seen as they are.
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

-- What an expression asks of a record, where that is more than fields.
local function whole(thing)
  local names = thing.names
  if not names then
    names = setmetatable({ thing }, Names)
    thing.names = names
  end
  return names
end

-- What has no place, as what a page is known to be, leaves a field the place it
-- had: "tháng 5" with the year of the page's date.
local function write(def, thing, found)
  local that = found.fields or found.value
  local placed = found.e > found.s
  for _, set in ipairs(def.sets) do
    local names = set.wide and whole(thing) or thing.fields
    local v = set.value and set.value(names, that)
    if v == nil then
      thing.fields[set.name], thing.spans[set.name] = nil, nil
    else
      field.put(thing, def.record, set.name, v, placed
        and { s = found.s, e = found.e, rule = def.name }
        or thing.spans[set.name])
    end
  end
end

-- What a link's steps found for a record. `wanted`: the fields to take, nil
-- where the link sets them itself.
local function took(def, thing, found, wanted)
  if not wanted then
    write(def, thing, found)
    return
  end
  for i = 1, #wanted do
    local name = wanted[i]
    local v = links.gives(found, name, wanted.single)
    local span = not found.mention and found.spans[name] or found
    field.put(thing, def.record, name, v,
      { s = span.s, e = span.e, rule = def.name })
  end
end

local each, link = links.bind(took, whole)

-- A listener has put a function of its own in the place of page.link.
local function tell(page, def, things)
  local rule, ask = def.of.rule, page.link
  for _, thing in ipairs(things) do
    if not rule or thing.rule == rule then ask(page, def, thing) end
  end
end

local function run(page)
  local over = page.link == link and each or tell
  for _, def in ipairs(page.program.links) do
    local things = page.records[def.record.name]
    if things[1] then
      page:working(def)
      path.asked(#things)
      over(page, def, things)
    end
  end
end

return { run = run, link = link }
