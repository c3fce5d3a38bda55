--[[
What the Lua of a rule package can reach: this and nothing else. Each file gets
a world of its own.

    local world = require "world"
    local env = world.new()
    load(text, "@f.lua", "t", env)

Every function here ends, and gives the same on every machine: work that grows
with an argument is counted (budget), `pairs` goes in the order of the keys,
`sort` is stable, no text shows an address.
]]
local budget = require "budget"
local decimal = require "decimal"
local fence = require "fence"
local functions = require "functions"

local error, ipairs, next, pairs, select, tonumber, tostring, type = error,
  ipairs, next, pairs, select, tonumber, tostring, type
local math, table, utf8 = math, table, utf8
local charge = budget.charge

local _ENV <const> = nil

local MAX_VALUES <const> = 250 -- PACKAGE_MAX_VALUES of vm/conf.h
local BYTES <const> = 16 -- of a text, for one step

local function bytes(s) return type(s) == "string" and #s // BYTES + 1 or 1 end

-- f, charged by the length of its first argument.
local function counted(f)
  return function (s, ...)
    charge(bytes(s))
    return f(s, ...)
  end
end

-- ---------------------------------------------------------------------------
-- Basic functions

-- Walking past what was taken out of a table costs time, too.
local WALK <const> = 200

local rank = { number = 1, string = 2, boolean = 3 }

local function before(a, b)
  local x, y = type(a), type(b)
  if x ~= y then return rank[x] < rank[y] end
  if x == "boolean" then return a and not b end
  return a < b
end

-- All entries, in the order of their keys.
local function inorder(t)
  if type(t) ~= "table" then
    error(("pairs wants a table, got a %s"):format(type(t)), 2)
  end
  charge(WALK)
  local keys = {}
  for key in next, t do
    if not rank[type(key)] then
      error(("pairs: a %s as a key has no order"):format(type(key)), 2)
    end
    keys[#keys + 1] = key
  end
  charge(#keys * 4)
  table.sort(keys, before)
  local i = 0
  return function ()
    i = i + 1
    local key = keys[i]
    if key ~= nil then return key, t[key] end
  end
end

-- Tables and functions by their kind alone.
local function text(v)
  local kind = type(v)
  if kind == "table" or kind == "function" then return kind end
  return tostring(v)
end

local function raise(message, level)
  if type(message) ~= "string" then
    error(("error wants a text, got a %s"):format(type(message)), 2)
  end
  error(message, (level or 1) > 0 and (level or 1) + 1 or 0)
end

-- ---------------------------------------------------------------------------
-- Tables

local tables = {}

function tables.concat(list, ...)
  charge(type(list) == "table" and #list or 1)
  return table.concat(list, ...)
end

function tables.insert(list, at, ...)
  if select("#", ...) == 0 then return table.insert(list, at) end
  if type(list) == "table" and type(at) == "number" and at <= #list then
    charge(#list - at // 1 + 1)
  end
  return table.insert(list, at, ...)
end

function tables.remove(list, at)
  if at == nil then return table.remove(list) end
  if type(list) == "table" and type(at) == "number" and at <= #list then
    charge(#list - at // 1 + 1)
  end
  return table.remove(list, at)
end

function tables.unpack(list, from, to)
  from, to = from or 1, to or #list
  if to - from >= MAX_VALUES then
    error(("unpack gives at most %d values"):format(MAX_VALUES), 2)
  end
  return table.unpack(list, from, to)
end

-- Merges the sorted runs [a, b) and [b, c) of `from` into `to`.
local function merge(from, to, less, a, b, c)
  local i, j = a, b
  for k = a, c - 1 do
    if i < b and (j >= c or not less(from[j], from[i])) then
      to[k] = from[i]
      i = i + 1
    else
      to[k] = from[j]
      j = j + 1
    end
  end
end

local function smaller(a, b) return a < b end

-- Stable, and as many steps for any comparison, however bad.
function tables.sort(list, less)
  less = less or smaller
  local n = #list
  local from, to = table.move(list, 1, n, 1, {}), {}
  local size = 1
  while size < n do
    charge(n)
    for a = 1, n, 2 * size do
      local b = a + size < n + 1 and a + size or n + 1
      local c = a + 2 * size < n + 1 and a + 2 * size or n + 1
      merge(from, to, less, a, b, c)
    end
    from, to = to, from
    size = 2 * size
  end
  table.move(from, 1, n, 1, list)
end

-- ---------------------------------------------------------------------------
-- The world

local function pick(library, names)
  local copy = {}
  for name in names:gmatch("%S+") do copy[name] = library[name] end
  return copy
end

local function codepoint(s, from, to)
  from = from or 1
  to = to or from
  local n = type(s) == "string" and #s or 0
  if (to < 0 and n + to + 1 or to) - (from < 0 and n + from + 1 or from)
     >= MAX_VALUES then
    error(("codepoint gives at most %d numbers"):format(MAX_VALUES), 2)
  end
  return utf8.codepoint(s, from, to)
end

local function copied(library)
  local copy = {}
  for name, f in pairs(library) do copy[name] = f end
  return copy
end

local letters = {
  char = utf8.char, charpattern = utf8.charpattern, codepoint = codepoint,
  codes = counted(utf8.codes), len = counted(utf8.len),
  offset = counted(utf8.offset),
}
local maths = pick(math, "abs ceil floor max min tointeger")
local number = counted(tonumber)

-- f, a function of one text or number, remembering what it gave on this page.
local function memo(f)
  local known, epoch
  return function (s)
    if s == nil or s ~= s then return f(s) end
    if epoch ~= budget.epoch() then known, epoch = {}, budget.epoch() end
    local v = known[s]
    if v == nil then
      v = f(s)
      known[s] = v
    end
    return v
  end
end

local function new()
  local env = {
    error = raise, ipairs = ipairs, pairs = inorder, select = select,
    tonumber = number, tostring = text, type = type,
    string = fence.strings(), table = copied(tables), math = copied(maths),
    utf8 = copied(letters),
  }
  for name, f in pairs(functions) do env[name] = f end
  env.decimal = decimal.new
  env.read_number = functions.decimal
  env.isdecimal = decimal.is
  env.memo = memo
  return env
end

return { new = new }
