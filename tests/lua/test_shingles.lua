-- run by trich
--[[
test_shingles.lua: how well `trich text` finds the articles of saved pages
where a folder of such pages lies beside the project. Counted as the common
benchmark of article extraction does: words are runs of letters and digits,
shingles of four words are counted as multisets, precision and recall are means
over the pages. The truth has no headlines and captions, so that two figures are
given: of all that trich prints, and of the text alone.

  trich tests/lua/test_shingles.lua -v    each page on a line, and the sums
]]
local host = require "host"

local program = os.getenv "TRICH" or "trich"
local root = (os.getenv "ROOT" or ".") .. "/"
local folder = root .. "../shared/devset/html/"
local verbose = arg and arg[1] == "-v"

local wanted = 0.97 -- F1 of all that is printed

-- Signs among the letters beyond ASCII, as pairs of first and last; what stands
-- between two pairs are letters and digits.
local signs = { 0x80, 0xA9, 0xAB, 0xB1, 0xB4, 0xB4, 0xB6, 0xB8, 0xBB, 0xBB,
  0xBF, 0xBF, 0xD7, 0xD7, 0xF7, 0xF7, 0x300, 0x36F, 0x2000, 0x206F, 0x20A0,
  0x20FF, 0x2190, 0x2BFF, 0x2E00, 0x3004, 0x3008, 0x3020, 0x30FB, 0x30FB,
  0xFE00, 0xFE6F, 0xFF00, 0xFF0F, 0xFF1A, 0xFF20, 0xFFF0, 0xFFFF, 0x1F000,
  0x1FFFF }

local function isword(c)
  for i = 1, #signs, 2 do
    if c < signs[i] then return true end
    if c <= signs[i + 1] then return false end
  end
  return true
end

local function words(text)
  text = text:gsub(utf8.charpattern, function (c)
    if #c > 1 then return not isword(utf8.codepoint(c)) and " " or nil end
    return not c:find "[%w_]" and " " or nil
  end)
  local list = {}
  for word in text:gmatch "%S+" do list[#list + 1] = word end
  return list
end

-- How often each run of four words stands in the text.
local function shingles(text)
  local list, count, n = words(text), {}, 0
  if #list == 0 then return count, 0 end
  for i = 1, math.max(1, #list - 3) do
    local key = table.concat(list, " ", i, math.min(i + 3, #list))
    count[key] = (count[key] or 0) + 1
    n = n + 1
  end
  return count, n
end

local function compare(truth, found)
  local want, nwant = shingles(truth)
  local got, ngot = shingles(found)
  local both = 0
  for key, n in pairs(got) do both = both + math.min(n, want[key] or 0) end
  return ngot > 0 and both / ngot or 1, nwant > 0 and both / nwant or 1
end

-- The blocks' text, all of it and without headline and captions.
local function text(name)
  local pipe <close> = io.popen(program .. " text -t jsonl " .. folder .. name)
  local all, body = {}, {}
  for _, block in ipairs(host.json(pipe:read "a").blocks) do
    all[#all + 1] = block.text
    if block.role ~= "title" and block.role ~= "caption" then
      body[#body + 1] = block.text
    end
  end
  return table.concat(all, "\n"), table.concat(body, "\n")
end

local function f1(sum) return 2 * sum.p * sum.r / (sum.p + sum.r) end

local function show(sum)
  return ("precision %.4f, recall %.4f, F1 %.4f"):format(sum.p, sum.r, f1(sum))
end

local file = io.open(folder .. "truth.json")
if not file then
  print("skipped: no saved pages beside the project")
  print("0 passed, 0 failed")
  return
end
local truth = host.json(file:read "a")
file:close()

local names, printed, alone = {}, { p = 0, r = 0 }, { p = 0, r = 0 }
for name in pairs(truth) do names[#names + 1] = name end
table.sort(names)

local function add(sum, want, got)
  local p, r = compare(want, got)
  sum.p, sum.r = sum.p + p / #names, sum.r + r / #names
  return p, r
end

for _, name in ipairs(names) do
  local want, all, body = truth[name].articleBody, text(name)
  add(printed, want, all)
  local p, r = add(alone, want, body)
  if verbose then print(("%.3f %.3f %s"):format(p, r, name)) end
end
if verbose then
  print(#names .. " pages, all that is printed: " .. show(printed))
  print(#names .. " pages, the text alone: " .. show(alone))
end
if f1(printed) >= wanted then
  print("1 passed, 0 failed")
else
  print(("tests/lua/test_shingles.lua:1: expected F1 of %.2f, got %s"):format(
    wanted, show(printed)))
  print("0 passed, 1 failed")
end
