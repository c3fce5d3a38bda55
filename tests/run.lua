--[[
run.lua: runs every suite and sums them up.

  lua5.4 tests/run.lua PROGRAM UNITS [NAME]

PROGRAM is the trich to test, UNITS the folder of the built unit tests; with
NAME only the tests whose names contain it are run. With ACCEPT=1 in the
environment what a script of cli/ prints becomes what it should print, where
there is a file for it: look at the difference. Each failure is one line,
`file:line: what was expected, what came`; the last line is
`N passed, N failed`. See tests/README.md for what a suite looks like.
]]

local program, units, only = arg[1], arg[2], arg[3] or ""

local passed, failed = 0, 0

local function pass(n) passed = passed + (n or 1) end

local function fail(text)
  failed = failed + 1
  print("FAIL " .. text)
end

-- ---------------------------------------------------------------------------
-- Programs and files

local function quoted(s) return "'" .. s:gsub("'", "'\\''") .. "'" end

-- Output of a shell command, and its exit status (128 + n for signal n).
local function output(command)
  local pipe <close> = assert(io.popen(command, "r"))
  local text = pipe:read("a")
  local _, how, code = pipe:close()
  return text, how == "signal" and 128 + code or code
end

local function lines(text)
  local list = {}
  for line in (text:gsub("([^\n])$", "%1\n")):gmatch("(.-)\n") do
    list[#list + 1] = line
  end
  return list
end

local function read(name)
  local file <close> = io.open(name, "rb")
  return file and file:read("a")
end

-- Files that match a shell pattern and the name asked for, in byte order.
local function files(pattern)
  local found = {}
  for _, name in ipairs(lines((output("LC_ALL=C ls -d " .. pattern ..
    " 2>/dev/null")))) do
    if name:find(only, 1, true) then found[#found + 1] = name end
  end
  return found
end

local here = lines((output("pwd")))[1]
local function absolute(name)
  return name:find("^/") and name or here .. "/" .. name
end

local trich = absolute(program)
local environment = table.concat({ "LC_ALL=C", "NO_COLOR=1",
  "TRICH=" .. quoted(trich), "ROOT=" .. quoted(here),
  "CMOCKA_MESSAGE_OUTPUT=TAP", "ASAN_OPTIONS=detect_stack_use_after_return=1",
  "UBSAN_OPTIONS=print_stacktrace=1" }, " ")

local function shell(command)
  return output("exec 2>&1; export " .. environment .. "; " .. command)
end

local function excerpt(line)
  if not line then return "the end" end
  if #line > 200 then line = line:sub(1, 200) .. "..." end
  return "[" .. line:gsub("[%c]", "?") .. "]"
end

-- ---------------------------------------------------------------------------
-- Suites

-- What a test says of what it leaves out.
local function skips(name, text)
  for _, line in ipairs(lines(text)) do
    if line:find("^skipped: ") then print(name .. ": " .. line) end
  end
end

-- Programs that count for themselves: their last line is
-- "N passed, N failed"; where some failed, the other lines say which.
local function counted(name, command)
  local text, code = shell(command)
  local all = lines(text)
  skips(name, text)
  local good, bad = (all[#all] or ""):match("^(%d+) passed, (%d+) failed")
  if good then
    table.remove(all)
    pass(tonumber(good))
    failed = failed + tonumber(bad)
    if bad ~= "0" or code ~= 0 then
      for _, line in ipairs(all) do print(line) end
    end
    if code ~= 0 and bad == "0" then
      fail(name .. ":1: expected exit 0, got " .. code)
    end
  elseif code == 0 then
    pass()
  else
    for i = 1, #all - 1 do print(all[i]) end
    fail(name .. ":1: exit " .. code .. ": " .. excerpt(all[#all]))
  end
end

-- One unit test program, by what it says in TAP.
local function unit(source)
  local name = source:match("([^/]+)%.c$")
  local text, code = shell(units .. "/" .. name)
  local bad, test = 0, nil
  for _, line in ipairs(lines(text)) do
    if line:find("^ok ") then
      pass()
      test = nil
    elseif line:find("^not ok %d+ # SKIP") then
      test = nil -- cmocka's way to say that a test was left out
    elseif line:find("^not ok ") then
      bad = bad + 1
      test = line:match("%- (.*)") or line
      fail(source .. ":1: " .. test)
    elseif test or (code ~= 0 and not line:find("^[#1T]")) then
      print("     " .. line)
    end
  end
  if code ~= 0 and bad == 0 then
    fail(source .. ":1: expected exit 0, got " .. code)
  end
end

-- Compares what came with a file of what should; true where there is none.
local function same(name, got)
  local want = read(name)
  if not want or want == got then return true end
  if os.getenv("ACCEPT") then
    local file <close> = assert(io.open(name, "wb"))
    file:write(got)
    print("accepted " .. name)
    return true
  end
  local a, b = lines(want), lines(got)
  for i = 1, math.max(#a, #b) + 1 do
    if a[i] ~= b[i] or i > #a and i > #b then
      fail(string.format("%s:%d: expected %s, got %s", name, i, excerpt(a[i]),
        excerpt(b[i])))
      return false
    end
  end
end

-- A script in a folder of its own, with its expected output beside it.
local function cli(script)
  local stem = script:gsub("%.sh$", "")
  local folder = lines((output("mktemp -d")))[1]
  local _, code = output(string.format(
    "cd %s && export HOME=$PWD %s && mkdir work && cd work && " ..
    "timeout -k 9 1200 bash %s >../stdout 2>../stderr", folder, environment,
    quoted(here .. "/" .. script)))
  local want = tonumber(read(stem .. ".exit") or "0")
  local stderr = read(folder .. "/stderr") or ""
  skips(script, stderr)
  local good = same(stem .. ".stdout", read(folder .. "/stdout") or "")
  good = same(stem .. ".stderr", stderr) and good
  if code ~= want then
    fail(string.format("%s:1: expected exit %d, got %d; it said %s", script,
      want, code, excerpt(stderr ~= "" and stderr:sub(-200) or nil)))
    good = false
  end
  if good then pass() end
  os.execute("chmod -R u+rwx " .. folder .. "; rm -rf " .. folder)
end

-- A Lua test is run by lua5.4, or by trich where its first line says so.
local function lua(name)
  local first = lines(read(name))[1] or ""
  local by = first:find("run by trich", 1, true) and quoted(trich) or
    "LUA_PATH='stdlib/?.lua;tests/lua/?.lua;;' lua5.4"
  counted(name, by .. " " .. quoted(name))
end

-- ---------------------------------------------------------------------------

for _, name in ipairs(files("tests/layers.lua")) do
  counted(name, "lua5.4 " .. name)
end
for _, name in ipairs(files("tests/unit/test_*.c")) do unit(name) end
for _, name in ipairs(files("tests/lua/test_*.lua")) do lua(name) end
for _, name in ipairs(files("tests/cli/*.sh")) do cli(name) end
for _, name in ipairs(files("stdlib/vi/*.rule rules/*.rule")) do
  counted(name, "$TRICH test " .. quoted(name))
end
-- Steps are counted in a build of its own, whatever the one that is tested.
for _, name in ipairs(files("tests/traps/trap.c")) do
  counted(name, quoted(here .. "/build/steps/count"))
end
for _, name in ipairs(files("tests/fuzz/findings/*/")) do
  local target = name:match("([^/]+)/$")
  counted(name, string.format("d=$(mktemp -d); cd $d; %s %s*; e=$?; " ..
    "rm -rf $d; exit $e", quoted(absolute(units .. "/../fuzz/" .. target)),
    absolute(name)))
end
for _, name in ipairs(files("README.md docs/*.md")) do
  counted(name, "lua5.4 tests/docs.lua " .. quoted(name))
end

print(string.format("%d passed, %d failed", passed, failed))
os.exit(failed == 0 and passed > 0)
