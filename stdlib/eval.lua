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
    print(eval.report(report))

Records of one type in one document are paired one to one, so that the number
of equal facts is the largest; only records with equal keys may pair. A fact is
one field, or one item of a list. Values are strings, numbers, booleans, lists,
or decimals (anything with a tostring of its own). `fold` makes texts
comparable: case, tone placement, white space, quotes, dashes.
]]
local json = require "json"

local ipairs, pairs, next, type, tostring = ipairs, pairs, next, type, tostring
local getmetatable, error = getmetatable, error
local table, math = table, math

local _ENV <const> = nil

-- Types with fewer gold facts than this are judged together: one miss more or
-- less would say too much about any of them alone.
local POOL_BELOW <const> = 30

-- Largest group of records that is paired by the exact method, which takes time
-- with its third power (256: two seconds); larger ones are paired greedily.
-- Groups are records that could pair with each other: real ones have a few.
local EXACT_MAX <const> = 256

-- A name that holds another equals it if the shorter has so many percent of
-- the words of the longer.
local CONTAINED <const> = 60

local function set(words)
  local all = {}
  for word in words:gmatch "%S+" do all[word] = true end
  return all
end

-- The fields that may count against a record when only it has them.
local declared <const> = {
  event = [[name kind ordinal date date_end part_of_day format place organizer
    chair co_chairs theme parent venue_count]],
  venue = "place lead",
  person = "name titles",
  citation = "kind number date issuer title",
  agenda = "index text",
  indicator = [[value unit value_max metric label approx change base period
    place partner of]],
}

local named <const> = {}
for kind, words in pairs(declared) do named[kind] = set(words) end

local unscored <const> = set "roles rule mentioned date_inferred"

-- Of an indicator: facts only where the gold has them.
local only_of_gold <const> = {
  indicator = set "metric period place partner base of value_max",
}

-- The metrics that are fixed; the others are the rule author's own.
local metrics <const> = set [[export_turnover import_turnover export_markets
  workers_abroad fdi_inflow fdi_stock fdi_share fdi_rank fdi_projects
  investor_countries award_recipients venue_count diplomatic_activities
  upgraded_partnerships]]

-- Fields that compare as names (one may hold the other), and as places.
local loose <const> = {
  event = set "name parent", indicator = set "label",
}
local places <const> = set "place partner"
local place_heads <const> = { "tỉnh", "thành phố", "huyện", "xã" }

-- The order in which types are reported; others follow by name.
local order <const> = { "event", "venue", "person", "citation", "agenda",
                        "indicator" }

---------------------------------------------------------------------------
-- Values as text
---------------------------------------------------------------------------

local function is_list(value)
  return type(value) == "table" and
    not (getmetatable(value) or {}).__tostring
end

-- Any value but a list, as text to show.
local function text_of(value)
  if type(value) == "number" then return json.number(value) end
  if type(value) == "string" then return value end
  if type(value) == "boolean" then return tostring(value) end
  local text = tostring(value)
  return json.plain(text) or text
end

local function show(value)
  if value == nil then return "-" end
  if not is_list(value) then return text_of(value) end
  local items = {}
  for i, item in ipairs(value) do items[i] = show(item) end
  return "{" .. table.concat(items, ", ") .. "}"
end

---------------------------------------------------------------------------
-- Equality
---------------------------------------------------------------------------

-- Texts folded once: a comparer remembers them.
local function comparer(fold)
  local known = {}
  local function folded(value)
    if type(value) ~= "string" then return text_of(value) end
    local text = known[value]
    if not text then
      text = fold(value)
      known[value] = text
    end
    return text
  end
  return folded
end

local function words_of(text)
  local list = {}
  for word in text:gsub("…", " "):gmatch "[^%s%p]+" do
    list[#list + 1] = word
  end
  return list
end

-- Whether a run of words in `long` is `short`, and that is most of it.
local function holds(long, short)
  if #short == 0 or #short * 100 < CONTAINED * #long then return false end
  local whole = " " .. table.concat(long, " ") .. " "
  return whole:find(" " .. table.concat(short, " ") .. " ", 1, true) ~= nil
end

local function same_name(a, b)
  if a == b then return true end
  local x, y = words_of(a), words_of(b)
  if #x < #y then x, y = y, x end
  return holds(x, y)
end

-- "tỉnh Trà Vinh" is "Trà Vinh"; but no tỉnh is a huyện.
local function same_place(a, b, folded)
  if a == b then return true end
  for _, head in ipairs(place_heads) do
    local prefix = folded(head) .. " "
    if prefix .. a == b or prefix .. b == a then return true end
  end
  return false
end

-- Whether two values, none a list, of the field are equal.
local function equal(kind, field, a, b, folded)
  if a == nil or b == nil then return false end
  local x, y = folded(a), folded(b)
  if loose[kind] and loose[kind][field] then return same_name(x, y) end
  if places[field] then return same_place(x, y, folded) end
  return x == y
end

---------------------------------------------------------------------------
-- Keys
---------------------------------------------------------------------------

-- Whether records a and b of a type have equal keys; same(field) tells whether
-- both have the field, with equal values.
local keys <const> = {
  event = function(a, b, same)
    return same(a.name ~= nil and b.name ~= nil and "name" or "kind")
  end,
  venue = function(a, b, same)
    if a.place == nil and b.place == nil then return same "lead" end
    return same "place"
  end,
  person = function(_, _, same) return same "name" end,
  citation = function(a, b, same)
    if not same "kind" then return false end
    if a.number ~= nil and b.number ~= nil then return same "number" end
    return same "title" or same "issuer"
  end,
  agenda = function(_, _, same) return same "index" end,
  indicator = function(_, _, same) return same "value" and same "unit" end,
}

local function single(value)
  if is_list(value) then return value[1] end
  return value
end

local function may_pair(kind, a, b, folded)
  local key = keys[kind]
  if not key then return true end -- a type of a rule author: by its facts
  return key(a, b, function(field)
    return equal(kind, field, single(a[field]), single(b[field]), folded)
  end)
end

---------------------------------------------------------------------------
-- Facts
---------------------------------------------------------------------------

-- What the scorer sees of a field: a list of items, empty where it is no fact.
local function facts_of(field, value)
  if value == nil then return {} end
  if not is_list(value) then value = { value } end
  if field == "approx" and value[1] == "exact" then return {} end
  return value
end

-- Whether the field counts at all, given what the gold record has.
local function counts(kind, field, gold)
  if unscored[field] or field:find "^_" then return false end
  local exempt = only_of_gold[kind]
  if exempt and exempt[field] and gold[field] == nil then return false end
  if field == "metric" and kind == "indicator" then
    return metrics[gold.metric] == true
  end
  return gold[field] ~= nil or not named[kind] or named[kind][field] == true
end

-- Numbers of equal items, and of those only in a and only in b.
local function compare_items(kind, field, a, b, folded)
  local used, tp = {}, 0
  for _, x in ipairs(a) do
    for j, y in ipairs(b) do
      if not used[j] and equal(kind, field, x, y, folded) then
        used[j], tp = true, tp + 1
        break
      end
    end
  end
  return tp, #a - tp, #b - tp
end

local function fields_of(...)
  local seen, list = {}, {}
  for _, record in ipairs { ... } do
    for field in pairs(record) do
      if not seen[field] then
        seen[field] = true
        list[#list + 1] = field
      end
    end
  end
  table.sort(list)
  return list
end

local nothing <const> = {}

-- Compares the fields of a gold record and a predicted one (either may be
-- `nothing`): counts, and each field that differs.
local function compare(kind, gold, got, folded)
  local sum = { tp = 0, fp = 0, fn = 0, fields = {}, by = {} }
  for _, field in ipairs(fields_of(gold, got)) do
    if counts(kind, field, gold) then
      local tp, fn, fp = compare_items(kind, field,
        facts_of(field, gold[field]), facts_of(field, got[field]), folded)
      if kind == "indicator" and field == "label" then fn, fp = 0, 0 end
      sum.tp, sum.fp, sum.fn = sum.tp + tp, sum.fp + fp, sum.fn + fn
      sum.by[field] = { tp = tp, fp = fp, fn = fn }
      if fp + fn > 0 then
        sum.fields[#sum.fields + 1] =
          { field = field, gold = gold[field], got = got[field] }
      end
    end
  end
  return sum
end

---------------------------------------------------------------------------
-- Pairing
---------------------------------------------------------------------------

-- The assignment problem, by the Hungarian method (shortest augmenting paths
-- with potentials). weight[i][j] >= 0 for i in 1..n, j in 1..m, n <= m. Gives,
-- for each j, its i or 0, so that the sum of weights is the largest.
local function assign(weight, n, m)
  local u, v, row, way = {}, {}, {}, {}
  for i = 0, n do u[i] = 0 end
  for j = 0, m do v[j], row[j], way[j] = 0, 0, 0 end
  for i = 1, n do
    local j0, least, used = 0, {}, {}
    row[0] = i
    for j = 0, m do least[j], used[j] = math.huge, false end
    repeat
      local i0, j1, delta = row[j0], 0, math.huge
      used[j0] = true
      for j = 1, m do
        if not used[j] then
          local cost = -weight[i0][j] - u[i0] - v[j]
          if cost < least[j] then least[j], way[j] = cost, j0 end
          if least[j] < delta then delta, j1 = least[j], j end
        end
      end
      for j = 0, m do
        if used[j] then
          u[row[j]], v[j] = u[row[j]] + delta, v[j] - delta
        else
          least[j] = least[j] - delta
        end
      end
      j0 = j1
    until row[j0] == 0
    repeat
      local j1 = way[j0]
      row[j0], j0 = row[j1], j1
    until j0 == 0
  end
  return row
end

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
      if may_pair(kind, g, p, folded) then
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

-- Splits candidate pairs into groups that share no record.
local function groups_of(list)
  local parent = {}
  local function find(x)
    while parent[x] and parent[x] ~= x do
      parent[x] = parent[parent[x]] -- shortens the way for the next
      x = parent[x]
    end
    return x
  end
  for _, pair in ipairs(list) do
    local a, b = find("g" .. pair.i), find("p" .. pair.j)
    parent[a], parent[b] = a, a
  end
  local groups, by_root = {}, {}
  for _, pair in ipairs(list) do
    local root = find("g" .. pair.i)
    if not by_root[root] then
      by_root[root] = {}
      groups[#groups + 1] = by_root[root]
    end
    table.insert(by_root[root], pair)
  end
  return groups
end

-- Numbers the records of one side of a group: list, and index by record.
local function side(group, name)
  local list, index = {}, {}
  for _, pair in ipairs(group) do
    local record = pair[name]
    if not index[record] then
      list[#list + 1] = record
      index[record] = #list
    end
  end
  return list, index
end

local function pair_exactly(group, rows, columns, names)
  local weight, by_place = {}, {}
  for r = 1, #rows.list do
    weight[r], by_place[r] = {}, {}
    for c = 1, #columns.list do weight[r][c] = 0 end
  end
  for _, pair in ipairs(group) do
    local r, c = rows.index[pair[names[1]]], columns.index[pair[names[2]]]
    weight[r][c], by_place[r][c] = pair.weight, pair
  end
  local row, chosen = assign(weight, #rows.list, #columns.list), {}
  for c = 1, #columns.list do
    local pair = row[c] > 0 and by_place[row[c]][c]
    if pair then chosen[#chosen + 1] = pair end
  end
  return chosen
end

local function pair_greedily(group)
  local chosen, used = {}, {}
  table.sort(group, function(a, b)
    if a.weight ~= b.weight then return a.weight > b.weight end
    if a.i ~= b.i then return a.i < b.i end
    return a.j < b.j
  end)
  for _, pair in ipairs(group) do
    if not used["g" .. pair.i] and not used["p" .. pair.j] then
      used["g" .. pair.i], used["p" .. pair.j] = true, true
      chosen[#chosen + 1] = pair
    end
  end
  return chosen
end

local function pair_group(group)
  local gold, gold_index = side(group, "i")
  local got, got_index = side(group, "j")
  if #group == 1 then return group end
  if math.max(#gold, #got) > EXACT_MAX then return pair_greedily(group) end
  local a = { list = gold, index = gold_index }
  local b = { list = got, index = got_index }
  if #gold <= #got then return pair_exactly(group, a, b, { "i", "j" }) end
  return pair_exactly(group, b, a, { "j", "i" })
end

---------------------------------------------------------------------------
-- Scoring
---------------------------------------------------------------------------

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
  for _, group in ipairs(groups_of(candidates(kind, gold, got, folded))) do
    for _, pair in ipairs(pair_group(group)) do
      partner[pair.i], taken[pair.j] = pair, true
      sum.pairs = sum.pairs + 1
    end
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
  local folded, report = comparer(fold), { types = {}, documents = {} }
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

---------------------------------------------------------------------------
-- Reports
---------------------------------------------------------------------------

local function row(name, sum)
  return ("%-12s %6d %6d %6d %6d %8.4f %8.4f %8.4f"):format(name, sum.gold,
    sum.tp, sum.fp, sum.fn, sum.precision, sum.recall, sum.f1)
end

-- Names of fields, those that the contract knows first and in its order.
local function field_order(kind, fields)
  local rank, names = {}, {}
  for field in pairs(fields) do names[#names + 1] = field end
  local n = 0
  for word in (declared[kind] or ""):gmatch("%S+") do
    n = n + 1
    rank[word] = n
  end
  table.sort(names, function (a, b)
    local x, y = rank[a] or n + 1, rank[b] or n + 1
    if x ~= y then return x < y end
    return a < b
  end)
  return names
end

-- Precision, recall and F1 of each field of each type.
local function fields_text(report)
  local lines = {}
  for _, kind in ipairs(report.order) do
    lines[#lines + 1] = row(kind, report.types[kind])
    local fields = report.types[kind].fields
    for _, field in ipairs(field_order(kind, fields)) do
      lines[#lines + 1] = row("  " .. field, fields[field])
    end
  end
  return table.concat(lines, "\n") .. "\n"
end

local function difference_lines(lines, one, indent)
  local marks = { missing = "-", extra = "+", differs = "~" }
  lines[#lines + 1] = ("%s%s %s: %s"):format(indent, marks[one.what], one.type,
    one.record)
  if one.what ~= "differs" then return end
  for _, field in ipairs(one.fields) do
    lines[#lines + 1] = ("%s    %s: gold %s, got %s"):format(indent,
      field.field, show(field.gold), show(field.got))
  end
end

local function pool_lines(lines, report)
  local small = set(table.concat(report.pooled.types, " "))
  if not next(small) then return end
  lines[#lines + 1] = ""
  lines[#lines + 1] = ("Types with fewer than %d gold facts, together: %s")
    :format(POOL_BELOW, table.concat(report.pooled.types, ", "))
  lines[#lines + 1] = row("pooled", report.pooled)
  for _, document in ipairs(report.documents) do
    for _, one in ipairs(document.differences) do
      if small[one.type] then
        difference_lines(lines, one, "  " .. document.doc .. " ")
      end
    end
  end
end

local function document_lines(lines, report)
  for _, document in ipairs(report.documents) do
    if #document.differences > 0 then
      lines[#lines + 1] = ""
      lines[#lines + 1] = ("%s: F1 %.4f, %d missed, %d too many"):format(
        document.doc, document.f1, document.fn, document.fp)
      for _, one in ipairs(document.differences) do
        difference_lines(lines, one, "  ")
      end
    end
  end
end

-- The report as text. opts.differences = false leaves out the list by document.
local function text(report, opts)
  local lines = { ("%-12s %6s %6s %6s %6s %8s %8s %8s"):format("type", "facts",
    "equal", "extra", "missed", "P", "R", "F1") }
  for _, kind in ipairs(report.order) do
    lines[#lines + 1] = row(kind, report.types[kind])
  end
  lines[#lines + 1] = row("all (micro)", report.micro)
  local macro = report.macro
  lines[#lines + 1] = ("%-40s %8.4f %8.4f %8.4f"):format(
    "mean of types (macro)", macro.precision, macro.recall, macro.f1)
  pool_lines(lines, report)
  if not opts or opts.differences ~= false then
    document_lines(lines, report)
  end
  return table.concat(lines, "\n") .. "\n"
end

---------------------------------------------------------------------------
-- A baseline
---------------------------------------------------------------------------

-- What has changed since another report: { type, field (nil: the whole type),
-- old, new (both F1), equal (facts more or less that are right) }.
local function since(report, baseline)
  local list = {}
  local function weigh(kind, field, old, new)
    if not old or not new or old.f1 == new.f1 and old.tp == new.tp then
      return
    end
    list[#list + 1] = { type = kind, field = field, old = old.f1,
                        new = new.f1, equal = new.tp - old.tp }
  end
  weigh("all (micro)", nil, baseline.micro, report.micro)
  for _, kind in ipairs(report.order) do
    local old, new = (baseline.types or {})[kind], report.types[kind]
    weigh(kind, nil, old, new)
    for _, field in ipairs(field_order(kind, new.fields)) do
      weigh(kind, field, old and old.fields and old.fields[field],
        new.fields[field])
    end
  end
  return list
end

local function since_text(list)
  if not list[1] then return "as in the baseline\n" end
  local lines = { "since the baseline" }
  for _, one in ipairs(list) do
    lines[#lines + 1] = ("  %-24s %+d equal facts, F1 %.4f -> %.4f"):format(
      one.type .. (one.field and "." .. one.field or ""), one.equal, one.old,
      one.new)
  end
  return table.concat(lines, "\n") .. "\n"
end

return { score = score, report = text, json = json.encode, fields = fields_text,
         since = since, since_text = since_text, show = show,
         words = words_of }
