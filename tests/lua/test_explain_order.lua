--[[ run by trich
What `trich explain` says where several texts or names of a rule do: of texts
that mend a word the first of the rule, of those of a guard the first by their
bytes, whatever order tables have in this process.
]]
local checks = dofile "tests/lua/checks.lua"
local engine = require "engine"
local explain = require "explain"

assert(engine.load { shipped = false, paths = { "test.rule" },
  read = function (path)
    if path ~= "test.rule" then return false end
    return [[
record deal { what, other }
rule sells : deal = what:("Vàng miếng" / "vàng Miếng" / "VÀNG miếng"
  / "vàng miếng" / "Vàng Miếng") "tăng"
rule both : deal = what:word other:word "cùng" "giảm"
  where what == "Kẽm" and other == "CHÌ" or other == "Chì" or what == "KẼM"
]]
  end })

local function first(rule, text)
  local given = { rule = rule, count = 5 }
  local defs = assert(explain.chosen(engine.state.program, given))
  return explain.explain(text, "text", nil, given, defs).near[1]
end

local function same(what, want, got)
  checks.same("tests/lua/test_explain_order.lua", what, want, got)
end

same("texts of a pattern", "Vàng miếng",
  first("sells", "Hôm nay vàmg miếng tăng mạnh.").expected[1])
same("names and texts of a guard", "'chì' is not 'CHÌ' for the guard of \z
  test.both: they differ in capitals",
  first("both", "Hôm nay kẽm chì cùng giảm.").message)

checks.finish()
