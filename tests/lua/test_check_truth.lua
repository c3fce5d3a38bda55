--[[ run by trich
What `trich check` says of patterns is true: random patterns are checked, and
what is said never to match is replaced by what cannot match. The matches in a
text of all short sequences of a few tokens must be the same.
]]
local check = require "check"
local engine = require "engine"
local grammar = require "grammar"
local language = dofile "tests/lua/language.lua"
local unparse = require "unparse"

local TRIED <const>, NEVER <const> = 600, "'@@@'"

local seed = 71
local function random(n) -- 1..n, the same on every machine
  seed = (seed * 1103515245 + 12345) % 2147483648
  return seed // 65536 % n + 1
end
local function pick(list) return list[random(#list)] end

-- ---------------------------------------------------------------------------
-- Every sequence of up to four tokens, each a block of its own

local tokens = { "ba", "Ca", "7", "," }
local blocks = {}
local function extend(text, n)
  if text ~= "" then blocks[#blocks + 1] = text end
  if n == 0 then return end
  for _, token in ipairs(tokens) do
    extend(text == "" and token or text .. " " .. token, n - 1)
    if text ~= "" and random(3) == 1 then extend(text .. token, n - 1) end
  end
end
extend("", 4)
local document = "<p>" .. table.concat(blocks, "</p>\n<p>") .. "</p>"

-- ---------------------------------------------------------------------------
-- Random patterns over these tokens

local words = { "ba", "ca", "ba ca", "ca ba", "7", ",", "ba 7", ", ca" }
local pattern

local function some(n, depth)
  local list = {}
  for i = 1, n do list[i] = pattern(depth) end
  return list
end

local forms = {
  function (d)
    local n = some(random(3) + 1, d)
    n.tag = "seq"
    for i = 1, #n do n[i].adjacent = random(8) == 1 or nil end
    return n
  end,
  function (d)
    local n = some(random(3) + 1, d)
    n.tag = "choice"
    return n
  end,
  function (d)
    local bounds = pick { { 0, 1 }, { 0, 1 }, { 0 }, { 1 }, { 0, 2 }, { 1, 3 } }
    return { tag = "rep", p = pattern(d), min = bounds[1], max = bounds[2] }
  end,
  function (d)
    return { tag = "look", op = pick { "&", "!" }, p = pattern(d) }
  end,
}
local function leaf()
  local way = random(10)
  if way <= 5 then return { tag = "lit", text = pick(words) } end
  if way == 6 then return { tag = "exact", text = pick { "Ca", "ba" } } end
  if way == 7 then return { tag = "ref", name = pick { "Some", "Pair" } } end
  return { tag = "builtin", name = pick { "word", "cap", "digits", "letter" } }
end

function pattern(depth)
  if depth == 0 or random(3) == 1 then return leaf() end
  return pick(forms)(depth - 1)
end

local head = [[
record hit { a }
vocabulary Some { "ba", "ca ba", "7 ba" }
term Pair = "ba" ("ca" / digits)
]]

local function rule_of(text)
  return head .. "rule r : hit = " .. text .. "\n"
end

-- ---------------------------------------------------------------------------

local case = language.new()
local passed, failed, claims = 0, 0, {}

local function matches(source)
  case:put("test.rule", source)
  local message = case:compile "test.rule"
  if message then return nil, message end
  local spans = {}
  for i, record in ipairs(engine.extract(document).records) do
    spans[i] = record.start .. "-" .. record["end"]
  end
  return table.concat(spans, " ")
end

-- The rule with what a finding denies taken away; nil: nothing to try.
local function without(source, f)
  local to = grammar.trim(source, f.at, f.to)
  local part, new = source:sub(f.at, to - 1), nil
  if f.kind == "unreachable" or f.kind == "prefix" then
    if f.message:find(" of Some ", 1, true) then return nil end
    new = NEVER
  elseif f.kind == "never" then
    new = NEVER
  elseif f.message:find("what follows it can never match", 1, true) then
    new = "(" .. part .. " " .. NEVER .. ")"
  elseif part:match("%{%d,%d%}$") then
    new = part:gsub("%{%d,(%d)%}$", "{%1}")
  elseif f.message:find("cannot be left out", 1, true) then
    new = part:gsub("%?$", "")
  end
  return new and new ~= part and source:sub(1, f.at - 1) .. new ..
    source:sub(to)
end

local function try(source)
  local before = matches(source)
  if not before then return end
  local found = check.findings(function (file) return not file.shipped end)
  for _, f in ipairs(found) do
    local checked = f.kind == "unreachable" or f.kind == "prefix"
      or f.kind == "greedy" or f.kind == "never"
    local other = checked and f.at > #head and without(source, f)
    local after = other and matches(other)
    if after then
      claims[f.kind] = (claims[f.kind] or 0) + 1
      if after == before then passed = passed + 1
      else
        failed = failed + 1
        print(("FAIL tests/lua/test_check_truth.lua:1: %s: %s: %s"):format(
          source:sub(#head + 1), f.kind, f.message))
      end
    end
  end
end

for _ = 1, TRIED do try(rule_of(unparse.pattern(pattern(3)))) end
case:done()
for _, kind in ipairs { "unreachable", "prefix", "greedy", "never" } do
  if (claims[kind] or 0) < 5 then
    failed = failed + 1
    print(("FAIL tests/lua/test_check_truth.lua:1: only %d of '%s'"):format(
      claims[kind] or 0, kind))
  end
end
print(("%d passed, %d failed"):format(passed, failed))
