--[[
The fast path and the reference path give the same bytes: rules are tried only
where their heads stand, or (--reference) at every token. On the corpus, and on
the pages of a development set where there is one: $TRICH_PAGES, or
../shared/devset, of whose larger folders every tenth page is taken unless
TRICH_ALL is set. (test_language.lua does the same with every text of the
language's tests.)

    TRICH=./trich lua5.4 tests/lua/test_reference.lua
]]
local trich = assert(os.getenv("TRICH"), "TRICH names the program to test")
local pages = os.getenv("TRICH_PAGES") or "../shared/devset"
local LARGE <const> = 50 -- pages; more are sampled

local passed, failed = 0, 0

local function quoted(s) return "'" .. s:gsub("'", "'\\''") .. "'" end

local function lines_of(command)
  local list = {}
  local pipe <close> = assert(io.popen(command, "r"))
  for line in pipe:lines() do list[#list + 1] = line end
  return list
end

local function files(folder)
  local all = lines_of("find " .. quoted(folder) ..
    " -name '*.txt' -o -name '*.htm*' 2>/dev/null | LC_ALL=C sort")
  if #all <= LARGE or os.getenv("TRICH_ALL") then return all end
  local some = {}
  for i = 1, #all, 10 do some[#some + 1] = all[i] end
  return some
end

local function run(options, list)
  local names = {}
  for i, name in ipairs(list) do names[i] = quoted(name) end
  return lines_of(("%s run %s -t jsonl %s 2>&1"):format(quoted(trich), options,
    table.concat(names, " ")))
end

local function compare(folder)
  local list = files(folder)
  if #list == 0 then
    print("skipped: no pages in " .. folder)
    return
  end
  local fast, slow = run("", list), run("--reference", list)
  for i = 1, math.max(#fast, #slow, #list) do
    if fast[i] and fast[i] == slow[i] then passed = passed + 1
    else
      failed = failed + 1
      print(("FAIL %s:1: expected one line on both paths, got [%s] and [%s]")
        :format(list[i] or folder, (fast[i] or "the end"):sub(1, 300),
          (slow[i] or "the end"):sub(1, 300)))
    end
  end
end

compare "corpus"
for _, folder in ipairs { "gold", "html", "sample" } do
  compare(pages .. "/" .. folder)
end
print(("%d passed, %d failed"):format(passed, failed))
