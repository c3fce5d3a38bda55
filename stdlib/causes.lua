--[[
Why what the rules gave differs from the gold, as far as it shows: each
difference with its place in the text and a likely cause.

    local causes = require "causes"
    local seen = causes.watch()                     -- a listener of records.lua
    local doc = causes.document(bytes, r, seen)     -- the page still open
    causes.of(doc, gold, result, note)              -- note: of eval.score
        --> { cause = "...", detail = rule, place = {...} or nil,
              fields = {{ field, cause, by }, ...} }
]]
local core = require "core"
local decimal = require "decimal"
local evalfact = require "evalfact"
local functions = require "functions"
local matched = require "matched"

local ipairs, pairs, table, tostring, type = ipairs, pairs, table, tostring,
  type

local _ENV <const> = nil

-- Fields that tell best where a record stands, the best first.
local telling <const> = {
  event = { "name", "kind", "date" }, venue = { "place", "lead" },
  person = { "name" }, citation = { "number", "title", "issuer", "kind" },
  agenda = { "text" }, indicator = { "label" } }

-- ---------------------------------------------------------------------------
-- A document, kept when its page is closed

local function watch()
  local seen = { lost = {}, on = {} }
  seen.on.lost = function (_, m, why)
    seen.lost[#seen.lost + 1] = { m = m, why = why }
  end
  return seen
end

-- words: { text, kind, s, e (of the view), sentence }; sentences: their places.
local function words_of_page()
  local subject, list = core.subject(), {}
  local sentence = 0
  local at = 1
  while at <= #subject do
    local c = subject:byte(at)
    if c == 10 or c >= 16 and c <= 31 then sentence = sentence + 1 end
    local mark, text, e = subject:match("^([\1-\6])([\33-\255]+)()", at)
    if mark then
      list[#list + 1] = { text = text, digits = mark == "\5", s = at - 1,
                          e = e - 1, sentence = sentence }
      at = e
    else
      at = at + 1
    end
  end
  return list
end

local function document(bytes, r, seen)
  local page = r.page
  local doc = { bytes = bytes, id = r.id, words = words_of_page(), lost = {},
    things = {}, sentences = {}, index = {} }
  for i, word in ipairs(doc.words) do
    doc.index[word.text] = doc.index[word.text] or {}
    table.insert(doc.index[word.text], i)
    if not doc.sentences[word.sentence] then
      local a, b = core.sentence(word.s)
      local from, _, start = core.offsets(a, b)
      doc.sentences[word.sentence] = { text = core.raw(a, b), from = from,
                                       start = start }
    end
    local pa, pb, start, stop = core.offsets(word.s, word.e)
    word.from, word.to, word.start, word.stop = pa, pb, start, stop
  end
  for i, thing in ipairs(page.output) do
    doc.things[i] = { s = thing.s, e = thing.e, type = thing.type }
  end
  for _, one in ipairs(seen.lost) do
    local def = one.m.def
    doc.lost[#doc.lost + 1] = { s = one.m.s, e = one.m.e, why = one.why,
      rule = def.name, type = def.record and def.record.name }
  end
  return doc
end

-- ---------------------------------------------------------------------------
-- Finding a value in the text

local function folded_words(text)
  local list = {}
  for word in core.view(text):gmatch("[\1-\6]([\33-\255]+)") do
    list[#list + 1] = word
  end
  return list
end

-- The first and the last word of the places where a text stands.
local function find_text(doc, text)
  local words, list = folded_words(text), {}
  for _, i in ipairs(doc.index[words[1] or ""] or {}) do
    local k = 1
    while k < #words and doc.words[i + k]
      and doc.words[i + k].text == words[k + 1] do
      k = k + 1
    end
    if k == #words then list[#list + 1] = { i, i + k - 1 } end
  end
  return list
end

local scales <const> = { "1", "1000", "1000000", "1000000000",
                         "1000000000000" }

-- Digits that come to a number, perhaps with a scale behind them.
local function find_number(doc, value)
  local number = functions.decimal
  local wanted, list = decimal.new(tostring(value)), {}
  if not wanted then return list end
  for i, word in ipairs(doc.words) do
    local n = word.digits and number(word.text)
    for _, scale in ipairs(n and scales or {}) do
      if n * decimal.new(scale) == wanted then list[#list + 1] = { i, i } end
    end
  end
  return list
end

local function find_value(doc, value)
  if type(value) == "table" and not decimal.is(value) then value = value[1] end
  if value == nil then return {} end
  if type(value) == "string" then
    local list = find_text(doc, value)
    if list[1] or not value:match("^%d") then return list end
  end
  if type(value) == "boolean" then return {} end
  return find_number(doc, value)
end

local function place_of(doc, i, j)
  local a, b = doc.words[i], doc.words[j]
  local sentence = doc.sentences[a.sentence]
  local line, column = matched.line_column(doc.bytes, a.start)
  local to = doc.words[j].sentence == a.sentence and b.to or a.to
  return { start = a.start, ["end"] = b.stop, line = line, column = column,
    sentence = sentence.text, from = a.from - sentence.from + 1,
    to = to - sentence.from + 1 }
end

-- The words of a span of the view.
local function words_in(doc, s, e)
  local first, last
  for i, word in ipairs(doc.words) do
    if word.s >= s and word.e <= e then
      first = first or i
      last = i
    end
  end
  return first, last
end

-- Where a gold record stands: of the places of its most telling field the one
-- whose sentence holds most of its other fields.
local function locate(doc, kind, fields)
  local best, most
  local names = {}
  for _, name in ipairs(telling[kind] or {}) do names[#names + 1] = name end
  for name in pairs(fields) do
    if not telling[kind] then names[#names + 1] = name end
  end
  table.sort(names, telling[kind] and function () return false end or nil)
  local function try(places)
    for _, place in ipairs(places) do
      local n = 0
      local sentence = doc.words[place[1]].sentence
      for _, value in pairs(fields) do
        for _, other in ipairs(find_value(doc, value)) do
          if doc.words[other[1]].sentence == sentence then
            n = n + 1
            break
          end
        end
      end
      if not most or n > most then best, most = place, n end
    end
  end
  if kind == "indicator" then try(find_number(doc, fields.value)) end
  for _, name in ipairs(names) do
    if best then break end
    if fields[name] ~= nil then try(find_value(doc, fields[name])) end
  end
  return best
end

-- ---------------------------------------------------------------------------
-- Causes

local why_lost <const> = {
  overlap = "a rule matched there and lost to another in overlap",
  ignored = "a rule matched there, in a span that is ignored",
  needs = "a rule matched there, and what it needs was missing",
  target = "a rule matched there, and found nothing to add to" }

local function crosses(a, s, e) return a.s < e and a.e > s end

local function missing(doc, gold, kind, out)
  local place = locate(doc, kind, gold)
  if not place then
    out.cause = "not in the text as the gold writes it"
    return
  end
  local s, e = doc.words[place[1]].s, doc.words[place[2]].e
  out.place = place_of(doc, place[1], place[2])
  for _, thing in ipairs(doc.things) do
    if thing.type == kind and crosses(thing, s, e) then
      out.cause = "another record of the type stands there: its key differs"
      return
    end
  end
  for _, one in ipairs(doc.lost) do
    if one.type == kind and crosses(one, s, e) then
      out.cause, out.detail = why_lost[one.why], one.rule
      return
    end
  end
  out.cause = "no rule matched there"
end

local function extra(doc, record, thing, others, out)
  local i, j = words_in(doc, thing.s, thing.e)
  if i then out.place = place_of(doc, i, j) end
  out.detail = record.rule
  local key = (telling[record.type] or {})[1]
  for _, other in ipairs(others) do
    if other ~= record and other.type == record.type and key
       and record.fields[key] ~= nil
       and tostring(other.fields[key]) == tostring(record.fields[key])
       and tostring(other.fields.value) == tostring(record.fields.value) then
      out.cause = "told twice: not joined with another record"
      return
    end
  end
  out.cause = "the gold has no such record"
end

local function both(gold, got)
  local a = table.concat(folded_words(evalfact.show(gold)), " ")
  local b = table.concat(folded_words(evalfact.show(got)), " ")
  if a == b then return "the same words in another form" end
  if (" " .. a .. " "):find(" " .. b .. " ", 1, true) then
    return "cut short"
  end
  if (" " .. b .. " "):find(" " .. a .. " ", 1, true) then
    return "runs on"
  end
  return "another value"
end

-- Why one field differs: its cause, and the rule or link that brought it.
local function field_cause(doc, field, record, thing)
  local from = record.from and record.from[field.field]
  local by = from and from.rule
  if field.gold == nil then
    return by and "brought from elsewhere, not in the gold"
      or "taken from its own words, not in the gold", by or record.rule
  end
  if field.got ~= nil then
    local what = both(field.gold, field.got)
    if what == "another value" and by then
      return "another value, brought from elsewhere", by
    end
    return what, by or record.rule
  end
  local there = false
  local i = words_in(doc, thing.s, thing.e)
  local sentence = i and doc.words[i].sentence
  for _, place in ipairs(find_value(doc, field.gold)) do
    if doc.words[place[1]].sentence == sentence then
      return "not taken, in the same sentence", record.rule
    end
    there = true
  end
  return there and "not found, elsewhere in the text"
    or "not given, and not in the text so", record.rule
end

-- The likely cause of a difference. `gold` and `got`: the lists of records that
-- were compared.
local function of(doc, gold, got, note)
  local out = {}
  if note.what == "missing" then
    missing(doc, gold[note.gold_record].fields, note.type, out)
    return out
  end
  local record, thing = got[note.got_record], doc.things[note.got_record]
  if note.what == "extra" then
    extra(doc, record, thing, got, out)
    return out
  end
  local i, j = words_in(doc, thing.s, thing.e)
  if i then out.place = place_of(doc, i, j) end
  out.fields = {}
  for k, field in ipairs(note.fields) do
    local cause, by = field_cause(doc, field, record, thing)
    out.fields[k] = { field = field.field, cause = cause, by = by }
  end
  out.cause = ("%s: %s"):format(out.fields[1].field, out.fields[1].cause)
  return out
end

return { watch = watch, document = document, of = of }
