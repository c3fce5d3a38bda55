--[[
Paths: what a rule, a link or a merge finds around a record. A step looks among
the records of a type, of a rule, or the mentions of a term, in one direction
and within one scope; the first step that finds something wins.

    local path = require "path"
    path.find(page, steps, asking, env, accepts) --> found thing or nil

A thing is { s, e, fields, value, rule, type }; `asking` is one, too. `accepts`
says whether a thing that a step found will do.
]]
local core = require "core"

local ipairs, setmetatable = ipairs, setmetatable

local _ENV <const> = nil

-- A step gives up after so many things: a page of 100,000 mentions costs no
-- more than a large one. The nearest ones are looked at first.
local MAX_LOOKED <const> = 300

-- The first index of the list whose thing starts at or after `at`.
local function lower_bound(list, at)
  local low, high = 1, #list + 1
  while low < high do
    local mid = (low + high) // 2
    if list[mid].s < at then low = mid + 1 else high = mid end
  end
  return low
end

local function bounds(scope, at)
  if scope == "sentence" then return core.sentence(at) end
  if scope == "paragraph" then return core.paragraph(at) end
  return 0, nil
end

local function pool(page, to)
  if to.mention then return page.mentions[to.mention.name] or {} end
  return page.records[to.record] or {}
end

-- Iterators: each gives the candidates of one direction, nearest first.

local function backward(list, from, low)
  local i = from
  return function ()
    local thing = list[i]
    i = i - 1
    if thing and thing.s >= low then return thing end
  end
end

local function forward(list, from, high)
  local i = from - 1
  return function ()
    i = i + 1
    local thing = list[i]
    if thing and (not high or thing.s < high) then return thing end
  end
end

local ways = {}

function ways.previous(list, asking, low)
  local step = backward(list, lower_bound(list, asking.s) - 1, low)
  return function ()
    local thing = step()
    while thing and thing.e > asking.s do thing = step() end
    return thing
  end
end

function ways.next(list, asking, _, high)
  return forward(list, lower_bound(list, asking.e), high)
end

function ways.inside(list, asking)
  local step = forward(list, lower_bound(list, asking.s), asking.e)
  return function ()
    local thing = step()
    while thing and thing.e > asking.e do thing = step() end
    return thing
  end
end

function ways.first(list, _, low, high)
  return forward(list, lower_bound(list, low), high)
end

-- Fewest bytes between, before on a tie; a span around the record counts 0.
function ways.nearest(list, asking, low, high)
  local at = lower_bound(list, asking.s)
  local left, right = backward(list, at - 1, low), forward(list, at, high)
  local a, b = left(), right()
  return function ()
    local result
    local da = a and (asking.s > a.e and asking.s - a.e or 0)
    local db = b and (b.s > asking.e and b.s - asking.e or 0)
    if a and (not b or da <= db) then
      result, a = a, left()
    else
      result, b = b, right()
    end
    return result
  end
end

local function of_rule(thing, to)
  return not to.rule or thing.rule == to.rule
end

-- `it` beside the names that the asking side has.
local function with_it(env, thing)
  return setmetatable({ it = thing.fields or thing.value }, { __index = env })
end

local function suits(step, thing, asking, env, accepts)
  return thing ~= asking and not thing.gone and of_rule(thing, step.to)
    and (not step.where or step.where(with_it(env, thing)))
    and (not accepts or accepts(thing))
end

-- The i-th of n: the n nearest before, in order of the text.
local function respective(list, step, asking, env, accepts)
  local each = asking.each
  if not each then return nil end
  local low = bounds(step.scope, asking.s)
  local found = {}
  local group = { s = each.s, e = each.s }
  for thing in ways.previous(list, group, low) do
    if suits(step, thing, asking, env, accepts) and thing.each ~= each then
      found[#found + 1] = thing
      if #found == each.n then break end
    end
  end
  if #found < each.n then return nil, #found end
  return found[each.n + 1 - asking.index]
end

local function find(page, steps, asking, env, accepts)
  for _, step in ipairs(steps) do
    local list = pool(page, step.to)
    if step.dir == "respective" then
      local thing, few = respective(list, step, asking, env, accepts)
      if thing then return thing end
      if few then page:few(asking, few) end
    else
      local low, high = bounds(step.scope, asking.s)
      local looked = 0
      for thing in ways[step.dir](list, asking, low, high) do
        if suits(step, thing, asking, env, accepts) then return thing end
        looked = looked + 1
        if looked == MAX_LOOKED then break end
      end
    end
  end
  return nil
end

return { find = find }
