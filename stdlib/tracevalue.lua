--[[
Values of a match that tracer.lua made: like value.lua, of its own nodes.

    local tracevalue = require "tracevalue"
    tracevalue.captures(kid)   --> { name = { {s, e, kid}, ... } }
    tracevalue.env(t, kid)     --> the names of an expression, made when used
    tracevalue.of(t, kid)      --> its value; tracevalue.of_capture(t, c)
    tracevalue.text(s, e)      --> the text of places in the subject, from 1
]]
local core = require "core"

local ipairs, setmetatable = ipairs, setmetatable

local _ENV <const> = nil

local function text(s, e) return core.text(s - 1, e - 1) end

local function captures(kid)
  if kid.captures then return kid.captures end
  local all, open = {}, {}
  for _, ev in ipairs(kid.ev) do
    if ev.tag == "open" then
      open[#open + 1] = { name = ev.name, s = ev.s }
    elseif ev.tag == "close" then
      local c = open[#open]
      open[#open] = nil
      c.e = ev.e
      local list = all[c.name]
      if list then list[#list + 1] = c else all[c.name] = { c } end
    elseif ev.tag == "kid" then
      local c = open[#open]
      if c then c.kid = c.kid == nil and ev end
    end
  end
  kid.captures = all
  return all
end

local value_of

local function capture_value(t, c)
  if c.value == nil then
    if c.kid and c.kid.s == c.s and c.kid.e == c.e then
      c.value = value_of(t, c.kid)
    else
      c.value = text(c.s, c.e)
    end
  end
  return c.value
end

local function env_of(t, kid)
  local all, def = captures(kid), kid.def
  return setmetatable({}, { __index = function (env, name)
    local v
    if name == "match" then v = text(kid.s, kid.e)
    elseif name == "sentence" then v = core.text(core.sentence(kid.s - 1))
    elseif all[name] then
      if def.captures[name] == 1 then v = capture_value(t, all[name][1])
      else
        v = {}
        for i, c in ipairs(all[name]) do v[i] = capture_value(t, c) end
      end
    end
    env[name] = v
    return v
  end })
end

function value_of(t, kid)
  if kid.value ~= nil then return kid.value end
  local v
  if kid.node then v = t.values:of(kid.node)
  elseif kid.def and kid.def.value then v = kid.def.value(env_of(t, kid))
  elseif kid.def then v = text(kid.s, kid.e)
  else v = { text = text(kid.s, kid.e) } -- taken as if it were a phrase
  end
  kid.value = v
  return v
end

return { captures = captures, env = env_of, of = value_of,
         of_capture = capture_value, text = text }
