--[[
Which records are printed, and which of their fields: --where and --fields of
`trich run`.

    local choice, message = require "choice".new(program,
      "type == 'indicator' and value > 1e9", "metric,value")
    choice:wants(thing, meta)  --> whether the record is printed
    choice:order(names)        --> the fields of it that are

The expression is that of rule files. It sees the fields of the record, and
`type`, `text`, `made_by` (its rule) and `meta` (of the page); what a record has
not is nil. Links and merges are done by then: what is not printed served them.
]]
local compile = require "compile"
local core = require "core"
local expression = require "expression"

local ipairs, pairs, setmetatable = ipairs, pairs, setmetatable

local _ENV <const> = nil

local Choice = {}
Choice.__index = Choice

-- The public fields of all record types, as a set.
local function all_fields(program)
  local names = {}
  for _, record in pairs(program.records) do
    for _, name in ipairs(record.order) do
      if name:sub(1, 1) ~= "_" then names[name] = true end
    end
  end
  return names
end

-- The set of fields that a list with commas between names; nil and a message
-- where one is unknown.
local function listed(text, known)
  local set = {}
  for name in text:gmatch("[^,%s]+") do
    if not known[name] then
      local near = expression.nearest(name, known)
      return nil, ("--fields: no record has a field '%s'%s\n"):format(name,
        near and (" (did you mean '%s'?)"):format(near) or "")
    end
    set[name] = true
  end
  return set
end

-- The function of --where; nil and its problems.
local function condition(program, text, known)
  local names = { type = true, text = true, made_by = true, meta = true }
  for name in pairs(known) do names[name] = true end
  local f, problems = compile.expression(program, text, names)
  for _, p in ipairs(problems or {}) do p.file.path = "--where" end
  return f, problems
end

-- Both texts may be nil. nil, and a message or a list of problems, where one of
-- them is wrong.
local function new(program, where, fields)
  local self = setmetatable({}, Choice)
  local known = all_fields(program)
  if where then
    local f, problems = condition(program, where, known)
    if not f then return nil, problems end
    self.where = f
  end
  if fields then
    local set, message = listed(fields, known)
    if not set then return nil, message end
    self.fields = set
  end
  return self
end

function Choice:wants(thing, meta)
  if not self.where then return true end
  local v = self.where(setmetatable({ type = thing.type, made_by = thing.rule,
    meta = meta, text = thing.fields.text or core.raw(thing.s, thing.e) },
    { __index = thing.fields }))
  return v ~= nil and v ~= false
end

function Choice:order(names)
  if not self.fields then return names end
  local kept = {}
  for _, name in ipairs(names) do
    if self.fields[name] then kept[#kept + 1] = name end
  end
  return kept
end

return { new = new }
