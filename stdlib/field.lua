--[[
What a record's field holds: text, number, truth value, or a list of them.

    local field = require "field"
    field.of(record.fields.name, v)            --> v as the field holds it, nil
    field.put(thing, record, "name", v, span)  -- sets it, with its span
]]
local decimal = require "decimal"

local ipairs, type = ipairs, type

local _ENV <const> = nil

local function plain(v)
  if type(v) == "string" or type(v) == "boolean" or decimal.is(v) then
    return v
  end
  if type(v) == "number" then return decimal.new(v) end
  if type(v) == "table" then
    if v.text then return v.text end
    local list = {}
    for _, item in ipairs(v) do list[#list + 1] = plain(item) end
    if list[1] ~= nil then return list end
  end
  return nil
end

local function as_field(field, v)
  v = plain(v)
  if v == nil or v == "" then return nil end
  if field.list then
    if type(v) ~= "table" then v = { v } end
  elseif type(v) == "table" then
    v = v[1]
  end
  return v
end

local function put(thing, record, name, v, span)
  v = as_field(record.fields[name], v)
  if v == nil then return end
  thing.fields[name] = v
  thing.spans[name] = span and { s = span.s, e = span.e, rule = span.rule }
end

return { of = as_field, put = put }
