--[[ run by trich
Rule files with mistakes of all kinds: the files of the language's tests with
words dropped, doubled, swapped or cut. Each must compile, or be refused with a
message that has a place; none may raise an error, and what compiles gives the
same on both paths.

    trich tests/lua/test_mutations.lua [HOW MANY] [SEED]
]]
local language = dofile "tests/lua/language.lua"

local many, seed = tonumber(arg[1]) or 400, tonumber(arg[2]) or 1
local passed, failed, compiled = 0, 0, 0

-- A generator of its own: the same mutants everywhere.
local function random(n)
  seed = (seed * 1103515245 + 12345) % 2147483648
  return (seed >> 8) % n + 1
end

-- The rule files and texts of tests/language.
local rules, texts = {}, {}
for path in io.popen "LC_ALL=C ls tests/language/*.txt":lines() do
  local kind, body
  for line in io.lines(path) do
    local name = line:match("^%%%% ") and "RULE" or line:match("^%%%%(%u+)")
    if name then
      if kind == "RULE" then rules[#rules + 1] = body end
      if kind == "TEXT" then texts[#texts + 1] = body end
      kind, body = name, {}
    elseif body then body[#body + 1] = line
    end
  end
end

local function tokens_of(lines)
  local text, pieces, at = table.concat(lines, "\n") .. "\n", {}, 1
  while at <= #text do
    local piece = text:match("^[%w_\x80-\xFF]+%s*", at) or
      text:match("^.%s*", at)
    pieces[#pieces + 1] = piece
    at = at + #piece
  end
  return pieces
end

local signs = { "(", ")", "*", "?", "~", "...", "&", "!", "<&", ":", "=", '"',
  "{2}", "/", "é", "\0", "a.b", "=>", "end" }

local change = {
  function (t, i) table.remove(t, i) end,
  function (t, i) table.insert(t, i, t[i]) end,
  function (t, i) local j = random(#t) t[i], t[j] = t[j], t[i] end,
  function (t, i) t[i] = t[random(#t)] end,
  function (t, i) t[i] = t[i]:sub(1, -2) end,
  function (t, i) for k = #t, i, -1 do t[k] = nil end end,
  function (t, i) t[i] = t[i] .. signs[random(#signs)] end,
}

local function mutant()
  local t = tokens_of(rules[random(#rules)])
  for _ = 1, random(2) do
    if #t > 1 then change[random(#change)](t, random(#t)) end
  end
  return table.concat(t)
end

local function verdict(case, source)
  case:put("mutant.rule", source)
  local ok, message = pcall(case.compile, case, "mutant.rule")
  if not ok then return "it raises " .. tostring(message) end
  if message then
    return not message:match("^[%w/.]+:%d+:%d+: error: .") and
      "its message has no place: " .. message or nil
  end
  local fine, result, differs = pcall(case.extract, case, texts[random(#texts)])
  if not fine then return "extracting raises " .. tostring(result) end
  compiled = compiled + 1
  local bad = result.error
  if bad and bad.message:find("attempt to", 1, true) then
    return "extracting raises " .. bad.message
  end
  return differs
end

for i, lines in ipairs(texts) do texts[i] = table.concat(lines, "\n") end
local case = language.new()
for n = 1, many do
  local source = mutant()
  local wrong = verdict(case, source)
  if wrong then
    failed = failed + 1
    print(("FAIL tests/lua/test_mutations.lua:1: mutant %d: %s\n%s"):format(n,
      wrong, source))
  else
    passed = passed + 1
  end
end
case:done()
if compiled == 0 then
  failed = failed + 1
  print("FAIL tests/lua/test_mutations.lua:1: no mutant compiles")
end
print(("%d passed, %d failed"):format(passed, failed))
