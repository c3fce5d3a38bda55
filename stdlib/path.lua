--[[
Paths: what a rule, a link or a merge finds around a record. A step looks among
the records of a type, of a rule, or the mentions of a term, in one direction
and within one scope; the first step that finds something wins.

    local path = require "path"
    path.find(page, steps, asking, names, wanted) --> found thing or nil
    path.step(page, steps[1], asking, names, wanted) --> that of one step
    path.isopen(page, steps[1])                 --> whether it can find any
    path.gives(thing, "place", true)            --> a value and its span
    path.begin()    -- a page begins
    path.asked(n)   -- n records ask from now on
    path.count(n)   -- n things were compared elsewhere

A thing is { s, e, fields, value, rule, type }; `asking` is one, too. `wanted`
is a list of fields of which the thing found must give one; wanted.single: it
is the only one that is taken at all.
]]
local budget = require "budget"
local core = require "core"
local share = require "share"

local type = type

local _ENV <const> = nil

-- A step gives up after so many things: a page of 100,000 mentions costs no
-- more than a large one. The nearest ones are looked at first.
local most

local BATCH <const> = 1000
local looked_at = 0 -- things that the budget does not know of yet

-- Counts things that were looked at; the budget raises where they are too many.
local function count(n)
  looked_at = looked_at + n
  if looked_at >= BATCH then
    budget.look(looked_at)
    looked_at = 0
  end
end

-- So many records ask: what each may look at. With 0 as one that asks alone.
local function asked(n)
  most = share(n, budget.most "LINK_MAX_COMPARED",
    budget.most "LINK_MAX_COMPARISONS")
end

-- A page begins.
local function begin()
  looked_at = 0
  asked(0)
end

local NEAR <const> = 8 -- steps from the place asked for last

-- The first index of the list whose thing starts at or after `at`.
local function search(list, at)
  local low, high = 1, #list + 1
  while low < high do
    local mid = (low + high) // 2
    if list[mid].s < at then low = mid + 1 else high = mid end
  end
  return low
end

-- The same, from where the last search ended: records ask in order of the text.
-- Lists only grow.
local function lower_bound(list, at)
  local i = list.last or 1
  local thing, near = list[i], i + NEAR
  if thing and thing.s < at then
    repeat
      i = i + 1
      thing = list[i]
    until i == near or not thing or thing.s >= at
    if i == near and thing and thing.s < at then i = search(list, at) end
  else
    near = i - NEAR
    thing = list[i - 1]
    while thing and thing.s >= at and i > near do
      i = i - 1
      thing = list[i - 1]
    end
    if thing and thing.s >= at then i = search(list, at) end
  end
  list.last = i
  return i
end

local function bounds(scope, at)
  if scope == "sentence" then return core.sentence(at) end
  if scope == "paragraph" then return core.paragraph(at) end
  return 0, nil
end

local function pool(page, to)
  if to.mention then return page.mentions[to.mention.name] end
  return page.records[to.record]
end

-- The value and the span that a found thing gives for a field. A mention that
-- is a table gives its part of that name; a vocabulary's row that has none, and
-- any other value, is given to the single field taken.
local function gives(found, name, single)
  if not found.mention then
    return found.fields[name], found.spans[name] or found
  end
  local v = found.value
  if type(v) == "table" then
    if v[name] ~= nil then return v[name], found end
    if not v.text then return nil, found end
  end
  return single and v or nil, found
end

-- Whether the thing has something for one of the fields that are wanted.
local function gives_any(thing, wanted)
  for i = 1, #wanted do
    if gives(thing, wanted[i], wanted.single) ~= nil then return true end
  end
  return false
end

-- Whether the condition of the step holds for the thing. One that asks for
-- nothing but a mention is asked once for each.
local function holds(step, thing, names)
  local where = step.where
  if not step.fixed then
    return where(names, thing.fields or thing.value)
  end
  local known = thing[step]
  if known == nil then
    known = where(nil, thing.value) and true or false
    thing[step] = known
  end
  return known
end

local function suits(step, thing, asking, names, wanted)
  local rule = step.to.rule
  count(1)
  return thing ~= asking and not thing.gone
    and (not rule or thing.rule == rule)
    and (not step.where or holds(step, thing, names))
    and (not wanted or gives_any(thing, wanted))
end

local ways = {}

-- The last thing before `asking` that suits; one that ends behind its start is
-- passed over.
function ways.previous(step, list, asking, names, wanted)
  local s = asking.s
  local i = lower_bound(list, s) - 1
  local thing = list[i]
  if not thing then return nil end
  local low, looked = bounds(step.scope, s), 0
  while thing and thing.s >= low do
    if thing.e <= s then
      if suits(step, thing, asking, names, wanted) then return thing end
      looked = looked + 1
      if looked == most then return nil end
    end
    i = i - 1
    thing = list[i]
  end
  return nil
end

-- The first thing from `at` on that suits, and starts before `high`; one that
-- ends behind `behind` is passed over.
local function onward(step, list, asking, names, wanted, at, high, behind)
  local i = lower_bound(list, at)
  local thing, looked = list[i], 0
  while thing and (not high or thing.s < high) do
    if not behind or thing.e <= behind then
      if suits(step, thing, asking, names, wanted) then return thing end
      looked = looked + 1
      if looked == most then return nil end
    end
    i = i + 1
    thing = list[i]
  end
  return nil
end

function ways.next(step, list, asking, names, wanted)
  local last = list[#list]
  if last.s < asking.e then return nil end
  local _, high = bounds(step.scope, asking.s)
  return onward(step, list, asking, names, wanted, asking.e, high)
end

function ways.inside(step, list, asking, names, wanted)
  return onward(step, list, asking, names, wanted, asking.s, asking.e,
    asking.e)
end

function ways.first(step, list, asking, names, wanted)
  local low, high = bounds(step.scope, asking.s)
  return onward(step, list, asking, names, wanted, low, high)
end

-- Fewest bytes between, before on a tie; a span around the record counts 0.
function ways.nearest(step, list, asking, names, wanted)
  local low, high = bounds(step.scope, asking.s)
  local right = lower_bound(list, asking.s)
  local left = right - 1
  for _ = 1, most do
    local a, b = list[left], list[right]
    if a and a.s < low then a = nil end
    if b and high and b.s >= high then b = nil end
    if not a and not b then return nil end
    local da = a and (asking.s > a.e and asking.s - a.e or 0)
    local db = b and (b.s > asking.e and b.s - asking.e or 0)
    local thing
    if a and (not b or da <= db) then
      thing, left = a, left - 1
    else
      thing, right = b, right + 1
    end
    if suits(step, thing, asking, names, wanted) then return thing end
  end
  return nil
end

-- The i-th of n: the n nearest before, in order of the text. Nil and how many
-- there are where these are too few.
local function respective(step, list, asking, names, wanted)
  local each = asking.each
  if not each then return nil end
  local low = bounds(step.scope, asking.s)
  local found = {}
  local i = lower_bound(list, each.s) - 1
  local thing = list[i]
  while thing and thing.s >= low and #found < each.n do
    if thing.e <= each.s and suits(step, thing, asking, names, wanted)
       and thing.each ~= each then
      found[#found + 1] = thing
    end
    i = i - 1
    thing = list[i]
  end
  if #found < each.n then return nil, #found end
  return found[each.n + 1 - asking.index]
end

local NONE <const> = {}

-- What one step finds. `names`: what its expression asks for.
local function find_by(page, step, asking, names, wanted)
  local list = pool(page, step.to)
  if step.dir == "respective" then
    local thing, few = respective(step, list or NONE, asking, names, wanted)
    if few then page:few(asking, few) end
    return thing
  end
  if not list or not list[1] then return nil end
  return ways[step.dir](step, list, asking, names, wanted)
end

-- Whether the step has anything to look among, or to say.
local function isopen(page, step)
  local list = pool(page, step.to)
  return step.dir == "respective" or list ~= nil and list[1] ~= nil
end

local function find(page, steps, asking, names, wanted)
  for i = 1, #steps do
    local thing = find_by(page, steps[i], asking, names, wanted)
    if thing then return thing end
  end
  return nil
end

return { find = find, step = find_by, isopen = isopen, gives = gives,
         begin = begin, asked = asked, count = count }
