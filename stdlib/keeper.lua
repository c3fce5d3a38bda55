--[[
Examples that the REPL writes into rule files: `:keep`, `:reject`.

    local keeper = require "keeper"
    keeper.literal { what = "gạo", value = decimal.new "18000" }
        --> { value = 18000, what = "gạo" }
    keeper.insert(source, node, keeper.line("accepts", text, literal))
        --> the source with the example under the item
]]
local decimal = require "decimal"
local grammar = require "grammar"

local ipairs, pairs, table, tostring, type, utf8 = ipairs, pairs, table,
  tostring, type, utf8

local _ENV <const> = nil

local WIDTH <const> = 80 -- columns of a line

-- A text as it stands in a rule file; nil for one that cannot.
local function quoted(text)
  if text:find("[%c]") then return nil end
  return '"' .. text:gsub('[\\"]', "\\%0") .. '"'
end

local literal

-- The fields of a table in `order`, else by name; those that can be written.
local function entries(v, order)
  local list = {}
  for _, item in ipairs(v) do
    local text = literal(item)
    if not text then return nil end
    list[#list + 1] = text
  end
  if not order then
    order = {}
    for name in pairs(v) do
      if type(name) == "string" then order[#order + 1] = name end
    end
    table.sort(order)
  end
  for _, name in ipairs(order) do
    local text = name:find("^[%l_][%w_]*$") and v[name] ~= nil
      and literal(v[name])
    if text then list[#list + 1] = name .. " = " .. text end
  end
  return list
end

-- A value in the rule language; nil for one that cannot be written there.
function literal(v, order)
  if type(v) == "string" then return quoted(v) end
  if decimal.is(v) or type(v) == "number" or type(v) == "boolean" then
    return tostring(v)
  end
  if type(v) ~= "table" then return nil end
  local list = entries(v, order)
  if not list then return nil end
  return list[1] and "{ " .. table.concat(list, ", ") .. " }" or "{}"
end

-- An example as `trich fmt` lays it out; nil for a text that cannot be written.
local function line(kind, text, expect)
  local written = quoted(text)
  if not written then return nil end
  local first = ("  %s %s"):format(kind, written)
  if not expect or expect == "{}" then return first end
  local whole = first .. " => " .. expect
  if (utf8.len(whole) or #whole) <= WIDTH then return whole end
  return first .. "\n    => " .. expect
end

-- The source with lines more under an item, behind the comment at its end.
local function insert(source, node, lines)
  local behind = grammar.trim(source, node.at, node.to)
  local rest = source:match("^[ \t]*%-%-[^\n]*", behind)
  if rest then behind = behind + #rest end
  return source:sub(1, behind - 1) .. "\n" .. lines .. source:sub(behind)
end

-- Whether the item has the example already.
local function has(node, kind, text)
  for _, test in ipairs(node.tests or {}) do
    if test.kind == kind and test.text == text then return true end
  end
  return false
end

return { literal = literal, line = line, insert = insert, has = has }
