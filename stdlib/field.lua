--[[
What a record's field holds: text, number, truth value, or a list of them.

    local field = require "field"
    field.of(record.fields.name, v)            --> v as the field holds it, nil
    field.put(thing, record, "name", v, span)  -- sets it, with its span
]]
local decimal = require "decimal"

local ipairs, type = ipairs, type

local _ENV <const> = nil

local plain

local function items(list)
  local all = {}
  for _, item in ipairs(list) do all[#all + 1] = plain(item) end
  return all[1] ~= nil and all or nil
end

function plain(v)
  local kind = type(v)
  if kind == "string" or kind == "boolean" then return v end
  if kind == "table" then return v.text or items(v) end
  if kind == "number" then return decimal.new(v) end
  return decimal.is(v) and v or nil
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

-- Spans are never changed: fields can share one.
local function put(thing, record, name, v, span)
  v = as_field(record.fields[name], v)
  if v == nil then return end
  thing.fields[name] = v
  thing.spans[name] = span
end

return { of = as_field, put = put }
