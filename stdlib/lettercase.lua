--[[
Which rules tell capitals from small letters: those whose patterns use `cap`,
`upper`, `roman` or an exact text with letters, or whose guards answer otherwise
for a text in capitals; themselves or in a term that they reach, or in what
their paths look for.

    local lettercase = require "lettercase"
    local reach = lettercase.reach(program, { def, ... })
    reach.by      --> "cap in person.Name", or nil: no pattern tells them
    reach[other]  --> true for each definition that they reach

    local values = lettercase.values(program, reach)
    engine.extract(text, { listener = { values = values } })
    values.by     --> "where of person.Name", or nil
]]
local core = require "core"
local tree = require "tree"
local value = require "value"

local getmetatable, ipairs, pcall = getmetatable, ipairs, pcall

local _ENV <const> = nil

local classes = { cap = true, upper = true, roman = true }

local function told_by(node)
  if node.tag == "builtin" and classes[node.name] then return node.name end
  local text = node.tag == "exact" and node.text
  return text and core.lower(text) ~= core.upper(text) and "'" .. text .. "'"
    or nil
end

-- Calls f with each definition that a path can find something of.
local function targets(program, path, f)
  for _, step in ipairs(path or {}) do
    local to = step.to
    if to.mention then f(to.mention) end
    for _, rule in ipairs(program.rules) do
      if rule.record and (to.rule == rule.name
         or not to.rule and to.record == rule.record.name) then
        f(rule)
      end
    end
  end
end

local function collect(program, def, reach)
  if reach[def] then return end
  reach[def] = true
  local function add(other) collect(program, other, reach) end
  local terms = {}
  if def.node.pattern then
    tree.walk(def.node.pattern, function (node)
      local by = told_by(node)
      reach.by = reach.by or by and ("%s in %s"):format(by, def.name)
      if node.tag == "ref" and node.def.node.pattern then
        terms[#terms + 1] = node.def
      end
    end)
  end
  for _, term in ipairs(terms) do add(term) end
  for _, need in ipairs(def.needs or {}) do targets(program, need.path, add) end
  targets(program, def.to, add)
  targets(program, def.from, add)
end

local function reach(program, defs)
  local found = {}
  for _, def in ipairs(defs) do collect(program, def, found) end
  return found
end

-- The values of a page, whose guards are asked once more with all texts in
-- capitals.
local function values(program, reached)
  local plain, capitals = value.new(program), value.new(program)
  local class = getmetatable(plain).__index
  function capitals:text(s, e) return core.upper(class.text(self, s, e)) end
  function plain:guard(def, node)
    local yes = class.guard(self, def, node)
    local ok, other = pcall(class.guard, capitals, def, node)
    if reached[def] and (not ok or not yes ~= not other) then
      plain.by = plain.by or "where of " .. def.name
    end
    return yes
  end
  return plain
end

return { reach = reach, values = values }
