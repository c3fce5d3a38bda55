--[[ run by trich
What the workshop is made of: the child, the scratch rules, examples written.
]]
local child = require "child"
local decimal = require "decimal"
local grammar = require "grammar"
local keeper = require "keeper"
local scratch = require "scratch"

local checks = dofile "tests/lua/checks.lua"

local function same(what, want, got)
  checks.same("tests/lua/test_workshop.lua", what, want, got)
end

local GB <const> = 1 << 30

-- What a child gives, all in one text.
local function ran(f, seconds)
  local text, why, message = child.run(f, seconds or 20, GB)
  return ("%s %s %s"):format(text and #text, why, message)
end

same("a text", "3 nil nil", ran(function () return "abc" end))
same("an empty text", "0 nil nil", ran(function () return "" end))
same("more than a pipe holds", "1000000 nil nil",
  ran(function () return ("x"):rep(1000000) end))
same("an error", "nil error why", ran(function () error("why", 0) end))
same("no end", "nil time nil", ran(function () while true do end end, 0.2))
same("a signal", "nil signal 9 nil",
  ran(function () os.execute("kill -KILL $PPID; sleep 5") end))
local here = 1
child.run(function () here = 2 return "" end, 20, GB)
same("the parent's own", 1, here)
same("the limits", "10 " .. GB, child.seconds .. " " .. child.bytes)

for _, line in ipairs { "rule a : b = 'x'", "term T =", 'use lua "f.lua"',
  "  record x {", "off a.b" } do
  same(line, true, scratch.begins(line))
end
for _, line in ipairs { "giá gạo", "rule", "term: x", "package a", "" } do
  same(line, false, scratch.begins(line))
end

for text, want in pairs {
  ['term T = "a"'] = false, ["term T ="] = true, ["term T = ("] = true,
  ['term T = "a" /'] = true, ['term T = "("'] = false,
  ["record r {"] = true, ["record r { a }"] = false,
  ['term T = "a'] = false, ["term t = 1"] = false,
  ['term T = "a" -- ('] = false, ["link l : r takes a"] = true,
} do
  same(text, want, scratch.unfinished(text))
end

local function with(source, text)
  return (scratch.with(source, text):gsub("\n", "|"))
end
same("appended", 'term A = "a"|term B = "b"|',
  with('term A = "a"\n', 'term B = "b"'))
same("replaced", 'term B = "b"|term A = "c"|',
  with('term A = "a"\nterm B = "b"\n', 'term A = "c"'))
same("a term for a vocabulary", 'term A = "c"|',
  with('vocabulary A { "a" }\n', 'term A = "c"'))
same("with its examples", 'term A = "c"|  accepts "y"|  accepts "x"|',
  with('term A = "a"\n  accepts "x"\n  accepts "y"\n',
    'term A = "c"\n  accepts "y"'))
same("imports first", 'use x|term A = "a"|', with('term A = "a"\n', "use x"))
same("a mistake", nil, (scratch.with("", "term A =")))

same("a literal", '{ a = "q\\"\\\\", b = 1.5, l = { "x", 2 }, t = true }',
  keeper.literal { a = 'q"\\', b = decimal.new "1.5",
    l = { "x", decimal.new "2" }, t = true })
same("in order", "{ b = 1, a = 2 }",
  keeper.literal({ a = 2, b = 1 }, { "b", "a" }))
same("what cannot be written", "{ a = 1 }",
  keeper.literal { a = 1, b = "two\nlines", ["no name"] = 1 })
same("a line", '  accepts "a" => { x = 1 }',
  keeper.line("accepts", "a", "{ x = 1 }"))
same("a text of two lines", nil, keeper.line("rejects", "a\nb"))
local source <const> = 'term A = "a" -- why\n\n-- next\nterm B = "b"'
local items = grammar.parse(source)
same("behind the comment", 'term A = "a" -- why|X||-- next|term B = "b"',
  (keeper.insert(source, items[1], "X"):gsub("\n", "|")))
same("at the end", 'term A = "a" -- why||-- next|term B = "b"|X',
  (keeper.insert(source, items[2], "X"):gsub("\n", "|")))

checks.finish()
