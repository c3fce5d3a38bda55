--[[
Values of what matched: nodes of the engine (vm/match.h) to text, numbers, rows
of vocabularies and what `=>` makes of them. Values are made when asked for.

    local value = require "value"
    local v = value.new(program)   -- one for each page
    v:of(node)                     --> the value of a term or phrase
    v:captures(node, def)          --> { name = { {s, e, node}, ... } }
    v:env(node, def)               --> names of an expression, made when used
]]
local core = require "core"

local ipairs, rawset, setmetatable = ipairs, rawset, setmetatable

local _ENV <const> = nil

local Value = {}
Value.__index = Value

local function new(program)
  return setmetatable({ program = program, made = {}, split = {} }, Value)
end

-- The captures of a node: for each name a list of spans, each with the one
-- node that stands directly in it (or false where there are several).
function Value:captures(node, def)
  local known = self.split[node]
  if known then return known end
  local all, open = {}, {}
  local events, i = core.events(node), 1
  while i <= #events do
    local code = events[i]
    if code > 0 then
      open[#open + 1] = { name = def.captures[code], s = events[i + 1] }
      i = i + 2
    elseif code == 0 then
      local c = open[#open]
      open[#open] = nil
      c.e = events[i + 1]
      local list = all[c.name]
      if list then list[#list + 1] = c else all[c.name] = { c } end
      i = i + 2
    else
      local c = open[#open]
      if c then c.node = c.node == nil and -code end
      i = i + 1
    end
  end
  self.split[node] = all
  return all
end

-- The text of a span; lettercase.lua reads it in capitals.
function Value.text(_, s, e) return core.text(s, e) end

function Value:row(def, index, s, e)
  return setmetatable({ text = self:text(s, e) },
    { __index = def.list[index] })
end

-- The value of one capture: of the term or phrase that fills it exactly, else
-- its text.
function Value:of_capture(c)
  if c.value ~= nil then return c.value end
  if c.node then
    local _, _, _, s, e = core.node(c.node)
    if s == c.s and e == c.e then
      c.value = self:of(c.node)
      return c.value
    end
  end
  c.value = self:text(c.s, c.e)
  return c.value
end

function Value:of_name(captures, def, name)
  local list = captures[name]
  if not list then return nil end
  if def.captures[name] == 1 then return self:of_capture(list[1]) end
  local values = {}
  for i, c in ipairs(list) do values[i] = self:of_capture(c) end
  return values
end

-- The names that an expression of `def` sees for a match.
function Value:env(node, def)
  local captures = self:captures(node, def)
  return setmetatable({}, { __index = function (t, name)
    local v
    if name == "match" or name == "sentence" then
      local _, _, _, s, e = core.node(node)
      if name == "sentence" then s, e = core.sentence(s) end
      v = self:text(s, e)
    else
      v = self:of_name(captures, def, name)
    end
    rawset(t, name, v)
    return v
  end })
end

function Value:of(node)
  local known = self.made[node]
  if known ~= nil then return known end
  local kind, id, index, s, e = core.node(node)
  local v
  if kind == "phrase" then
    v = self:row(self.program.sets[id], index, s, e)
  else
    local def = self.program.terms[id]
    if def.value then
      self.program.running = def
      v = def.value(self:env(node, def))
    else
      v = self:text(s, e)
    end
  end
  self.made[node] = v
  return v
end

function Value:guard(def, node)
  self.program.running = def
  return def.where(self:env(node, def))
end

return { new = new }
