--[[
What the output contract counts as a fact, and when two are equal: which fields
of which type, which records may be one and the same.

    local evalfact = require "evalfact"
    local folded = evalfact.comparer(fold)
    evalfact.compare("person", gold, got, folded)   -- the fields of two records
        --> { tp, fp, fn, fields = what differs, by = counts by field }
    evalfact.may_pair("person", gold, got, folded)  --> whether their keys agree
    evalfact.order, evalfact.declared               -- types and their fields

Values are strings, numbers, booleans, lists, or decimals (anything with a
tostring of its own). `fold` makes texts comparable: case, tone placement, white
space, quotes, dashes.
]]
local json = require "json"

local getmetatable, ipairs, pairs, table, tostring, type = getmetatable,
  ipairs, pairs, table, tostring, type

local _ENV <const> = nil

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

-- ---------------------------------------------------------------------------
-- Values as text

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

-- ---------------------------------------------------------------------------
-- Equality

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

-- ---------------------------------------------------------------------------
-- Keys

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

-- ---------------------------------------------------------------------------
-- Facts

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

return { comparer = comparer, compare = compare, may_pair = may_pair,
         nothing = nothing, show = show, words = words_of, set = set,
         order = order, declared = declared, named = named }
