-- run by trich
--[[
test_guises.lua: the records of a page do not depend on its guise. Each page of
the corpus, and of a development set where there is one ($TRICH_PAGES, or
../shared/devset: its texts with gold, and every tenth of its sample), is read
again

  decomposed            (NFD)
  with no-break spaces  in place of every other space
  with other dashes     hyphen, en dash and em dash in turn
  among paragraphs      of no news, in its middle and at its end

and must give the records that it gave: the same rules and fields, in any order
of equal places. Dashes are compared as one.
]]
local trich = require "trich"

local root = (os.getenv "ROOT" or ".") .. "/"
local pages = os.getenv "TRICH_PAGES" or "../shared/devset"
local checks = dofile(root .. "tests/lua/checks.lua")
local guise = dofile(root .. "tests/lua/vietnamese.lua")

local STEP <const> = 10 -- of a large folder every so many pages
local LARGE <const> = 50

local function half_nobreak(s)
  local n = 0
  return (s:gsub(" ", function ()
    n = n + 1
    return n % 2 == 0 and "\u{a0}" or nil
  end))
end

-- Only dashes that stand free, or between digits: one inside a word is part of
-- its spelling.
local dashes = { "-", "\u{2013}", "\u{2014}" }
local function redash(s)
  local n = 0
  local function turn(before, after)
    n = n % #dashes + 1
    return before .. dashes[n] .. after
  end
  s = s:gsub("( )\u{2013}( )", "%1-%2"):gsub("( )\u{2014}( )", "%1-%2")
  return (s:gsub("( )%-( )", turn))
end

local filler = "Buổi sớm, sương phủ kín cánh đồng và lũ trẻ rủ nhau " ..
  "ra bờ sông thả diều. Mấy cụ già ngồi bên hiên nhà, kể lại chuyện cũ " ..
  "cho nhau nghe."

local function among(s)
  local lines = {}
  for line in (s .. "\n"):gmatch "(.-)\n" do lines[#lines + 1] = line end
  local half = #lines // 2
  while half < #lines and lines[half] ~= "" do half = half + 1 end
  if half > 1 and half < #lines then
    table.insert(lines, half + 1, filler .. "\n")
  end
  lines[#lines + 1] = "\n" .. filler
  return table.concat(lines, "\n")
end

local guises = {
  { "decomposed", guise.nfd },
  { "with no-break spaces", half_nobreak },
  { "with other dashes", redash },
  { "among paragraphs", among },
}

local function plain(v)
  v = tostring(v)
  return (v:gsub("\u{2013}", "-"):gsub("\u{2014}", "-"))
end

local function facts(bytes)
  return checks.facts(trich.extract(bytes).records, plain)
end

local function check(file, raw)
  local want = facts(raw)
  for _, g in ipairs(guises) do
    checks.facts_same(("%s:1: %s"):format(file, g[1]), want, facts(g[2](raw)))
  end
end

local function folder(path)
  local list = {}
  local pipe <close> = io.popen("find '" .. path ..
    "' -maxdepth 1 -name '*.txt' 2>/dev/null | LC_ALL=C sort")
  for file in pipe:lines() do list[#list + 1] = file end
  if not list[1] then print("skipped: no texts in " .. path) end
  for i = 1, #list, #list > LARGE and STEP or 1 do
    local file <close> = assert(io.open(list[i], "rb"))
    check(list[i], file:read "a")
  end
end

trich.load()
folder(root .. "corpus")
folder(pages .. "/gold")
folder(pages .. "/sample")
checks.finish()
