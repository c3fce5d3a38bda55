--[[
The Lua functions of a rule package: pure functions in a small world. A file
returns a table of functions; it can reach what world.lua gives it and nothing
else: no files, no processes, no modules, no other state.

    local sandbox = require "sandbox"
    sandbox.load('return { twice = function (s) return s .. s end }', "f.lua")
        --> { twice = ... }

The functions of a stranger's file run behind a fence (vm/fence.h), and each
document finds them as the file made them: nothing is kept from page to page.
Those of the shipped rules are trusted to end and to keep nothing.
]]
local budget = require "budget"
local fence = require "fence"
local world = require "world"

local debug, error, load, pairs, pcall, tostring, type = debug, error, load,
  pairs, pcall, tostring, type

local _ENV <const> = nil

-- No memory is no fault of the file.
local function failed(message)
  if message == "not enough memory" then error(message, 0) end
  return nil, message
end

-- What a file gives, checked.
local function checked(result, path)
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

-- The functions of a file, or nil and a message. Runs the file.
local function fresh(chunk, path)
  debug.setupvalue(chunk, 1, world.new())
  return checked(chunk(), path)
end

-- A file's functions behind the fence, each by its name.
local function fenced(chunk, path)
  local current, epoch
  local function renew()
    local made, message = fresh(chunk, path)
    if not made then error(message, 0) end
    current, epoch = made, budget.epoch()
  end
  -- run once to learn the names: through the fence only true values come back
  local names
  local ok, raised = pcall(fence.wrap(function ()
    renew()
    names = {}
    for name in pairs(current) do names[name] = true end
  end))
  if not ok then return failed(tostring(raised)) end
  local functions = {}
  for name in pairs(names) do
    functions[name] = fence.wrap(function (...)
      if epoch ~= budget.epoch() then renew() end
      local f = current[name]
      if not f then
        error(("%s has no function '%s' any more"):format(path, name), 0)
      end
      return f(...)
    end)
  end
  return functions
end

local function loadfunctions(text, path, trusted)
  budget.renew() -- each file's own: one that hits a limit fails alone
  if text:sub(1, 1) == "\27" then
    return nil, path .. ": compiled Lua is not read, only its source"
  end
  local chunk, message = load(text, "@" .. path, "t", {})
  if not chunk then return failed(message) end
  if not trusted then return fenced(chunk, path) end
  local ok, result, why = pcall(fresh, chunk, path)
  if not ok then return failed(tostring(result)) end
  return result, why
end

return { load = loadfunctions }
