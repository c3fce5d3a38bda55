--[[
What one link did for each record: what it filled, or why not.

    local linktrace = require "linktrace"
    local seen = linktrace.watch(def)      -- seen.link listens to records.lua
    seen.list[1].thing, .filled, .message, .found
]]
local core = require "core"
local linking = require "linking"
local misswords = require "misswords"

local ipairs, math, pairs, setmetatable, table = ipairs, math, pairs,
  setmetatable, table

local _ENV <const> = nil

local function pool(page, to)
  if to.mention then return page.mentions[to.mention.name] or {} end
  return page.records[to.record] or {}
end

local function distance(a, b)
  if b.e <= a.s then return a.s - b.e end
  if b.s >= a.e then return b.s - a.e end
  return 0
end

local function source(def, node)
  return misswords.source_of(def, node)
end

-- Why a thing does not do for a step; nil where nothing speaks against it.
local function objection(def, step, node, asking, thing, env)
  local text = misswords.short(core.text(thing.s, thing.e), 40)
  if node.scope and node.scope ~= "document" then
    local a, b = core[node.scope](asking.s)
    if thing.s < a or thing.s >= b then
      return ("'%s' stands in another %s"):format(text, node.scope)
    end
  end
  if node.dir == "previous" and thing.e > asking.s then
    return ("'%s' does not stand before it"):format(text)
  elseif node.dir == "next" and thing.s < asking.e then
    return ("'%s' does not stand after it"):format(text)
  elseif node.dir == "inside"
    and (thing.s < asking.s or thing.e > asking.e) then
    return ("'%s' does not stand inside it"):format(text)
  end
  if step.where and not step.where(env, thing.fields or thing.value) then
    return ("where %s says no for '%s'"):format(
      misswords.short(source(def, node.where), 60), text)
  end
  return ("'%s' has no %s to give"):format(text,
    table.concat(def.takes, " or "))
end

-- What a step found in its way, of the nearest thing that it could mean.
local function step_message(page, def, i, asking, env)
  local step, node = def.from[i], def.node.from[i]
  local best, least
  for _, thing in ipairs(pool(page, step.to)) do
    if thing ~= asking and not thing.gone
       and (not step.to.rule or thing.rule == step.to.rule) then
      local d = distance(asking, thing)
      if not least or d < least then best, least = thing, d end
    end
  end
  local what = misswords.short(source(def, node), 60)
  if not best then return ("%s: there is no %s"):format(what, node.of) end
  return ("%s: %s"):format(what, objection(def, step, node, asking, best, env))
end

local function env_of(thing)
  return setmetatable({}, { __index = function (_, name)
    if name == "match" then return core.text(thing.s, thing.e) end
    if name == "sentence" then return core.text(core.sentence(thing.s)) end
    return thing.fields[name]
  end })
end

local function copy(fields)
  local c = {}
  for name, v in pairs(fields) do c[name] = v end
  return c
end

-- Why the link filled nothing.
local function reason(page, def, thing, before)
  local env = env_of({ s = thing.s, e = thing.e, fields = before })
  if def.where and not def.where(env) then
    return ("where %s says no for this record"):format(
      misswords.short(source(def, def.node.where), 60))
  end
  local full = {}
  for _, name in ipairs(def.takes) do
    if before[name] ~= nil then
      local span = thing.spans[name]
      full[#full + 1] = ("%s is there already%s"):format(name,
        span and span.rule and (", from %s"):format(span.rule) or "")
    end
  end
  if #full == #def.takes and #def.sets == 0 then
    return table.concat(full, "; ")
  end
  local parts = {}
  for i = 1, math.min(#def.from, 4) do
    parts[i] = step_message(page, def, i, thing, env)
  end
  return table.concat(parts, "; ")
end

-- A listener for one link.
local function watch(wanted)
  local seen = { list = {} }
  seen.link = function (page, def, thing)
    local before = def == wanted and copy(thing.fields)
    linking.link(page, def, thing)
    if not before then return end
    local filled = {}
    for name, v in pairs(thing.fields) do
      if before[name] ~= v then filled[#filled + 1] = name end
    end
    table.sort(filled)
    seen.list[#seen.list + 1] = { thing = thing, filled = filled,
      message = not filled[1] and reason(page, def, thing, before) or nil }
  end
  return seen
end

return { watch = watch }
