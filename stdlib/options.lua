--[[
The options of a command, from the arguments that the host left to it.

    local options = require "options"
    local given, message = options.parse({ "--rule", "a.b", "-t", "html", "x" },
      { flags = { "json" }, values = { "rule", "to" }, short = { t = "to" } })
    given.rule, given.to, given[1]  --> "a.b", "html", "x"

A value stands behind its option or behind "="; what begins with no "-" is an
operand, and everything after "--".
]]
local expression = require "expression"
local host = require "host"

local ipairs, pairs = ipairs, pairs

local _ENV <const> = nil

local function set(list)
  local s = {}
  for _, name in ipairs(list or {}) do s[name] = true end
  return s
end

-- The name and the value (nil where none is written) of an option.
local function split(arg, short)
  local name, value = arg:match("^%-%-([%w-]+)=(.*)$")
  if name then return name, value end
  name = arg:match("^%-%-([%w-]+)$")
  if name then return name, nil end
  local letter, rest = arg:match("^%-(%a)(.*)$")
  return letter and short[letter], rest ~= "" and rest or nil
end

local function unknown(arg, flags, values)
  local all = {}
  for name in pairs(flags) do all[name] = true end
  for name in pairs(values) do all[name] = true end
  local word = arg:gsub("^%-+", ""):gsub("=.*", "")
  local near = expression.nearest(word, all)
  return ("unknown option '%s'%s"):format(arg,
    near and (" (did you mean '--%s'?)"):format(near) or "")
end

-- The options by name and the operands by number; nil and a message where
-- something is wrong.
local function parse(args, spec)
  local flags, values = set(spec.flags), set(spec.values)
  local short, given = spec.short or {}, {}
  local i, plain = 1, false
  while i <= #args do
    local arg = args[i]
    if plain or arg == "-" or arg:sub(1, 1) ~= "-" then
      given[#given + 1] = arg
    elseif arg == "--" then
      plain = true
    else
      local name, value = split(arg, short)
      if name and flags[name] then
        if value then
          return nil, ("option '--%s' takes no value"):format(name)
        end
        given[name] = true
      elseif name and values[name] then
        if not value then
          i = i + 1
          value = args[i]
        end
        if not value then
          return nil, ("option '--%s' needs a value"):format(name)
        end
        given[name] = value
      else
        return nil, unknown(arg, flags, values)
      end
    end
    i = i + 1
  end
  return given
end

-- As parse, for a command: a mistake is told, and gives nil.
local function of(command, args, spec)
  local given, message = parse(args, spec)
  if not given then host.warn(("trich %s: %s\n"):format(command, message)) end
  return given
end

return { parse = parse, of = of }
