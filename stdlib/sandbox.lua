--[[
The Lua functions of a rule package: pure functions in a small world. A file
returns a table of functions; it can reach what stands below and nothing else:
no files, no processes, no modules, no other state.

    local sandbox = require "sandbox"
    sandbox.load('return { twice = function (s) return s .. s end }', "f.lua")
        --> { twice = ... }
]]
local decimal = require "decimal"
local functions = require "functions"

local ipairs, load, pairs, pcall, type = ipairs, load, pairs, pcall, type
local error, math, next, select, string, table, tonumber, tostring, utf8 =
  error, math, next, select, string, table, tonumber, tostring, utf8

local _ENV <const> = nil

local function pick(library, names)
  local copy = {}
  for name in names:gmatch("%S+") do copy[name] = library[name] end
  return copy
end

-- A world of its own for each file, so that none can change another's.
local function world()
  local env = {
    ipairs = ipairs, pairs = pairs, next = next, select = select,
    tonumber = tonumber, tostring = tostring, type = type, error = error,
    string = pick(string, "byte char find format gmatch gsub len lower match \z
      rep reverse sub upper"),
    table = pick(table, "concat insert remove sort unpack"),
    math = pick(math, "abs ceil floor max min tointeger"),
    utf8 = pick(utf8, "char charpattern codepoint codes len offset"),
    integer = decimal.integer,
  }
  for name, f in pairs(functions) do env[name] = f end
  env.decimal = decimal.new
  env.read_number = functions.decimal
  env.isdecimal = decimal.is
  return env
end

-- The functions of a file, or nil and a message.
local function loadfunctions(text, path)
  if text:sub(1, 1) == "\27" then
    return nil, path .. ": compiled Lua is not read, only its source"
  end
  local chunk, message = load(text, "@" .. path, "t", world())
  if not chunk then return nil, message end
  local ok, result = pcall(chunk)
  if not ok then return nil, tostring(result) end
  if type(result) ~= "table" then
    return nil, ("%s must return a table of functions"):format(path)
  end
  for name, f in pairs(result) do
    if type(name) ~= "string" or type(f) ~= "function" then
      return nil, ("%s: '%s' is not a function"):format(path, tostring(name))
    end
  end
  return result
end

return { load = loadfunctions }
