-- run by trich
-- What the tools of rule authors are made of: quoted text, JSON, options,
-- characters that only look right.
local json = require "json"
local mended = require "mended"
local options = require "options"
local quote = require "quote"
local suspect = require "suspect"

local checks = dofile "tests/lua/checks.lua"

local function check(name, want, got)
  checks.same("tests/lua/test_tools.lua", name, want, got)
end

-- Quoted text
check("carets", "đạt 8,7 tỷ\n    ^^^", quote.lines("đạt 8,7 tỷ", 8, 11))
check("an empty span", "ab\n ^", quote.lines("ab", 2, 2))
check("the end", "ab\n  ^", quote.lines("ab", 3, 3))
check("marks have no width", "e\u{301}a b\n   ^",
  quote.lines("e\u{301}a b", 6, 7))
check("nor what nobody sees", "a\u{200B}b c\n   ^",
  quote.lines("a\u{200B}b c", 7, 8))
check("wide signs have two", "漢 b\n   ^", quote.lines("漢 b", 5, 6))
check("line breaks", "a b\n  ^", quote.lines("a\nb", 3, 4))
check("invalid bytes", "a?b\n  ^", quote.lines("a\255b", 3, 4))
local long = ("xin "):rep(100)
check("a long line is cut", true, #quote.lines(long, 200, 203) < 260)
check("its carets stand right", "n xin", quote.lines(long, 203, 208)
  :match("^([^\n]*)\n"):sub(44, 48))

-- JSON
check("json", '{"a":[1,2.5,true],"b":"x\\n\\"\\u0001"}',
  json.encode { b = 'x\n"\1', a = { 1, 2.5, true } })
check("json, nothing", "[]", json.encode {})
check("json, a large float", "150000000000000000000", json.encode(1.5e20))
check("json, a small float", "0.00025", json.encode(2.5e-4))
check("json, no number", "null", json.encode(0 / 0))
check("json, a decimal", "8700000000",
  json.encode(require "decimal".new "8700000000.00"))

-- Options
local spec = { flags = { "json", "fail-on-loss" }, values = { "rule", "to" },
               short = { t = "to" } }
local function parsed(...)
  local given, message = options.parse({ ... }, spec)
  if not given then return message end
  local parts = { table.concat(given, ",") }
  for _, name in ipairs { "fail-on-loss", "json", "rule", "to" } do
    if given[name] then
      parts[#parts + 1] = name .. "=" .. tostring(given[name])
    end
  end
  return table.concat(parts, " ")
end
check("options", "a,- fail-on-loss=true rule=x to=html",
  parsed("a", "--rule", "x", "-t", "html", "-", "--fail-on-loss"))
check("joined values", " rule=a=b to=html", parsed("--rule=a=b", "-thtml"))
check("after --", "--json,-t", parsed("--", "--json", "-t"))
check("unknown", "unknown option '--jsn' (did you mean '--json'?)",
  parsed("--jsn"))
check("unknown letter", "unknown option '-q'", parsed("-q"))
check("no value", "option '--rule' needs a value", parsed("--rule"))
check("a value too many", "option '--json' takes no value",
  parsed("--json=1"))

-- Characters
local function scanned(text)
  local parts = {}
  for _, one in ipairs(suspect.scan(text)) do
    parts[#parts + 1] = ("%s %d-%d %s"):format(one.kind, one.s, one.e,
      one.mend)
  end
  return table.concat(parts, "; ")
end
check("Vietnamese is not suspect", "",
  scanned("Đường Nguyễn Thượng Hiền ở TP.HCM, 4,46 tỷ; quý I/2022 – “ạ”"))
check("nor NFD", "", scanned("ho\u{302}\u{323}i nghi\u{323}"))
check("Cyrillic", "lookalike 2-3 S", scanned("UЅD"))
check("a whole word", "lookalike 1-2 c; lookalike 3-4 o", scanned("со"))
check("Russian is Russian", "", scanned("Россия, Минин"))
check("Greek", "lookalike 1-2 T", scanned("Τổng"))
check("no width", "space 3-5  ", scanned("ab\u{200B}c"))
check("a letter for a figure", "lookalike 2-2 0; lookalike 5-6 0",
  scanned("4O 7О km"))
check("but not in a code", "", scanned("QL5B, A1O2x"))
check("tone before hat", "form 1-5 ế", scanned("e\u{301}\u{302}"))
check("the same, composed", "form 1-4 ế", scanned("é\u{302}"))

check("skeleton", "ngach dong phong", suspect.skeleton("Ngạch ĐỒNG fòng"))
check("skeleton of another script", "usd", suspect.skeleton("UЅD"))
check("distance", 1, suspect.distance("đồng", "đông"))
check("letters swapped", 1, suspect.distance("trồng", "rtồng"))
local rows = { { phrase = "bạch đàn" }, { phrase = "keo lai" },
               { phrase = "sao đen" } }
check("nearest", "keo lai", suspect.nearest(rows, "keo lay", 2)[1])
check("none is near", nil, suspect.nearest(rows, "thông", 2, 1)[1])

-- A text mended, without rules: nothing, and no error
require "trich".load { shipped = false }
check("nothing to mend", 0, #mended.find("UЅD tỷ\u{200B}đồng 1 250",
  require "engine".state.program, function () return true end))

checks.finish()
