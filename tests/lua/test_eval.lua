--[[
Cases of the scorer, each from a sentence of the output contract.

    lua5.4 tests/lua/test_eval.lua     -- from the top folder
]]
package.path = "stdlib/?.lua;" .. package.path
local eval = require "eval"
local evaltext = require "evaltext"
local json = require "json"

local passed, failed = 0, 0

-- A small stand-in for the engine's folding.
local lowered = { ["Đ"] = "đ", ["Ê"] = "ê", ["hoà"] = "hòa",
  ["\u{a0}"] = " ", ["–"] = "-",
  ["“"] = '"', ["”"] = '"' }
local function fold(text)
  text = text:lower()
  for from, to in pairs(lowered) do text = text:gsub(from, to) end
  return (text:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""))
end

local function rec(kind, fields) return { type = kind, fields = fields } end

local function score(gold, got)
  return eval.score({ { doc = "a", gold = gold, got = got } }, { fold = fold })
end

local function report_failure(name, expected, got, level)
  failed = failed + 1
  local at = debug.getinfo(level + 1, "Sl")
  print(("%s:%d: %s: expected %s, got %s"):format(at.short_src,
    at.currentline, name, tostring(expected), tostring(got)))
end

local function check(name, expected, got, level)
  if expected == got then
    passed = passed + 1
  else
    report_failure(name, expected, got, (level or 1) + 1)
  end
end

-- Checks the counts "tp fp fn" of all facts.
local function counts(name, expected, gold, got)
  local micro = score(gold, got).micro
  check(name, expected, ("%d %d %d"):format(micro.tp, micro.fp, micro.fn), 2)
end

local function indicator(value, unit, fields)
  local all = { value = value, unit = unit }
  for field, v in pairs(fields or {}) do all[field] = v end
  return rec("indicator", all)
end

local function event(fields) return rec("event", fields) end
local function person(name, ...)
  return rec("person", { name = name, titles = { ... } })
end

-- Text compares after case, white space, quotes, dashes, tone placement.
counts("case", "1 0 0", { person("Lê An") }, { person("LÊ AN") })
counts("space", "1 0 0", { person("Lê An") }, { person("Lê\u{a0} An") })
counts("quotes and dashes", "2 0 0",
  { event { name = "Hội nghị A – B", theme = "“Cùng đi”" } },
  { event { name = "Hội nghị A - B", theme = '"Cùng đi"' } })
counts("tone", "1 0 0", { person("Lê hoà") }, { person("Lê hòa") })

-- Keys are facts; a missing record misses all, an extra one adds all.
counts("missing", "0 0 3", { person("Lê An", "x", "y") }, {})
counts("extra", "0 2 0", {}, { person("Lê An", "x") })
counts("other name", "0 1 1", { person("Lê An") }, { person("Lê Anh") })
counts("nothing", "0 0 0", {}, {})
check("nothing is right", 1, score({}, {}).micro.f1)

-- A list is one fact for each item.
counts("list", "2 1 1", { person("Lê An", "a", "b") },
  { person("Lê An", "c", "A") })
counts("item twice", "2 1 0", { person("Lê An", "a") },
  { person("Lê An", "a", "a") })
counts("one item as text", "2 0 0", { person("Lê An", "a") },
  { rec("person", { name = "Lê An", titles = "a" }) })

-- A field that differs is both.
counts("date", "1 1 1", { event { name = "Lễ hội", date = "2023-07-03" } },
  { event { name = "Lễ hội", date = "XXXX-07-03" } })

-- Event names: one contains the other with 60 % of its words.
counts("contained", "1 0 0",
  { event { name = "Hội nghị Xúc tiến đầu tư tỉnh Bến" } },
  { event { name = "Hội nghị xúc tiến đầu tư" } })
counts("exactly 60 %", "1 0 0", { event { name = "một hai ba bốn năm" } },
  { event { name = "hai ba bốn" } })
counts("too short", "0 1 1", { event { name = "một hai ba bốn năm sáu" } },
  { event { name = "hai ba bốn" } })
counts("whole words", "0 1 1", { event { name = "ba bốn nămx" } },
  { event { name = "ba bốn năm" } })
counts("punctuation", "1 0 0", { event { name = "Hội thảo, tập huấn" } },
  { event { name = "Hội thảo tập huấn" } })
counts("person is no event", "0 1 1", { person("Lê Thị An") },
  { person("Lê Thị") })
counts("parent", "2 0 0", { event { name = "A", parent = "Lễ hội lớn năm" } },
  { event { name = "A", parent = "Lễ hội lớn" } })

-- An event without a name pairs by kind.
counts("nameless", "2 0 0",
  { event { kind = "hội thảo", date = "2023" } },
  { event { kind = "Hội thảo", date = "2023" } })
counts("nameless and named", "1 0 1",
  { event { kind = "hội thảo", name = "Hội thảo X" } },
  { event { kind = "hội thảo" } })
counts("nameless, other kind", "0 1 1", { event { kind = "hội thảo" } },
  { event { kind = "hội nghị" } })

-- Places: bare or with what they are.
local function venue(place, lead)
  return rec("venue", { place = place, lead = lead })
end
counts("tỉnh", "1 0 0", { venue "Trà Vinh" }, { venue "tỉnh Trà Vinh" })
counts("thành phố", "1 0 0", { venue "thành phố Huế" }, { venue "Huế" })
counts("xã", "1 0 0", { venue "xã Tam An" }, { venue "Tam An" })
counts("tỉnh is not huyện", "0 1 1", { venue "tỉnh Trà" },
  { venue "huyện Trà" })
counts("other prefix", "0 1 1", { venue "khu Trà" }, { venue "Trà" })
counts("lead as key", "1 0 0", { venue(nil, "Lê An") }, { venue(nil, "Lê An") })
counts("place against lead", "0 2 1", { venue(nil, "Lê An") },
  { venue("Huế", "Lê An") })
counts("place of an event", "2 0 0", { event { name = "A", place = "Huế" } },
  { event { name = "A", place = "Thành phố Huế" } })

-- Citations: kind with number, title or issuer.
local function citation(kind, number, issuer, title)
  return rec("citation", { kind = kind, number = number, issuer = issuer,
                           title = title })
end
counts("number", "2 0 1", { citation("Chỉ thị", "15", "Ban A") },
  { citation("Chỉ thị", "15") })
counts("other number", "0 3 3", { citation("Chỉ thị", "15", "Ban A") },
  { citation("Chỉ thị", "16", "Ban A") })
counts("issuer", "2 0 1", { citation("Chỉ thị", "15", "Ban A") },
  { citation("Chỉ thị", nil, "Ban A") })
counts("issuer, other title", "2 1 1", { citation("Kế hoạch", nil, "A", "x") },
  { citation("Kế hoạch", nil, "A", "y") })
counts("kind alone", "0 1 1", { citation("Chỉ thị") }, { citation("Chỉ thị") })
counts("number as a number", "2 0 0", { citation("Chỉ thị", "15") },
  { citation("Chỉ thị", 15) })

-- Agenda by index.
counts("agenda", "3 1 1",
  { rec("agenda", { index = 1, text = "a" }),
    rec("agenda", { index = 2, text = "b" }) },
  { rec("agenda", { index = 2.0, text = "b" }),
    rec("agenda", { index = 1, text = "c" }) })

-- Numbers by their decimal text.
local decimal = setmetatable({}, { __tostring = function()
  return "4460000000"
end })
counts("decimal", "2 0 0", { indicator(4460000000.0, "USD") },
  { indicator(decimal, "usd") })
counts("float", "2 0 0", { indicator(8.7, "%") }, { indicator(8.70, "%") })
counts("large float", "2 0 0", { indicator(1e15, "VND") },
  { indicator(1000000000000000, "VND") })
counts("small float", "0 2 2", { indicator(0.1, "%") },
  { indicator(0.1 + 2^-50, "%") })
counts("other unit", "0 2 2", { indicator(5, "%") }, { indicator(5, "pp") })

-- Indicator fields that count only where the gold has them.
counts("exempt", "2 0 0", { indicator(5, "%") }, { indicator(5, "%", {
  period = "2022", place = "Huế", partner = "Lào", base = "x", of = 63,
  value_max = 6, metric = "fdi_share" }) })
counts("exempt but wrong", "2 1 1", { indicator(5, "%", { period = "2022" }) },
  { indicator(5, "%", { period = "2023" }) })
counts("exempt in an extra record", "0 2 0", {},
  { indicator(5, "%", { period = "2022", label = "x" }) })
counts("exempt and missed", "2 0 1", { indicator(5, "%", { place = "Huế" }) },
  { indicator(5, "%") })
counts("change counts", "2 1 0", { indicator(5, "%") },
  { indicator(5, "%", { change = "increase" }) })
counts("metric of the contract", "2 1 1",
  { indicator(5, "%", { metric = "fdi_share" }) },
  { indicator(5, "%", { metric = "fdi_rank" }) })
counts("metric of the author", "2 0 0",
  { indicator(5, "%", { metric = "sheep" }) },
  { indicator(5, "%", { metric = "goats" }) })

-- `label` is never wrong by itself, but may be right.
counts("label", "3 0 0", { indicator(5, "%", { label = "tổng vốn đăng ký" }) },
  { indicator(5, "%", { label = "vốn đăng ký" }) })
counts("other label", "2 0 0", { indicator(5, "%", { label = "vốn" }) },
  { indicator(5, "%", { label = "doanh thu" }) })
counts("label missed", "0 0 2", { indicator(5, "%", { label = "vốn" }) }, {})

-- `approx` exact is no fact.
counts("exact", "2 0 0", { indicator(5, "%", { approx = "exact" }) },
  { indicator(5, "%") })
counts("about", "2 1 0", { indicator(5, "%", { approx = "exact" }) },
  { indicator(5, "%", { approx = "about" }) })
counts("over", "3 0 0", { indicator(5, "%", { approx = "over" }) },
  { indicator(5, "%", { approx = "over" }) })

-- Not scored at all.
counts("unscored", "1 0 0",
  { event { name = "A", mentioned = true, date_inferred = true } },
  { event { name = "A", rule = "x", _frame = true } })
counts("roles", "1 0 0", { rec("person", { name = "A", roles = { "chair" } }) },
  { rec("person", { name = "A", roles = { "speak" } }) })
counts("field of an author", "1 0 0", { event { name = "A" } },
  { event { name = "A", colour = "red" } })
counts("field of the gold", "1 0 1", { event { name = "A", colour = "red" } },
  { event { name = "A" } })

-- Types of rule authors: where the gold has them.
counts("own type", "1 1 1", { rec("contract", { parties = "A", sum = 5 }) },
  { rec("contract", { parties = "A", sum = 6 }) })
counts("own type without gold", "0 0 0", {},
  { rec("contract", { parties = "A" }) })

-- Pairing: the largest number of equal facts, where the best single pair (the
-- first of each, three facts) leaves nothing for the rest.
counts("greedy fails", "4 1 1",
  { event { name = "a b c d", date = "1", place = "X" },
    event { name = "a b c d e f", date = "1" } },
  { event { name = "a b c d", date = "1", place = "X" },
    event { name = "a b c", date = "1" } })
counts("greedy fails, names", "4 0 0",
  { event { name = "một hai ba bốn", date = "1" },
    event { name = "một hai ba", date = "2" } },
  { event { name = "một hai ba", date = "1" },
    event { name = "một hai ba bốn năm", date = "2" } })
counts("one to one", "2 2 0", { indicator(5, "%") },
  { indicator(5, "%"), indicator(5, "%") })
-- first-come would take got 1 for gold 1 (2 facts each way): 2 + 3 < 3 + 3
counts("chain", "9 0 0",
  { indicator(5, "%", { place = "A" }), indicator(5, "%", { place = "B" }),
    indicator(5, "%", { place = "C" }) },
  { indicator(5, "%", { place = "C" }), indicator(5, "%", { place = "A" }),
    indicator(5, "%", { place = "B" }) })

-- The exact method against every permutation, on weights made by a fixed seed.
local function best_by_hand(gold, got)
  local best = 0
  local function try(i, used, tp)
    if i > #gold then
      if tp > best then best = tp end
      return
    end
    try(i + 1, used, tp)
    for j = 1, #got do
      if not used[j] then
        local one = score({ gold[i] }, { got[j] }).micro.tp
        used[j] = true
        try(i + 1, used, tp + one)
        used[j] = nil
      end
    end
  end
  try(1, {}, 0)
  return best
end

local seed = 12345
local function random(n)
  seed = (seed * 1103515245 + 12345) % 2147483648
  return seed // 65536 % n + 1
end
local function some_records(n)
  local list = {}
  for i = 1, n do
    list[i] = indicator(random(2), "%", { place = ("ABC"):sub(random(3))
      :sub(1, 1), period = tostring(random(3)), label = tostring(random(2)) })
  end
  return list
end
for round = 1, 40 do
  local gold, got = some_records(random(5)), some_records(random(5))
  check("permutations, round " .. round, best_by_hand(gold, got),
    score(gold, got).micro.tp)
end

-- Many records with one key: exact below the limit, greedy above; both end.
local function many(n)
  local list = {}
  for i = 1, n do list[i] = indicator(1, "%", { place = tostring(i % 7) }) end
  return list
end
check("many", 3 * 60, score(many(60), many(60)).micro.tp)
check("very many", 3 * 300, score(many(300), many(300)).micro.tp)

-- Ratios, micro, macro, pool.
local report = score(
  { person("Lê An", "a", "b"), indicator(5, "%"), indicator(6, "%") },
  { person("Lê An", "a", "c"), indicator(5, "%") })
check("types", "person indicator", table.concat(report.order, " "))
check("precision", 2 / 3, report.types.person.precision)
check("recall of indicators", 0.5, report.types.indicator.recall)
check("micro f1", 8 / 12, report.micro.f1)
check("macro f1", (2 / 3 + 2 / 3) / 2, report.macro.f1)
check("gold facts", 3, report.types.person.gold)
check("pooled", "person indicator", table.concat(report.pooled.types, " "))
local people = {}
for i = 1, 30 do people[i] = person("Lê " .. i) end
check("30 facts are not pooled", 0, #score(people, people).pooled.types)

-- Differences and reports.
local list = report.documents[1].differences
check("differences", 2, #list)
check("a field that differs", "titles", list[1].fields[1].field)
check("a missing record", "missing", list[2].what)
local text = evaltext.report(report)
local function has(name, part)
  check(name, true, text:find(part, 1, true) ~= nil, 2)
end
check("micro row", "7", text:match "all %(micro%)%s+(%d+)")
has("macro row", "mean of types (macro)")
has("pooled row", "Types with fewer than 30 gold facts, together: person")
has("field line", "titles: gold {a, b}, got {a, c}")
has("missing line", "- indicator: 6 | %")
text = evaltext.report(report, { differences = false })
check("without differences", nil, text:find("a: F1", 1, true))
has("misses of small types stay", "- indicator: 6 | %")
text = json.encode(score({ person('A"\n') }, {}))
has("json", [["record":"A\"\n"]])
has("json numbers", [["micro":{"f1":0,"fn":1,"fp":0,"gold":1]])
check("same report twice", json.encode(score(people, {})),
  json.encode(score(people, {})))
check("fold is asked for", false, (pcall(eval.score, {})))

print(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0 and 0 or 1)
