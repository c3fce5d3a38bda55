--[[
docs.lua: runs the examples of one page of documentation.

  TRICH=/path/to/trich ROOT=/path/to/project lua5.4 tests/docs.lua docs/x.md

In a fenced block, the word after ``` says what becomes of it:

  ```console      lines "$ command" are run, in one folder for the whole page,
                  and the lines below each are its output; a line "..." stands
                  for any number of lines, "..." in a line for any text
  ```KIND NAME    the block is written to the file NAME of that folder, or of
                  one below it
  ```rule         a rule file (NAME may follow): its accepts and rejects are run
                  by `trich test`

Other blocks are left alone.
]]

local page = arg[1]
local trich, root = os.getenv("TRICH"), os.getenv("ROOT")
local passed, failed = 0, 0

local function quoted(s) return "'" .. s:gsub("'", "'\\''") .. "'" end

local function capture(command)
  local pipe <close> = assert(io.popen(command, "r"))
  local text = pipe:read("a")
  local _, _, code = pipe:close()
  return text, code
end

local function report(ok, line, ...)
  if ok then
    passed = passed + 1
  else
    failed = failed + 1
    print(string.format("FAIL %s:%d: ", page, line) .. string.format(...))
  end
end

local folder = capture("mktemp -d"):match("[^\n]+")
os.execute(string.format("cd %s && ln -s %s trich && ln -s %s/corpus corpus",
  folder, quoted(trich), quoted(root)))

local function run(command)
  return capture(string.format(
    "cd %s && PATH=$PWD:$PATH LC_ALL=C && export PATH LC_ALL && exec 2>&1; %s",
    folder, command))
end

local function split(text)
  local list = {}
  for line in text:gmatch("([^\n]*)\n?") do
    list[#list + 1] = (line:gsub("\r$", "")) -- csv's do not show in a page
  end
  while list[#list] == "" do list[#list] = nil end
  return list
end

-- Whether a line is the one wanted.
local function like(want, got)
  if want == got or not (want and got and want:find("...", 1, true)) then
    return want == got
  end
  local pattern = want:gsub("%p", "%%%0"):gsub("%%%.%%%.%%%.", ".*")
  return got:find("^" .. pattern .. "$") ~= nil
end

-- Whether the lines from b on are those wanted from a on.
local function matches(want, a, got, b)
  if a > #want then return b > #got end
  if want[a] == "..." then
    for i = b, #got + 1 do
      if matches(want, a + 1, got, i) then return true end
    end
    return false
  end
  return like(want[a], got[b]) and matches(want, a + 1, got, b + 1)
end

local function console(block)
  local i = 1
  while i <= #block do
    local command, at = block[i]:match("^%$ (.*)"), i
    i = i + 1
    if command then
      local want = {}
      while i <= #block and not block[i]:find("^%$ ") do
        want[#want + 1] = block[i]
        i = i + 1
      end
      while want[#want] == "" do want[#want] = nil end
      local got = split((run(command)))
      local bad = 1
      while bad <= #want and like(want[bad], got[bad]) do bad = bad + 1 end
      report(matches(want, 1, got, 1), block.line + at,
        "after `%s`, line %d: expected [%s], got [%s]", command, bad,
        want[bad] or "the end", got[bad] or "the end")
    end
  end
end

local function save(block, name)
  local sub = name:match("^(.*)/")
  if sub then os.execute("mkdir -p " .. quoted(folder .. "/" .. sub)) end
  local file <close> = assert(io.open(folder .. "/" .. name, "wb"))
  file:write(table.concat(block, "\n"), "\n")
end

local function handle(block)
  local kind, name = block.info:match("^(%S+)%s*(%S*)")
  if kind == "console" then return console(block) end
  if kind == "rule" and name == "" then name = "example.rule" end
  if name and name ~= "" then save(block, name) end
  if kind == "rule" then
    local text, code = run("trich test " .. quoted(name))
    report(code == 0, block.line, "expected its tests to pass, got exit %d: %s",
      code, text)
  end
end

local block
local number = 0
for line in io.lines(page) do
  number = number + 1
  local info = line:match("^```%s*(.*)$")
  if info and block then
    handle(block)
    block = nil
  elseif info then
    block = { line = number, info = info }
  elseif block then
    block[#block + 1] = line
  end
end

os.execute("rm -rf " .. folder)
print(string.format("%d passed, %d failed", passed, failed))
os.exit(failed == 0)
