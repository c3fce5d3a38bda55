--[[ run by trich
The formatter: layout never changes what a file says, formatting twice changes
nothing, and no comment is lost; over the shipped rule files, over random ones,
and over random ones with white space and comments between any two words.
]]
local fmt = require "fmt"
local grammar = require "grammar"
local lexical = require "lexical"
local unparse = require "unparse"

local passed, failed = 0, 0

local function check(ok, message, ...)
  if ok then passed = passed + 1
  else
    failed = failed + 1
    print("FAIL tests/lua/test_fmt.lua:1: " .. message:format(...))
  end
end

local function read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read("a")
end

-- Formats a text, and holds the result to what is promised.
local function hold(name, source)
  local before = grammar.parse(source)
  local ok, text, errors = pcall(fmt.format, source)
  if not ok or not text then
    check(false, "%s: %s\n%s", name, ok and errors[1].message or text, source)
    return
  end
  local again = fmt.format(text)
  if again ~= text then
    check(false, "%s: formatted twice, expected\n%s\ngot\n%s", name, text,
      again)
  else
    check(fmt.same(before, grammar.parse(text)), "%s: another tree", name)
  end
end

-- ---------------------------------------------------------------------------
-- Shipped files

local pipe = assert(io.popen("LC_ALL=C ls stdlib/vi/*.rule rules/*.rule"))
for path in pipe:lines() do hold(path, read(path)) end
pipe:close()

-- ---------------------------------------------------------------------------
-- Layout, by example

local function example(before, after)
  local text = fmt.format(before)
  check(text == after, "expected\n%s\ngot\n%s", after, text)
end

example('term  A="a"/"b"', 'term A = "a" / "b"\n')
example("term A = (('a')) -- why\n\n\n\nterm B = (A){0,1}(A){1,}",
  "term A = 'a'  -- why\n\nterm B = A? A+\n")
example([[
-- one

-- two
term A = "a" -- in
  -- own
 / 'b' => x
--end
]], [[
-- one

-- two
term A =
    "a"  -- in
  -- own
  / 'b'
  => x
--end
]])
example('record r{a,b*,}', 'record r { a, b* }\n')
example('vocabulary A "a.tsv" -- a\nvocabulary Long "b.tsv" -- b\n',
  'vocabulary A "a.tsv"     -- a\nvocabulary Long "b.tsv"  -- b\n')
example('term A="a"where((a+b)*c==-d.e[1]or not(f(x)))' ..
  [[=>{a=1;b=g{2}}rejects"x\""]],
  [[
term A = "a" where (a + b) * c == -d.e[1] or not f(x) => { a = 1, b = g { 2 } }
  rejects "x\""
]])
example("", "")
example("-- only this\r\n", "-- only this\n")

-- ---------------------------------------------------------------------------
-- Random files

local seed = 20261122
local function random(n) -- 1..n, the same on every machine
  seed = (seed * 1103515245 + 12345) % 2147483648
  return seed // 65536 % n + 1
end

local function pick(list) return list[random(#list)] end

local phrases = { "đạt", "tỷ đồng", "a \"quoted\" one", "8,7%",
  "back\\slash", "it's",
  "một phần của cả nước và các vùng lãnh thổ" }
local names = { "A", "Amount", "vi.quantity.Money", "LabelHead" }
local words = { "x", "label", "amount", "_private", "value_max" }

local pattern, expression

local leaves = {
  function () return { tag = "lit", text = pick(phrases) } end,
  function () return { tag = "exact", text = pick(phrases) } end,
  function () return { tag = "ref", name = pick(names) } end,
  function ()
    return { tag = "builtin", name = pick { "word", "digits", "end" } }
  end,
}
local branches = {
  function (d)
    local n = { tag = "seq" }
    for i = 1, random(3) + 1 do
      n[i] = pattern(d - 1)
      if random(5) == 1 then n[i].adjacent = true end
    end
    return n
  end,
  function (d)
    local n = { tag = "choice" }
    for i = 1, random(4) + 1 do n[i] = pattern(d - 1) end
    return n
  end,
  function (d)
    local bounds = pick { { 0, 1 }, { 0 }, { 1 }, { 2, 2 }, { 0, 8 }, { 3 } }
    return { tag = "rep", p = pattern(d - 1), min = bounds[1], max = bounds[2] }
  end,
  function (d)
    return { tag = "cap", name = pick(words), p = pattern(d - 1) }
  end,
  function (d)
    return { tag = "look", op = pick { "&", "!", "<&", "<!" },
             p = pattern(d - 1) }
  end,
  function () return { tag = "gap", max = pick { 4, 12 } } end,
}

function pattern(depth)
  if depth == 0 or random(3) == 1 then return pick(leaves)() end
  return pick(branches)(depth)
end

local simple = {
  function () return { tag = "num", text = pick { "1", "2.5", "1e9" } } end,
  function () return { tag = "str", text = pick(phrases) } end,
  function () return { tag = "const", value = pick { "nil", "true" } } end,
  function () return { tag = "name", name = pick(words) } end,
}
local complex = {
  function (d)
    return { tag = "field", e = expression(d - 1), name = pick(words) }
  end,
  function (d)
    return { tag = "index", e = expression(d - 1), key = expression(d - 1) }
  end,
  function (d)
    local args = {}
    for i = 1, random(3) - 1 do args[i] = expression(d - 1) end
    return { tag = "call", f = { tag = "name", name = pick(words) },
             args = args }
  end,
  function (d)
    return { tag = "un", op = pick { "not", "-", "#" }, e = expression(d - 1) }
  end,
  function (d)
    return { tag = "bin", op = pick { "or", "and", "==", "<", "..", "+", "-",
      "*", "//", "%" }, a = expression(d - 1), b = expression(d - 1) }
  end,
  function (d)
    local entries = {}
    for i = 1, random(3) - 1 do
      entries[i] = { key = random(2) == 1 and pick(words) or nil,
                     value = expression(d - 1) }
    end
    return { tag = "table", entries = entries }
  end,
}

function expression(depth)
  if depth == 0 or random(3) == 1 then return pick(simple)() end
  return pick(complex)(depth)
end

local function some_tests()
  local list = {}
  for i = 1, random(3) - 1 do
    list[i] = { tag = "test", kind = pick { "accepts", "rejects" },
                text = pick(phrases),
                expect = random(2) == 1 and expression(2) or nil }
  end
  return list
end

local function some_path()
  local one = { tag = "step", dir = "previous", of = "event",
                where = random(2) == 1 and expression(2) or nil,
                scope = random(2) == 1 and "sentence" or nil }
  if random(2) == 1 then return { one } end
  return { one, { tag = "step", dir = "first", of = "page" } }
end

local function some_sets()
  return { { tag = "set", name = "a" },
           { tag = "set", name = "b", value = expression(2) } }
end

local makers = {
  function ()
    return { tag = "term", kind = "term", name = "Some", pattern = pattern(4),
             where = random(3) == 1 and expression(3) or nil,
             value = random(2) == 1 and expression(3) or nil,
             tests = some_tests() }
  end,
  function ()
    return { tag = "rule", name = "r", makes = "event", pattern = pattern(3),
             each = random(3) == 1 and "x" or nil,
             sets = random(2) == 1 and some_sets() or nil,
             target = random(2) == 1 and some_path() or nil,
             tests = some_tests() }
  end,
  function ()
    return { tag = "link", name = "l", of = "event",
             takes = { { tag = "name", name = "a" },
                       { tag = "name", name = "b" } },
             from = some_path(), sets = random(2) == 1 and some_sets() or nil,
             tests = {} }
  end,
  function ()
    local list = {}
    for i = 1, random(12) do list[i] = { text = pick(phrases) } end
    return { tag = "vocabulary", name = "V", phrases = list }
  end,
}

-- The text with other white space between its pieces, and comments.
local function shaken(text)
  local out, number = {}, 0
  for _, piece in ipairs(lexical.pieces(text)) do
    out[#out + 1] = text:sub(piece.at, piece.to - 1)
    local between = text:sub(piece.to, piece.to)
    local way = random(12)
    if way == 1 then
      number = number + 1
      between = (" -- comment %d\n"):format(number)
    elseif way == 2 then
      number = number + 1
      between = ("\n  -- comment %d\n\n\n"):format(number)
    elseif way == 3 and between:find("%s") then
      between = "\n\t "
    end
    out[#out + 1] = between:find("%s") and between or ""
  end
  return table.concat(out) .. "\n", number
end

for i = 1, 300 do
  local parts = {}
  for k = 1, random(4) do
    parts[k] = unparse.item(pick(makers)(), random(4) == 1)
  end
  local source = table.concat(parts, "\n") .. "\n"
  local items, bad = grammar.parse(source)
  check(items, "random file %d is none: %s\n%s", i, bad and bad.message, source)
  if items then
    hold("random file " .. i, source)
    local other, number = shaken(source)
    if number > 0 or other ~= source then
      hold("shaken file " .. i, other)
    end
  end
end

print(("%d passed, %d failed"):format(passed, failed))
