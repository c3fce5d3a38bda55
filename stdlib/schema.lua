--[[
The command `trich schema`: a JSON Schema of a line of output, with the record
types of the rules that are in use. Other programs, and the formats of `-t` that
need columns, read from it which types and fields there are, in their order.
]]
local engine = require "engine"
local host = require "host"
local json = require "json"
local options = require "options"

local ipairs, pairs, table = ipairs, pairs, table

local _ENV <const> = nil

-- An object of which the keys keep their order: { { key, value }, ... }
local function object(members)
  local out = {}
  for i, m in ipairs(members) do
    out[i] = json.encode(m[1]) .. ":" .. m[2]
  end
  return "{" .. table.concat(out, ",") .. "}"
end

local encode = json.encode

local text <const> = encode { type = "string" }
local offset <const> = encode { type = "integer", minimum = 0 }
local span <const> = object { { "start", offset }, { "end", offset },
  { "rule", text } }

local function typed(members, required, closed)
  return object { { "type", '"object"' }, { "properties", object(members) },
    { "required", encode(required) },
    { "additionalProperties", closed and "false" or "true" } }
end

local scalar <const> = '{"type":["string","number","boolean"]}'
local list <const> = '{"type":"array","items":' .. scalar .. "}"

local function fields_of(record)
  local members, from = {}, {}
  for _, name in ipairs(record.order) do
    if name:sub(1, 1) ~= "_" then
      members[#members + 1] = { name,
        record.fields[name].list and list or scalar }
      from[#from + 1] = { name, span }
    end
  end
  return members, from
end

local function record_schema(record)
  local fields, from = fields_of(record)
  return typed({
    { "type", object { { "const", encode(record.name) } } },
    { "rule", text }, { "start", offset }, { "end", offset }, { "text", text },
    { "xpath", text },
    { "fragment", text },
    { "at", object { { "type", '"array"' }, { "items", offset } } },
    { "fields", typed(fields, {}, true) },
    { "from", typed(from, {}, true) },
  }, { "type", "rule", "start", "end", "text", "fields" })
end

local blocks <const> = object { { "type", '"array"' },
  { "items", typed({ { "role", text }, { "start", offset },
    { "end", offset } }, { "role", "start", "end" }) } }

-- The members of a line.
local function of_lines(record)
  local meta = {}
  for _, name in ipairs { "title", "published", "byline", "outlet", "language" }
  do
    meta[#meta + 1] = { name, text }
  end
  meta[#meta + 1] = { "views", encode { type = "integer" } }
  local told = {}
  for _, name in ipairs { "kind", "limit", "message", "rule" } do
    told[#told + 1] = { name, text }
  end
  return { { "id", text }, { "meta", typed(meta, {}) },
    { "records", object { { "type", '"array"' }, { "items", record } } },
    { "warnings", object { { "type", '"array"' },
      { "items", typed({ told[1], told[3] }, { "kind", "message" }) } } },
    { "error", typed(told, { "kind", "message" }) },
    { "article", typed({ { "text", text }, { "blocks", blocks } },
      { "text", "blocks" }) },
    { "marked", text },
    { "schema", object { { "const", encode(host.schema) } } } }
end

-- The record types of the rules in use, in byte order of their names; `page`
-- gives the meta of a document, and is not printed.
local function types(records)
  local names = {}
  for name in pairs(records) do
    local shown = name ~= "page" and name:sub(1, 1) ~= "_"
    if shown then names[#names + 1] = name end
  end
  table.sort(names)
  return names
end

-- The schema as text.
local function schema()
  local records = engine.state.program.records
  local names, refs, defs = types(records), {}, {}
  for i, name in ipairs(names) do
    refs[i] = object { { "$ref", encode("#/$defs/" .. name) } }
    defs[i] = { name, record_schema(records[name]) }
  end
  local any = object { { "oneOf", "[" .. table.concat(refs, ",") .. "]" } }
  return object {
    { "$schema", '"https://json-schema.org/draft/2020-12/schema"' },
    { "title", '"A line of the output of trich"' }, { "type", '"object"' },
    { "properties", object(of_lines(any)) },
    { "required", encode { "id", "meta", "records", "schema" } },
    { "$defs", object(defs) },
  }
end

local function main(args, opts)
  local given = options.of("schema", args, {})
  if not given then return 2 end
  if given[1] then
    host.warn(("trich schema: '%s' is one too many\n"):format(given[1]))
    return 2
  end
  if not engine.prepare(opts) then return 3 end
  host.write(schema() .. "\n")
  return 0
end

return { main = main, schema = schema }
