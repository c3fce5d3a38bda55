--[[ run by trich
The tests of the rule language: tests/language/*.txt, plain text that anyone can
add to. Lines before the first "%%" are for the reader.

    %% a comma is never crossed        a test: its name, then its rule file
    record hit { a }
    rule r : hit = "năm" a:digits
    %%FILE words.tsv                   a file beside it (any number)
    %%TEXT                             a document
    năm 2022
    %%RECORDS                          what must come of it, one JSON a line:
    {"type":"hit","fields":{"a":"2022"}}      all records, in order; `fields`
                                       is compared whole, of type, rule, text,
                                       start, end and from what stands here
    %%WARNINGS  %%META  %%ERROR        likewise what the line says besides; a
                                       text with no %%ERROR must have none
    %%HEAD r                           what the rule (or term) can begin with
    %%FAIL                             the rule file is refused with exactly
    test.rule:1:1: error: ...          this message

`%%TEXT` and what follows may come several times. Every text is extracted with
and without the heads, and both must give the same.

    trich tests/lua/test_language.lua [--accept] [PART OF A TEST'S NAME]

--accept writes the messages that came into the files, to be read in `git diff`.
]]
local language = dofile "tests/lua/language.lua"
local analyse = require "analyse"
local engine = require "engine"

local accepting = arg[1] == "--accept"
local only = arg[accepting and 2 or 1] or ""
local passed, failed = 0, 0
local lines, accepted = {}, {}

local function say(text) lines[#lines + 1] = text end

-- ---------------------------------------------------------------------------
-- Files to tests: { name, sections = { { kind, argument, line, text } } }

local function parse(path)
  local tests, section, number = {}, nil, 0
  local function open(kind, argument)
    section = { kind = kind, argument = argument, line = number, body = {} }
    local test = tests[#tests]
    test.sections[#test.sections + 1] = section
  end
  for line in io.lines(path) do
    number = number + 1
    local name = line:match("^%%%% (.*)")
    local kind, argument = line:match("^%%%%(%u+) *(.*)")
    if name then
      tests[#tests + 1] = { name = name, line = number, path = path,
                            sections = {} }
      open("RULE", "test.rule")
    elseif kind and section then open(kind, argument)
    elseif section then section.body[#section.body + 1] = line
    end
  end
  for _, test in ipairs(tests) do
    for _, s in ipairs(test.sections) do
      s.text = (table.concat(s.body, "\n") .. "\n"):gsub("\n+$", "\n")
      if s.text == "\n" then s.text = "" end
    end
  end
  return tests
end

-- ---------------------------------------------------------------------------
-- One test

local function fail(test, section, message, ...)
  test.failed = true
  say(("FAIL %s:%d: %s: %s"):format(test.path, section.line, test.name,
    message:format(...)))
end

local function first_difference(want, have)
  local number = 0
  local rest = have:gmatch("([^\n]*)\n?")
  for line in want:gmatch("([^\n]*)\n?") do
    number = number + 1
    local got = rest()
    if line ~= got then
      return ("line %d: expected [%s], got [%s]"):format(number, line,
        got or "the end")
    end
  end
  return "expected it to end, got more: " .. have
end

-- The members of a head, in the words of LANGUAGE.md's rules 21 to 23.
local function head_text(name)
  for _, def in ipairs(engine.state.program.terms) do
    if def.simple == name then
      local h, words = analyse.head(engine.state.base, def.node.pattern), {}
      if def.head and next(def.head.kinds) then h = def.head end
      for set in pairs(h.sets) do words[#words + 1] = set.simple end
      for text in pairs(h.literals) do
        words[#words + 1] = '"' .. text .. '"'
      end
      for kind in pairs(h.kinds) do words[#words + 1] = kind end
      table.sort(words)
      return table.concat(words, " ")
    end
  end
  return "no such rule or term"
end

local check = {}

function check.TEXT(test, section)
  local differs
  test.result, differs = test.case:extract(section.text)
  if differs then fail(test, section, "%s", differs) end
  for _, s in ipairs(test.sections) do
    if s.kind == "ERROR" then return end
  end
  if test.result.error then
    fail(test, section, "expected no error, got %s",
      language.show(test.result.error))
  end
end

function check.RECORDS(test, section)
  local wanted, message = language.json(section.text)
  local differs = wanted and language.differs(wanted, test.result.records)
  if message or differs then fail(test, section, "%s", message or differs) end
end

local function whole(key)
  return function (test, section)
    local wanted, message = language.json(section.text)
    local want, have = wanted and wanted[1], test.result[key]
    if not wanted then fail(test, section, "%s", message)
    elseif not language.holds(want, have) then
      fail(test, section, "expected %s, got %s", language.show(want),
        language.show(have))
    end
  end
end

check.ERROR, check.META = whole "error", whole "meta"
check.WARNINGS = whole "warnings"

function check.HEAD(test, section)
  local want = section.text:gsub("%s+", " "):gsub(" $", "")
  local have = head_text(section.argument)
  if want ~= have then
    fail(test, section, "expected [%s], got [%s]", want, have)
  end
end

local function first_of(test, kind)
  for _, s in ipairs(test.sections) do
    if s.kind == kind then return s end
  end
end

-- Puts the message that came in place of the one expected.
local function accept(test, section, message)
  local all, n = {}, 0
  for line in io.lines(test.path) do
    n = n + 1
    local inside = n > section.line and n <= section.line + #section.body
    if not inside then all[#all + 1] = line end
    if n == section.line then all[#all + 1] = message end
  end
  local file <close> = assert(io.open(test.path, "wb"))
  file:write((table.concat(all, "\n"):gsub("\n+$", "")), "\n")
end

local function run(test)
  local refused = first_of(test, "FAIL")
  test.case = language.new()
  for _, s in ipairs(test.sections) do
    if s.kind == "RULE" then test.case:put(s.argument, s.text)
    elseif s.kind == "FILE" then test.case:put(s.argument, s.text)
    end
  end
  local message = test.case:compile("test.rule")
  if refused and message and message ~= refused.text and accepting then
    accepted[#accepted + 1] = { test, refused, message }
  elseif refused and message ~= refused.text then
    fail(test, refused, "%s", message and
      first_difference(refused.text, message) or "it compiles")
    say((message or ""):gsub("\n$", ""))
  elseif message and not refused then
    fail(test, test, "it does not compile:\n%s", message)
  elseif not message then
    for _, s in ipairs(test.sections) do
      if check[s.kind] then check[s.kind](test, s)
      elseif s.kind ~= "RULE" and s.kind ~= "FILE" then
        fail(test, s, "'%%%%%s' is nothing that a test has", s.kind)
      end
    end
  end
  test.case:done()
  if test.failed then failed = failed + 1 else passed = passed + 1 end
end

local function paths()
  local list = {}
  local pipe <close> = assert(io.popen("LC_ALL=C ls tests/language/*.txt"))
  for path in pipe:lines() do list[#list + 1] = path end
  return list
end

for _, path in ipairs(paths()) do
  for _, test in ipairs(parse(path)) do
    if (path .. " " .. test.name):find(only, 1, true) then run(test) end
  end
end
for i = #accepted, 1, -1 do accept(table.unpack(accepted[i])) end -- from behind
for _, line in ipairs(lines) do print(line) end
print(("%d passed, %d failed"):format(passed, failed))
