--[[
The packages of tests/hostile: rule files, with Lua and vocabularies, that try
to hang, to break out, to read what is not theirs. Each is a file of its own:

    %% what it tries
    %%EXPECTS page budget BUDGET_STEPS     the error of the first page's line
    %%EXPECTS record "v":"x"               the first page's line holds this
    %%EXPECTS rules a.rule:3:5: ...        exit 3, and standard error holds it
    %%FILE a.rule                          what follows is the file
    %%MADE big.tsv                         what follows is Lua that gives it
    %%LINK x.tsv /etc/passwd               a symbolic link
    %%FIFO x.tsv                           a pipe that nobody writes to
    %%OPTIONS --limit X=1                  for this package
    %%RULES folder                         what -r names (a.rule)

Two pages are read, one after the other: `x` and `y`. Where a.rule is not
given, it is the one below. After the worst that a package does to the first
page, the second one still has its record, unless the rules do not compile.

    lua5.4 tests/lua/test_hostile.lua [NAME]
]]
local only = arg[1] or ""
local trich = os.getenv "TRICH" or assert(io.popen("pwd")):read("l") .. "/trich"

local RULE <const> = [[
use lua "f.lua"
record thing { v, list* }
rule t : thing = what:"x" set v = f(match)
rule u : thing = what:"y" set v = match
]]
local SECONDS <const> = 600 -- a backstop: what hangs is to fail

local passed, failed = 0, 0

local function fail(name, text, ...)
  failed = failed + 1
  print(("FAIL %s:1: %s"):format(name, text:format(...)))
end

local function quoted(s) return "'" .. s:gsub("'", "'\\''") .. "'" end

local function write(path, text)
  local folder = path:match("^(.*)/")
  os.execute("mkdir -p " .. quoted(folder))
  local file <close> = assert(io.open(path, "wb"))
  file:write(text)
end

local function read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read("a")
end

-- ---------------------------------------------------------------------------
-- Reading a package

local function parse(path)
  local p = { files = {}, made = {}, links = {}, fifos = {}, options = "",
              rules = "a.rule", tries = nil }
  local body
  for line in io.lines(path) do
    local word, rest = line:match("^%%%%(%u*)%s*(.*)$")
    if not word then
      if body then body[#body + 1] = line .. "\n" end
    elseif word == "" then p.tries = p.tries or rest
    elseif word == "EXPECTS" then p.kind, p.want = rest:match("^(%l+) ?(.*)$")
    elseif word == "FILE" or word == "MADE" then
      body = {}
      p[word == "FILE" and "files" or "made"][rest] = body
    elseif word == "LINK" then
      local name, to = rest:match("^(%S+)%s+(%S+)$")
      p.links[name] = to
    elseif word == "FIFO" then p.fifos[rest] = true
    elseif word == "OPTIONS" then p.options = rest
    elseif word == "RULES" then p.rules = rest
    else error(path .. ": what is " .. line)
    end
  end
  return p
end

local function lay(folder, p)
  write(folder .. "/a.rule", RULE)
  write(folder .. "/page.txt", "x\n")
  write(folder .. "/second.txt", "y\n")
  for name, body in pairs(p.files) do
    write(folder .. "/" .. name, table.concat(body))
  end
  for name, body in pairs(p.made) do
    write(folder .. "/" .. name, assert(load(table.concat(body)))(folder))
  end
  for name, to in pairs(p.links) do
    os.execute(("ln -sf %s %s"):format(quoted(to),
      quoted(folder .. "/" .. name)))
  end
  for name in pairs(p.fifos) do
    os.execute("mkfifo " .. quoted(folder .. "/" .. name))
  end
end

-- ---------------------------------------------------------------------------
-- What came of it

local function excerpt(s)
  return #s > 300 and s:sub(1, 300) .. "..." or s
end

local judge = {}

function judge.rules(p, exit, _, err)
  return exit == 3 and err:find(p.want, 1, true) and #err < 20000,
    ("exit %d and %s"):format(exit, excerpt(err))
end

function judge.page(p, exit, out)
  local first = out:match("^[^\n]*")
  local kind = first:match('"error":{"kind":"(%l+)"')
  local limit = first:match('"error":.*"limit":"([%u_]+)"')
  local got = kind and kind .. (limit and " " .. limit or "") or "no error"
  if p.want:find("^rule ") then
    got = got .. " " .. (first:match('"message":"([^"]*)"') or "")
    return exit == 1 and kind == "rule" and got:find(p.want:sub(6), 1, true),
      got
  end
  return exit == 1 and got == p.want, got
end

function judge.record(p, exit, out)
  local first = out:match("^[^\n]*")
  return exit == 0 and first:find(p.want, 1, true),
    ("exit %d and %s"):format(exit, excerpt(first))
end

local function run(name, folder)
  local p = parse(name)
  assert(p.tries and judge[p.kind or ""], name .. ": tries what, expects what?")
  lay(folder, p)
  local command = ("cd %s && timeout -k 1 %d %s run --no-shipped %s -t jsonl \z
    --limit BUDGET_STEPS=20000000 -r %s page.txt second.txt >out 2>err")
    :format(quoted(folder), SECONDS, quoted(trich), p.options, p.rules)
  local _, _, exit = os.execute(command)
  local out, err = read(folder .. "/out"), read(folder .. "/err")
  local ok, got = judge[p.kind](p, exit, out, err)
  if not ok then
    fail(name, "%s: expected %s %s, got exit %d: %s", p.tries, p.kind, p.want,
      exit, got)
  elseif p.kind ~= "rules" and not out:match("\n(.*)"):find('"text":"y"', 1,
      true) then
    fail(name, "%s: expected the record of the next page, got %s", p.tries,
      excerpt(out))
  else
    passed = passed + 1
  end
end

local top = assert(io.popen("mktemp -d")):read("l")
for name in assert(io.popen("LC_ALL=C ls tests/hostile/*.txt")):lines() do
  if name:find(only, 1, true) then
    local folder = top .. "/package"
    os.execute("rm -rf " .. folder)
    run(name, folder)
  end
end
os.execute("rm -rf " .. top)
print(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0)
