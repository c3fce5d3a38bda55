--[[ run by trich
The string functions of rule packages against Lua's own: patterns and texts put
together at random must give the same, or both raise an error.

    trich tests/lua/test_luastring.lua [HOW MANY] [SEED]
]]
local budget = require "budget"
local bounded = require "fence".strings()

local many, seed = tonumber(arg[1]) or 5000, tonumber(arg[2]) or 1
local passed, failed = 0, 0

local function random(n)
  seed = (seed * 1103515245 + 12345) % 2147483648
  return (seed >> 8) % n + 1
end

local parts = { "a", "b", ".", "%a", "%d", "%s", "%w", "[ab]", "[^a]", "[a-c]",
  "(", ")", "()", "*", "+", "-", "?", "%1", "%b()", "%f[%a]", "^", "$", "%",
  "[", "]", "%.", "%%", "\0", "é", "[%]]", "[]]", "[^]]", "-x" }
local letters = { "a", "b", "c", " ", "1", "(", ")", "é", "\0", "ab", "." }

local function text(from, most)
  local out = {}
  for i = 1, random(most) do out[i] = from[random(#from)] end
  return table.concat(out)
end

local function words(ok, ...)
  if not ok then return "error" end
  local out = table.pack(...)
  for i = 1, out.n do out[i] = tostring(out[i]) end
  return table.concat(out, "|")
end

local function every(library)
  return function (...)
    local out = {}
    for a, b in library.gmatch(...) do
      out[#out + 1] = tostring(a) .. tostring(b)
    end
    return table.concat(out, ",")
  end
end

local function swap(a) return a == "a" and "X" or nil end

local function compare(name, ...)
  local theirs = name == "gmatch" and every(string) or string[name]
  local ours = name == "gmatch" and every(bounded) or bounded[name]
  local want, got = words(pcall(theirs, ...)), words(pcall(ours, ...))
  if want == got then
    passed = passed + 1
    return
  end
  failed = failed + 1
  local s, p = ...
  print(("FAIL tests/lua/test_luastring.lua:1: %s(%q, %q): expected %q, got %q")
    :format(name, s, p, want, got))
end

for _ = 1, many do
  budget.renew()
  local p, s = text(parts, 7), text(letters, 12)
  local init = random(6) - 3
  compare("find", s, p, init)
  compare("find", s, p, init, true)
  compare("match", s, p, init)
  compare("gmatch", s, p)
  compare("gsub", s, p, "<%0>")
  compare("gsub", s, p, "%1", 2)
  compare("gsub", s, p, swap)
end
print(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0)
