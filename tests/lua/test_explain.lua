--[[ run by trich
Near misses, each planted in a sentence: `trich explain` must name its cause
first, at the right words, in nine of ten: 27 of 30.

A case is { name, text, kind, found, rules = rule file, rule = name,
type = name }; without `rules` the shipped ones are in use, without `rule` and
`type` all of them.
]]
local cases = {}
for _, name in ipairs { "misses", "fishing", "school" } do
  for _, case in ipairs(dofile(("tests/explain/%s.lua"):format(name))) do
    cases[#cases + 1] = case
  end
end
local engine = require "engine"
local explain = require "explain"
local trich = require "trich"

local only = arg and arg[1] or ""
local passed, failed, wrong = 0, 0, {}

local function load_rules(rules)
  if not rules then
    trich.load()
    return
  end
  local path = os.tmpname()
  local file <close> = assert(io.open(path, "w"))
  file:write(rules)
  file:close()
  trich.load { path, shipped = false }
  os.remove(path)
end

local loaded
for _, case in ipairs(cases) do
  if case[1]:find(only, 1, true) then
    if case.rules ~= loaded or not loaded then
      load_rules(case.rules)
      loaded = case.rules or "shipped"
    end
    local given = { rule = case.rule, type = case.type, count = 5 }
    local defs = assert(explain.chosen(engine.state.program, given))
    local out = explain.explain(case[2], "text", nil, given, defs)
    local first = out.near[1] or { message = "nothing", kind = "none",
                                   place = {} }
    local found = first.place.text
    if (not case[3] or first.kind == case[3])
       and (not case[4] or found == case[4]) then
      passed = passed + 1
    else
      failed = failed + 1
      wrong[#wrong + 1] = ("FAIL %s: expected %s at '%s', got %s at '%s': %s")
        :format(case[1], case[3], tostring(case[4]), first.kind,
          tostring(found), first.message)
    end
  end
end

local enough = failed * 10 <= passed + failed
if not enough or only ~= "" then
  for _, line in ipairs(wrong) do print(line) end
end
if only == "" and enough then
  print(("%d passed, 0 failed"):format(passed))
else
  print(("%d passed, %d failed"):format(passed, failed))
end
