--[[
What a page's matches came to, for the explainer: each record with the rule,
the alternatives, the terms and links behind its fields; each match that made
nothing, with the reason.

    local matched = require "matched"
    local seen = matched.listener()       -- records.lua tells it
    matched.records(doc, page, scope, defs, asked)   --> list, page still open
    matched.lost(doc, page, seen, scope, defs)       --> list

`doc` is { bytes = the raw document, id }. All that is returned is plain data.
]]
local core = require "core"
local linktrace = require "linktrace"
local misswords = require "misswords"
local suspect = require "suspect"
local tracer = require "tracer"

local ipairs, pairs, table = ipairs, pairs, table

local _ENV <const> = nil

-- ---------------------------------------------------------------------------
-- Places of the open page

-- Where the lines of the last document begin: it is asked for again and again.
local known, starts

local function lines_of(bytes)
  if known ~= bytes then
    known, starts = bytes, { 1 }
    for at in bytes:gmatch("\n()") do starts[#starts + 1] = at end
  end
  return starts
end

-- Line and column of a byte of the raw document (from 0), counted from 1.
local function line_column(bytes, at)
  local list = lines_of(bytes)
  local low, high = 1, #list
  while low < high do
    local mid = (low + high + 1) // 2
    if list[mid] <= at + 1 then low = mid else high = mid - 1 end
  end
  local column = 1
  for _ in bytes:sub(list[low], at):gmatch("[^\128-\191]") do
    column = column + 1
  end
  return low, column
end

-- A span of the view (from 0) with the sentence around it, as plain data.
local function place(doc, s, e)
  if e <= s then e = s + 1 end
  local a, b = core.sentence(s)
  local _, b2 = core.sentence(e > s and e - 1 or s)
  if b2 > b then b = b2 end
  local text = core.raw(a, b)
  local pa, pb, start, stop = core.offsets(s, e)
  local base = core.offsets(a, b)
  local line, column = line_column(doc.bytes, start)
  return { start = start, ["end"] = stop, line = line, column = column,
    text = core.raw(s, e), sentence = text, from = pa - base + 1,
    to = pb - base + 1 }
end

-- The nearest span that holds a token: a place may stand between tokens, or
-- behind the last one.
local function token_span(subject, at)
  local s = subject:match("^[ \n]?()[\1-\6][\33-\255]", at)
  if not s then
    s = #subject:sub(1, at - 1):match("^(.-)[\1-\6][\33-\255]*[%z\7-\32]*$") + 1
  end
  local e = subject:match("^[\1-\6][\33-\255]*()", s) or s + 1
  return s, e
end

local function view_place(doc, s, e)
  local subject = core.subject()
  if not subject:match("^[\1-\6]", s) or e <= s then
    local a, b = token_span(subject, s)
    s = a
    if e < b then e = b end
  end
  return place(doc, s - 1, e - 1)
end

-- ---------------------------------------------------------------------------
-- What matched

-- The terms that a value came through: Amount > Money > MoneyWritten.
local function chain(kid, list)
  if kid.ref then list[#list + 1] = kid.ref.name end
  local inner
  for _, ev in ipairs(kid.ev or {}) do
    if ev.tag == "kid" and ev.s == kid.s and ev.e == kid.e then inner = ev end
  end
  if inner then chain(inner, list) end
  return list
end

-- The alternatives that a match took, of its own pattern.
local function alternatives(def, m)
  local list = {}
  for _, ev in ipairs(m.ev) do
    if ev.tag == "alt" then
      local n = ev.node[ev.i]
      list[#list + 1] = { at = misswords.place_of(def, n), number = ev.i,
        of = #ev.node, pattern = misswords.short(misswords.source_of(def, n),
          70) }
    end
  end
  return list
end

local function capture_at(m, name, span)
  local found = nil
  for i, ev in ipairs(m.ev) do
    if ev.tag == "open" and (ev.name == name or not name)
       and (not span or ev.s - 1 == span.s) then
      found = { cap = ev.cap, name = ev.name }
      local depth = 0
      for k = i, #m.ev do
        local other = m.ev[k]
        if other.tag == "open" then depth = depth + 1
        elseif other.tag == "close" then
          depth = depth - 1
          if depth == 0 then
            found.s, found.e = ev.s, other.e
            break
          end
        elseif other.tag == "kid" and depth == 1 then
          found.kid = found.kid == nil and other
        end
      end
      return found
    end
  end
  return found
end

local function set_of(def, name)
  for _, set in ipairs(def.node.sets or {}) do
    if set.name == name and set.value then return set end
  end
end

-- What a reader cannot see in a text: letters that only look right, characters
-- of no width inside a word. A value may be wrong for it.
local function doubts_of(text)
  local list = {}
  for _, one in ipairs(suspect.scan(text)) do
    local inside_word = text:find("^[%w\128-\255]", one.e + 1)
      and text:find("^[%w\128-\255]", one.s - 1)
    if one.kind == "lookalike" or one.none and inside_word then
      list[#list + 1] = one.what
    end
  end
  return list[1] and list or nil
end

-- How a field of a record came to its value.
local function field(doc, page, thing, name, tree)
  local def, span = thing.match and thing.match.def, thing.spans[name]
  local out = { name = name, value = thing.fields[name] }
  if span and span.rule and span.rule ~= thing.rule then
    out.from = span.rule
    local by = page.program.byname[span.rule]
    out.by = by and by.kind or "rule"
    if by then out.at = misswords.place_of(by, by.node) end
  end
  if span and span.e > span.s then
    out.place = place(doc, span.s, span.e)
    out.doubts = doubts_of(out.place.text)
  end
  if not def or out.from then return out end
  local set = set_of(def, name)
  local c = tree and capture_at(tree, name) or
    tree and span and capture_at(tree, nil, span)
  if c and c.cap then
    out.capture = misswords.short(misswords.source_of(def, c.cap), 60)
    if c.kid and c.kid.s == c.s and c.kid.e == c.e then
      out.terms = chain(c.kid, {})
    end
  end
  if set then
    out.set = misswords.short(misswords.source_of(def, set), 70)
  elseif not c then
    out.default = page.program.records[thing.type].defaults[name] ~= nil
      or nil
  end
  return out
end

local function record(doc, page, t, thing)
  local def = page.program.byname[thing.rule]
  local tree = thing.match and thing.match.def.node.pattern
    and t:run(thing.match.def, thing.match.s + 1, { pure = true })
  local out = { type = thing.type, rule = thing.rule,
    at = def and misswords.place_of(def, def.node), fields = {},
    place = thing.e > thing.s and place(doc, thing.s, thing.e) or nil,
    alternatives = tree and alternatives(thing.match.def, tree) or {},
    joined = {}, added = {} }
  local names = {}
  for name in pairs(thing.fields) do
    if name:sub(1, 1) ~= "_" then names[#names + 1] = name end
  end
  local rank = {}
  for i, name in ipairs(page.program.records[thing.type].order) do
    rank[name] = i
  end
  table.sort(names, function (a, b) return rank[a] < rank[b] end)
  for _, name in ipairs(names) do
    out.fields[#out.fields + 1] = field(doc, page, thing, name, tree)
  end
  for _, other in ipairs(thing.others or {}) do
    out.joined[#out.joined + 1] = { rule = other.rule,
      place = place(doc, other.s, other.e) }
  end
  for _, one in ipairs(thing.arrived or {}) do
    local names_of = {}
    for name in pairs(one.fields) do names_of[#names_of + 1] = name end
    table.sort(names_of)
    out.added[#out.added + 1] = { rule = one.rule, fields = names_of,
      kept_out = one.kept_out[1] and one.kept_out or nil,
      place = place(doc, one.s, one.e) }
  end
  return out
end

-- ---------------------------------------------------------------------------
-- What matched and came to nothing

local function step_text(def, steps)
  local first, last = steps[1], steps[#steps]
  return misswords.short((def.file.source:sub(first.at, last.to - 1)
    :gsub("%s+", " "):gsub(" $", "")), 90)
end

local loss = {}

-- Who stands there: the record of the type, or the mention, that was taken.
function loss.overlap(page, m)
  local best
  local name = m.def.record and m.def.record.name
  for _, other in ipairs(page.taken) do
    local same = name and other.def.record and other.def.record.name == name
      and (m.def.node.makes and other.def.node.makes or other.def == m.def)
      or other.def == m.def
    if same and other.s <= m.s and other.e > m.s then best = other end
  end
  if not best then return "another match was taken before it" end
  m.winner = best.def
  return ("%s was taken before it, at '%s'"):format(best.def.name,
    misswords.short(core.text(best.s, best.e), 60))
end

function loss.ignored(page, m)
  for _, other in ipairs(page.matches) do
    if other.def.kind == "ignore" and other.s <= m.s and other.e > m.s then
      return ("it starts in '%s', which %s ignores"):format(
        misswords.short(core.text(other.s, other.e), 60),
        misswords.place_of(other.def, other.def.node))
    end
  end
  return "it starts in what is ignored"
end

function loss.needs(_, m)
  local list = {}
  for _, need in ipairs(m.def.node) do
    if need.tag == "needs" then
      list[#list + 1] = ("needs %s%s"):format(need.no and "no " or "",
        step_text(m.def, need.path))
    end
  end
  return table.concat(list, "; ") .. ": not so here"
end

function loss.target(_, m)
  return ("nothing there to add to: to %s"):format(
    m.def.node.target and step_text(m.def, m.def.node.target) or "page")
end

local function lost_match(doc, page, m, why)
  return { rule = m.def.name, at = misswords.place_of(m.def, m.def.node),
    kind = why, message = loss[why](page, m), place = place(doc, m.s, m.e),
    def = m.def, winner = m.winner }
end

-- ---------------------------------------------------------------------------
-- Gathering, while the page is open

-- Listens to records.lua; to what one link does, too, where one is given.
local function listener(link)
  local seen = { lost = {}, links = link and linktrace.watch(link) }
  seen.on = {
    lost = function (_, m, why)
      seen.lost[#seen.lost + 1] = { m = m, why = why }
    end,
    made = function (page, thing, m)
      thing.match = m
      page.taken = page.taken or {}
      page.taken[#page.taken + 1] = m
    end,
    added = function (page, m, thing, found)
      local kept_out = {}
      for name in pairs(thing.fields) do
        if found.fields[name] ~= nil and not page.program.records[thing.type]
           .fields[name].list then
          kept_out[#kept_out + 1] = name
        end
      end
      table.sort(kept_out)
      found.arrived = found.arrived or {}
      table.insert(found.arrived, { rule = m.def.name, fields = thing.fields,
        s = m.s, e = m.e, kept_out = kept_out })
      page.taken = page.taken or {}
      page.taken[#page.taken + 1] = m
    end,
    joined = function (_, keep, other)
      keep.others = keep.others or {}
      for _, one in ipairs(other.others or {}) do
        table.insert(keep.others, one)
      end
      table.insert(keep.others, other)
      keep.arrived = keep.arrived or {}
      for _, one in ipairs(other.arrived or {}) do
        table.insert(keep.arrived, one)
      end
    end,
    link = seen.links and seen.links.link or nil }
  return seen
end

-- The part of the view that a line of the document, or all of it, comes to.
local function inside(scope, s, e)
  return s + 1 < scope.to and e + 1 > scope.from
end

local function wants(defs, thing)
  for _, def in ipairs(defs) do
    if thing.rule == def.name then return true end
    for _, span in pairs(thing.spans) do
      if span.rule == def.name then return true end
    end
    for _, one in ipairs(thing.arrived or {}) do
      if one.rule == def.name then return true end
    end
    for _, one in ipairs(thing.others or {}) do
      if one.rule == def.name then return true end
    end
  end
  return false
end

local function index(program)
  if program.byname then return end
  program.byname = {}
  for _, def in ipairs(program.terms) do
    if def.name then program.byname[def.name] = def end
  end
  for _, def in ipairs(program.links) do program.byname[def.name] = def end
end

-- Terms, mentions and ignores make no record: their matches themselves.
local function plain_matches(doc, page, scope, defs)
  local out = {}
  local t = tracer.new(page.program, page.values)
  for _, def in ipairs(defs) do
    if def.kind ~= "rule" then
      for _, at in ipairs(core.tokens()) do
        if at + 1 >= scope.from and at + 1 < scope.to then
          local m = t:run(def, at + 1, { pure = true })
          if m then
            out[#out + 1] = { rule = def.name,
              type = def.kind, at = misswords.place_of(def, def.node),
              place = place(doc, at, m.e - 1), joined = {}, added = {},
              fields = { { name = "value", terms = {},
                value = misswords.show(t:value(m)) } },
              alternatives = alternatives(def, m) }
          end
        end
      end
    end
  end
  return out
end

local function records(doc, page, scope, defs, asked)
  local out = {}
  local t = tracer.new(page.program, page.values)
  page.taken = page.taken or {}
  for _, thing in ipairs(page.output) do
    if inside(scope, thing.s, thing.e) and (not asked or wants(defs, thing)
       or asked == thing.type) then
      out[#out + 1] = record(doc, page, t, thing)
    end
  end
  local meta = page:pagerecord()
  if meta and asked and (wants(defs, meta) or asked == "page") then
    out[#out + 1] = record(doc, page, t, meta)
  end
  for _, one in ipairs(plain_matches(doc, page, scope, defs)) do
    out[#out + 1] = one
  end
  return out
end

-- What one link did for each record of its type.
local function links(doc, scope, def, seen)
  local out = {}
  for _, one in ipairs(seen.list) do
    local thing = one.thing
    if inside(scope, thing.s, thing.e) and thing.e > thing.s then
      local entry = { rule = thing.rule, type = thing.type,
        place = place(doc, thing.s, thing.e), message = one.message,
        fields = {} }
      for _, name in ipairs(one.filled) do
        local span = thing.spans[name]
        entry.fields[#entry.fields + 1] = { name = name,
          value = thing.fields[name], from = def.name, by = "link",
          place = span and span.e > span.s
            and place(doc, span.s, span.e) or nil }
      end
      out[#out + 1] = entry
    end
  end
  return out
end

-- What matched and made nothing.
local function lost(doc, page, seen, scope, defs)
  local out, set = {}, {}
  for _, def in ipairs(defs) do set[def] = true end
  for _, one in ipairs(seen.lost) do
    if set[one.m.def] and inside(scope, one.m.s, one.m.e) then
      out[#out + 1] = lost_match(doc, page, one.m, one.why)
    end
  end
  return out
end

return { listener = listener, records = records, lost = lost, links = links,
  index = index,
  line_column = line_column, view_place = view_place }
