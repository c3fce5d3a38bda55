--[[
Values of what matched: nodes of the engine (vm/match.h) to text, numbers, rows
of vocabularies and what `=>` makes of them. Values are made when asked for.

    local value = require "value"
    local v = value.new(program)   -- one for each page
    v:of(node)                     --> the value of a term or phrase
    v:captures(node, def, name)    --> { {s, e, node}, ... }
    v:env(node, def)               --> names of an expression, made when used
]]
local core = require "core"

local ipairs, setmetatable = ipairs, setmetatable
local capture, node_of = core.capture, core.node

local _ENV <const> = nil

local Value = {}
Value.__index = Value

local function new(program)
  return setmetatable({ program = program, made = {} }, Value)
end

-- The captures of one name, in order: spans, each with the node that fills it
-- exactly, if one does.
function Value.captures(_, node, def, name)
  local list = {}
  local flat = core.captures(node, def.number[name])
  for i = 1, #flat, 3 do
    list[#list + 1] = { s = flat[i], e = flat[i + 1],
                        node = flat[i + 2] or nil }
  end
  return list
end

-- The text of a span; lettercase.lua reads it in capitals.
function Value.text(_, s, e) return core.text(s, e) end

-- A row of a vocabulary: its columns, and the text that it was found as.
function Value:row(def, index, s, e)
  local class = def.classes[index]
  if not class then
    class = { __index = def.list[index] }
    def.classes[index] = class
  end
  return setmetatable({ text = self:text(s, e) }, class)
end

-- The value of a span: of the term or phrase that fills it, else its text.
function Value:of_span(s, e, node)
  if node then return self:of(node) end
  return self:text(s, e)
end

function Value:of_capture(c) return self:of_span(c.s, c.e, c.node) end

-- The sentence around a place; the last one is kept: many ask for the same.
function Value:sentence(at)
  local s, e = core.sentence(at)
  if self.begins ~= s then self.begins, self.words = s, self:text(s, e) end
  return self.words
end

-- All captures of a name as a list of their values; nil: there is none.
function Value:list(node, def, name)
  local values = nil
  for i, c in ipairs(self:captures(node, def, name)) do
    values = values or {}
    values[i] = self:of_capture(c)
  end
  return values
end

-- The names that an expression sees for a match: at 1 the values, at 2 the
-- node, at 3 the definition. Values of captures are kept.
local Env = {}

-- What is no single capture.
local function other(t, name)
  local self, node, def = t[1], t[2], t[3]
  if name == "match" or name == "sentence" then
    local _, _, _, s, e = node_of(node)
    if name == "match" then return self:text(s, e) end
    return self:sentence(s)
  end
  if not def.number[name] then return nil end
  local v = self:list(node, def, name)
  t[name] = v
  return v
end

function Env.__index(t, name)
  local number = t[3].single[name]
  if not number then return other(t, name) end
  local s, e, child, phrase, id, index = capture(t[2], number)
  if not s then return nil end
  local self = t[1]
  local v
  if not child then v = self:text(s, e)
  else
    v = self.made[child]
    if v == nil then v = self:make(child, phrase, id, index, s, e) end
  end
  t[name] = v
  return v
end

function Value:env(node, def) return setmetatable({ self, node, def }, Env) end

-- What an expression of the definition gives for a match, which asks for those
-- captures. The table of its names is used again, unless it is in use.
local function result(self, node, def, f, asked)
  local env = def.env
  if env then
    def.env, env[1], env[2] = nil, self, node
  else
    env = self:env(node, def)
  end
  local v = f(env)
  for i = 1, #asked do env[asked[i]] = nil end
  env[1] = false
  def.env = env
  return v
end

-- The value of a node of which nothing is kept yet: of a phrase of that set, by
-- the number of its row, or of a term.
function Value:make(node, phrase, id, index, s, e)
  local program = self.program
  local v
  if phrase then v = self:row(program.sets[id], index, s, e)
  else
    local def = program.terms[id]
    if def.value then
      local before = program.running
      program.running = def
      v = result(self, node, def, def.value, def.valued)
      program.running = before
    else
      v = self:text(s, e)
    end
  end
  self.made[node] = v
  return v
end

function Value:of(node)
  local known = self.made[node]
  if known ~= nil then return known end
  local kind, id, index, s, e = node_of(node)
  return self:make(node, kind == "phrase", id, index, s, e)
end

function Value:guard(def, node)
  self.program.running = def
  return result(self, node, def, def.where, def.tested)
end

return { new = new }
