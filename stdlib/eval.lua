--[[
Scores records against gold, as the output contract defines it.

    local eval = require "eval"
    local gold = {{ type = "person", fields = { name = "Lê An",
                    titles = { "Thứ trưởng", "Thượng tướng" } } }}
    local got = {{ type = "person", fields = { name = "LÊ AN",
                   titles = { "Thứ trưởng" } } }}
    local report = eval.score({{ doc = "a.txt", gold = gold, got = got }},
                              { fold = fold })
    report.types.person  --> { tp = 2, fp = 0, fn = 1, f1 = 0.8, ... }
    print(evaltext.report(report))

Records of one type in one document are paired one to one, so that the number
of equal facts is the largest; only records with equal keys may pair. A fact is
one field, or one item of a list: see evalfact.lua, also of what is equal.
]]
local evalfact = require "evalfact"
local evalpair = require "evalpair"

local error, ipairs, math, pairs, table = error, ipairs, math, pairs, table

local _ENV <const> = nil

-- Types with fewer gold facts than this are judged together: one miss more or
-- less would say too much about any of them alone.
local POOL_BELOW <const> = 30

local compare, nothing, show = evalfact.compare, evalfact.nothing, evalfact.show
local named, order = evalfact.named, evalfact.order

-- All pairs that may be, each with its comparison and its weight: equal facts
-- first, then how many errors the pairing saves.
local function candidates(kind, gold, got, folded)
  local list, alone = {}, {}
  for j, record in ipairs(got) do
    alone[j] = compare(kind, nothing, record, folded)
  end
  for i, g in ipairs(gold) do
    local missing = compare(kind, g, nothing, folded)
    for j, p in ipairs(got) do
      if evalfact.may_pair(kind, g, p, folded) then
        local sum = compare(kind, g, p, folded)
        local saved = missing.fn + alone[j].fp - sum.fn - sum.fp
        if sum.tp > 0 then
          list[#list + 1] = { i = i, j = j, sum = sum,
            weight = sum.tp * 1000 + math.max(0, math.min(saved, 999)) }
        end
      end
    end
  end
  return list
end

-- What names a record in a list of differences.
local function title_of(kind, fields)
  local parts = {}
  for _, field in ipairs { "name", "kind", "number", "title", "issuer", "index",
                           "value", "unit", "label", "place", "lead" } do
    local skip = kind == "event" and field ~= "name" and fields.name ~= nil or
      kind == "indicator" and field == "place"
    if fields[field] ~= nil and not skip then
      parts[#parts + 1] = show(fields[field])
    end
  end
  return table.concat(parts, " | ")
end

local function add(sum, other)
  for _, name in ipairs { "tp", "fp", "fn" } do
    sum[name] = (sum[name] or 0) + other[name]
  end
end

-- The same by field.
local function add_fields(sum, other)
  for field, counts_of in pairs(other.by) do
    sum.by[field] = sum.by[field] or { tp = 0, fp = 0, fn = 0 }
    add(sum.by[field], counts_of)
  end
end

-- The fields of the records of each type, and the numbers of the records.
local function fields_by_type(records)
  local by, numbers = {}, {}
  for i, record in ipairs(records or {}) do
    by[record.type] = by[record.type] or {}
    numbers[record.type] = numbers[record.type] or {}
    table.insert(by[record.type], record.fields or {})
    table.insert(numbers[record.type], i)
  end
  return by, numbers
end

local function note(notes, what, kind, record, sum, other)
  if sum.fp + sum.fn == 0 then return end
  notes[#notes + 1] = { what = what, type = kind, fp = sum.fp, fn = sum.fn,
    record = title_of(kind, record), fields = sum.fields,
    got = other and title_of(kind, other) }
  return notes[#notes]
end

-- Scores the records of one type in one document: counts and differences, in
-- the order of the gold, then of the rest.
local function score_type(kind, gold, got, folded)
  local sum, notes = { tp = 0, fp = 0, fn = 0, pairs = 0, by = {} }, {}
  local partner, taken = {}, {}
  for _, pair in ipairs(evalpair.pairs(candidates(kind, gold, got, folded))) do
    partner[pair.i], taken[pair.j] = pair, true
    sum.pairs = sum.pairs + 1
  end
  for i, record in ipairs(gold) do
    local pair = partner[i]
    local one = pair and pair.sum or compare(kind, record, nothing, folded)
    add(sum, one)
    add_fields(sum, one)
    local n = note(notes, pair and "differs" or "missing", kind, record, one,
      pair and got[pair.j])
    if n then n.gold_record, n.got_record = i, pair and pair.j or nil end
  end
  for j, record in ipairs(got) do
    if not taken[j] then
      local one = compare(kind, nothing, record, folded)
      add(sum, one)
      add_fields(sum, one)
      local n = note(notes, "extra", kind, record, one)
      if n then n.got_record = j end
    end
  end
  return sum, notes
end

-- Nothing to find and nothing found is right.
local function ratio(part, whole)
  return whole == 0 and 1 or part / whole
end

local function measure(sum)
  sum.gold = sum.tp + sum.fn
  sum.precision = ratio(sum.tp, sum.tp + sum.fp)
  sum.recall = ratio(sum.tp, sum.gold)
  sum.f1 = ratio(2 * sum.tp, 2 * sum.tp + sum.fp + sum.fn)
  return sum
end

-- The contract's types that occur, then those of rule authors that the gold
-- knows; what only rules know is not scored.
local function types_of(list)
  local known, gold, others, all = {}, {}, {}, {}
  for _, pair in ipairs(list) do
    for kind in pairs(pair.by_gold) do known[kind], gold[kind] = true, true end
    for kind in pairs(pair.by_got) do known[kind] = true end
  end
  for _, kind in ipairs(order) do
    if known[kind] then all[#all + 1] = kind end
  end
  for kind in pairs(gold) do
    if not named[kind] then others[#others + 1] = kind end
  end
  table.sort(others)
  for _, kind in ipairs(others) do all[#all + 1] = kind end
  return all
end

local function score_document(report, pair, folded)
  local document = { doc = pair.doc, tp = 0, fp = 0, fn = 0, differences = {} }
  for _, kind in ipairs(report.order) do
    local gold, got = pair.by_gold[kind] or {}, pair.by_got[kind] or {}
    local sum, notes = score_type(kind, gold, got, folded)
    local total = report.types[kind]
    add(total, sum)
    add_fields(total, sum)
    add(document, sum)
    total.records = total.records + #gold
    total.found = total.found + #got
    total.paired = total.paired + sum.pairs
    for _, one in ipairs(notes) do
      local g, p = pair.gold_numbers[kind], pair.got_numbers[kind]
      one.gold_record = one.gold_record and g[one.gold_record]
      one.got_record = one.got_record and p[one.got_record]
      table.insert(document.differences, one)
    end
  end
  report.documents[#report.documents + 1] = measure(document)
end

-- Micro over all facts, macro over types, and the small types as one.
local function summarise(report)
  local micro, macro = { tp = 0, fp = 0, fn = 0 },
    { precision = 0, recall = 0, f1 = 0 }
  local pooled = { tp = 0, fp = 0, fn = 0, types = {} }
  for _, kind in ipairs(report.order) do
    local sum = measure(report.types[kind])
    for _, field in pairs(sum.by) do measure(field) end
    sum.fields, sum.by = sum.by, nil
    add(micro, sum)
    for name, value in pairs(macro) do
      macro[name] = value + sum[name] / #report.order
    end
    if sum.gold < POOL_BELOW then
      add(pooled, sum)
      table.insert(pooled.types, kind)
    end
  end
  if #report.order == 0 then macro = { precision = 1, recall = 1, f1 = 1 } end
  report.micro, report.macro, report.pooled = measure(micro), macro,
    measure(pooled)
end

-- Scores pairs of { doc, gold = {record...}, got = {record...} }. The report:
--   order: types · types: by type { tp, fp, fn, gold (facts), precision,
--   recall, f1, records, found, paired, fields: by field the same counts } ·
--   micro, macro, pooled { types } · documents: { doc, tp..., differences {
--   what (missing, extra, differs), type, record (its title), gold_record and
--   got_record (numbers in the lists), fields { field, gold, got } } }
local function score(list, tools)
  local fold = tools and tools.fold or error "eval.score: tools.fold is missing"
  local folded, report = evalfact.comparer(fold), { types = {}, documents = {} }
  local split = {}
  for i, pair in ipairs(list) do
    local one = { doc = pair.doc }
    one.by_gold, one.gold_numbers = fields_by_type(pair.gold)
    one.by_got, one.got_numbers = fields_by_type(pair.got)
    split[i] = one
  end
  report.order = types_of(split)
  for _, kind in ipairs(report.order) do
    report.types[kind] = { tp = 0, fp = 0, fn = 0, records = 0, found = 0,
                           paired = 0, by = {} }
  end
  for _, pair in ipairs(split) do score_document(report, pair, folded) end
  summarise(report)
  return report
end

return { score = score, POOL_BELOW = POOL_BELOW }
