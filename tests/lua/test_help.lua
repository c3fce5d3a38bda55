--[[
Help texts, run by lua5.4: what they list is what the program takes.
]]
local trich, root = os.getenv("TRICH"), os.getenv("ROOT") or "."

local checks = dofile "tests/lua/checks.lua"
local check = checks.ok

local function read(name)
  local file <close> = assert(io.open(name, "rb"))
  return file:read("a")
end

local function output(command)
  local pipe <close> = assert(io.popen(command .. " 2>&1 </dev/null", "r"))
  local text = pipe:read("a")
  local _, _, code = pipe:close()
  return text, code
end

-- Every text is what `trich help` prints, fits a terminal, and names options
-- that its command takes.
local files = output("ls " .. root .. "/docs/help")
local texts = {}
for name in files:gmatch("([%l]+)%.txt") do
  local text = read(root .. "/docs/help/" .. name .. ".txt")
  texts[#texts + 1] = text
  if name ~= "trich" then
    local got, code = output(trich .. " help " .. name)
    check(got == text and code == 0, "docs/help/%s.txt:1: 'trich help %s' \z
      prints something else", name, name)
  end
  local number = 0
  for line in text:gmatch("([^\n]*)\n") do
    number = number + 1
    check(utf8.len(line) <= 80, "docs/help/%s.txt:%d: longer than 80 columns",
      name, number)
    local option = line:match("^ +%-.-(%-%-[%l-]+)") or
      line:match("^ +(%-%-[%l-]+)")
    if option and name ~= "trich" and name ~= "script" then
      -- a second one that none knows: no command gets to its work
      local value = line:match("%-%-[%l-]+ [%u]") and "jsonl" or ""
      local got = output(("%s %s %s %s --zzz"):format(trich, name, option,
        value))
      check(not got:find("unknown option '" .. option .. "'", 1, true),
        "docs/help/%s.txt:%d: %s does not take %s", name, number, name, option)
    end
  end
end

-- Every option of the host has its line.
local all = table.concat(texts)
for option in read(root .. "/vm/args.c"):match("options%[%] = {(.-)\n    {NULL")
  :gmatch('{"([%l-]+)"') do
  check(all:find("%-%-" .. option:gsub("%-", "%%-") .. "%f[^%l-]"),
    "vm/args.c:1: no help text names --%s", option)
end

check(output(trich .. " --help") == read(root .. "/docs/help/trich.txt"),
  "docs/help/trich.txt:1: 'trich --help' prints something else")
check(output(trich .. " help chekc"):find("did you mean 'check'", 1, true),
  "vm/args.c:1: 'trich help chekc' suggests nothing")

checks.finish()
