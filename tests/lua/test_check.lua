--[[ run by trich
What `trich check` finds: tests/check/*.txt. Lines before the first "%%" are for
the reader.

    %% a shorter one hides a longer one     a test: its name, then its rule file
    record hit { a }
    rule r : hit = a:("ước" / "ước đạt")
    %%FILE words.tsv                        a file beside it (any number)
    %%FINDS                                 all that is found, in order: place,
    test.rule:2:26: prefix: "ước đạt"       kind and how the message begins;
                                            nothing: the file is clean

    trich tests/lua/test_check.lua [PART OF A TEST'S NAME]
]]
local check = require "check"
local engine = require "engine"
local host = require "host"
local language = dofile "tests/lua/language.lua"

local only = arg and arg[1] or ""
local passed, failed, planted = 0, 0, 0

local function parse(path)
  local tests, body, number = {}, nil, 0
  for line in io.lines(path) do
    number = number + 1
    local name = line:match("^%%%% (.*)")
    local kind, argument = line:match("^%%%%(%u+) *(.*)")
    if name then
      body = {}
      tests[#tests + 1] = { name = name, path = path, line = number,
        files = { ["test.rule"] = body }, finds = {} }
    elseif kind == "FILE" then
      body = {}
      tests[#tests].files[argument] = body
    elseif kind == "FINDS" then
      body = tests[#tests].finds
    elseif body then
      body[#body + 1] = line
    end
  end
  return tests
end

local function text_of(lines)
  return (table.concat(lines, "\n") .. "\n"):gsub("\n+$", "\n")
end

-- "test.rule:2:26: prefix: ..." of a finding.
local function line_of(case, f)
  local text = host.render(f.file.path, f.file.source, f.at, f.to, f.kind,
    f.message, f.hint)
  return (text:match("[^\n]*"):sub(#case.folder + 1))
end

local function findings(case)
  local message = case:compile "test.rule"
  if message then return nil, message end
  local list = check.findings(function (file) return not file.shipped end)
  local lines = {}
  for i, f in ipairs(list) do
    lines[i] = line_of(case, f)
    if f.hint == "" then lines[i] = lines[i] .. " (it suggests nothing)" end
  end
  return lines
end

local function run(test)
  local case, wrong = language.new(), nil
  for name, lines in pairs(test.files) do case:put(name, text_of(lines)) end
  local got, message = findings(case)
  local want = test.finds
  while want[1] and want[#want] == "" do want[#want] = nil end
  if not got then wrong = "it does not compile:\n" .. message
  else
    for i = 1, math.max(#want, #got) do
      if (got[i] or ""):sub(1, #(want[i] or "x")) ~= want[i] then
        wrong = wrong or ("expected [%s], got [%s]"):format(
          want[i] or "no more", got[i] or "no more")
      end
    end
  end
  case:done()
  if want[1] and not wrong then planted = planted + 1 end
  if wrong then
    failed = failed + 1
    print(("FAIL %s:%d: %s: %s"):format(test.path, test.line, test.name, wrong))
  else
    passed = passed + 1
  end
end

local pipe = assert(io.popen("LC_ALL=C ls tests/check/*.txt"))
for path in pipe:lines() do
  for _, test in ipairs(parse(path)) do
    if (path .. " " .. test.name):find(only, 1, true) then run(test) end
  end
end
pipe:close()

if only == "" and planted < 40 then
  failed = failed + 1
  print(("FAIL tests/check:1: expected 40 planted mistakes, got %d"):format(
    planted))
end
assert(engine.state)
print(("%d passed, %d failed"):format(passed, failed))
