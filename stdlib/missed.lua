--[[
What no record took: figures with a unit, and runs of capitalised words. Where
they stand in numbers, a vocabulary lacks a word or a rule is missing.

    local missed = require "missed"
    local seen = missed.new(program)
    missed.collect(seen, page, id)      -- for each page, while it is open
    missed.report(seen)  --> { amounts = {...}, names = {...}, ... }
]]
local core = require "core"

local ipairs, math, pairs, table = ipairs, math, pairs, table

local _ENV <const> = nil

local BEFORE <const> = 4 -- words before a figure that are told
local RUN_MOST <const> = 8 -- words of a run of capitalised words
local EXAMPLES <const> = 3 -- places that are told of each

-- The terms that say what an amount looks like, the fullest first.
local amount_terms <const> = { "vi.quantity.Amount", "vi.quantity.Counted" }

local function new(program)
  local terms = {}
  for _, name in ipairs(amount_terms) do
    for _, def in ipairs(program.terms) do
      if def.name == name then terms[#terms + 1] = def end
    end
  end
  return { terms = terms, amounts = {}, names = {}, figures = 0, taken = 0,
           left = 0 }
end

-- Which bytes of the view a record holds, by itself or by a field.
local function covered(page)
  local spans = {}
  for _, thing in ipairs(page.output) do
    spans[#spans + 1] = { s = thing.s, e = thing.e }
    for _, span in pairs(thing.spans) do
      if span.e and span.e > span.s then
        spans[#spans + 1] = { s = span.s, e = span.e }
      end
    end
    -- where it was told again
    for _, other in ipairs(thing.others or {}) do
      spans[#spans + 1] = { s = other.s, e = other.e }
    end
  end
  local meta = page:pagerecord()
  for _, span in pairs(meta and meta.spans or {}) do
    if span.e and span.e > span.s then
      spans[#spans + 1] = { s = span.s, e = span.e }
    end
  end
  table.sort(spans, function (a, b) return a.s < b.s end)
  local reach, i = 0, 1
  return function (at) -- asked in order of place
    while spans[i] and spans[i].s <= at do
      reach = math.max(reach, spans[i].e)
      i = i + 1
    end
    return at < reach
  end
end

local function enter(list, key, place, text)
  local one = list[key]
  if not one then
    one = { text = text, times = 0, places = {} }
    list[key] = one
    list[#list + 1] = one
  end
  one.times = one.times + 1
  if #one.places < EXAMPLES then one.places[#one.places + 1] = place end
end

local function place_of(id, s, e, before)
  local _, _, start, stop = core.offsets(s, e)
  return { id = id, start = start, ["end"] = stop, text = core.text(s, e),
           before = before }
end

-- The end of the amount at a token, or nil.
local function amount_at(seen, subject, at)
  for _, def in ipairs(seen.terms) do
    local node = core.try(def.id, at)
    if node then
      local _, _, _, _, e = core.node(node)
      return e
    end
  end
  if seen.terms[1] then return nil end
  -- without the shipped terms: a figure and a word or a sign of percent
  local e = subject:match("^\5[\33-\255]* ?\1[\33-\255]*()", at + 1)
    or subject:match("^\5[\33-\255]* ?\6%%()", at + 1)
  return e and e - 1
end

-- The words before a token, inside its sentence.
local function words_before(subject, tokens, i)
  local first = i
  while first > 1 and i - first < BEFORE
    and not subject:sub(tokens[first - 1] + 1, tokens[i])
      :find("[\n\16-\31]") do
    first = first - 1
  end
  return first < i and core.text(tokens[first], tokens[i]) or ""
end

local function collect_amounts(seen, page, id, tokens, subject)
  local held, reach = covered(page), 0
  for i, at in ipairs(tokens) do
    if subject:byte(at + 1) == 5 then
      local taken = held(at)
      local e = at >= reach and amount_at(seen, subject, at)
      if e then
        reach = e
        seen.figures = seen.figures + 1
        if taken then seen.taken = seen.taken + 1
        else
          local before = words_before(subject, tokens, i)
          enter(seen.amounts, core.lower(before), place_of(id, at, e, before),
            before)
        end
      end
    end
  end
end

local function is_cap(subject, at)
  local c = subject:byte(at + 1)
  return c == 2 or c == 3
end

local function collect_names(seen, page, id, tokens, subject)
  local held = covered(page)
  local i = 1
  while i <= #tokens do
    local j = i
    while j < #tokens and is_cap(subject, tokens[j])
      and is_cap(subject, tokens[j + 1]) and j - i < RUN_MOST
      and not subject:sub(tokens[j] + 1, tokens[j + 1])
        :find("[\n\16-\31]") do
      j = j + 1
    end
    local taken = held(tokens[i])
    if j > i and is_cap(subject, tokens[i]) and not taken then
      local e = subject:match("^[\1-\6][\33-\255]*()", tokens[j] + 1) - 1
      local text = core.text(tokens[i], e)
      enter(seen.names, text, place_of(id, tokens[i], e), text)
    end
    i = j + 1
  end
end

local function collect(seen, page, id)
  local tokens, subject = core.tokens(), core.subject()
  collect_amounts(seen, page, id, tokens, subject)
  collect_names(seen, page, id, tokens, subject)
end

local function sorted(list)
  local out = {}
  for i, one in ipairs(list) do out[i] = one end
  table.sort(out, function (a, b)
    if a.times ~= b.times then return a.times > b.times end
    return a.text < b.text
  end)
  return out
end

local function report(seen)
  local left = seen.figures - seen.taken
  return { amounts = sorted(seen.amounts), names = sorted(seen.names),
    figures = seen.figures, taken = seen.taken, left = left }
end

return { new = new, collect = collect, report = report }
