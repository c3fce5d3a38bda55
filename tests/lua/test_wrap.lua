--[[
test_wrap.lua: each text of the corpus, wrapped as a news page by each template
of tests/tools/wrap.lua, gives the article's lines again, in order: nothing of
what stands around them, nothing lost. So it does in UTF-16.
]]

local trich = assert(os.getenv("TRICH"), "TRICH is not set")
local wrap = dofile("tests/tools/wrap.lua")

local passed, failed = 0, 0

local function fold(s)
  return (s:gsub("\u{a0}", " "):gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""))
end

local function utf16(s)
  local out = { "\xFF\xFE" }
  for _, c in utf8.codes(s) do out[#out + 1] = string.pack("<I2", c) end
  return table.concat(out)
end

-- The lines that trich reads in a page.
local function text(page)
  local name = os.tmpname()
  local file <close> = assert(io.open(name, "wb"))
  file:write(page)
  file:close()
  local pipe <close> = io.popen(trich .. " text -t text " .. name, "r")
  local lines = {}
  for line in pipe:lines() do lines[#lines + 1] = fold(line) end
  os.remove(name)
  return lines
end

local function check(name, page, kept)
  local got = text(page)
  for i = 1, math.max(#got, #kept) do
    local want = kept[i] and fold(kept[i])
    if got[i] ~= want then
      failed = failed + 1
      print(string.format("tests/tools/wrap.lua:1: %s, line %d: expected " ..
        "[%s], got [%s]", name, i, want or "the end", got[i] or "the end"))
      return
    end
  end
  passed = passed + 1
end

local pipe <close> = io.popen("LC_ALL=C ls corpus/*.txt", "r")
for file in pipe:lines() do
  local handle <close> = assert(io.open(file, "rb"))
  local raw = handle:read("a")
  for _, template in ipairs(wrap.names) do
    local page, kept = wrap.page(template, raw)
    check(file .. " as " .. template, page, kept)
    if template == "portal" then
      check(file .. " as " .. template .. " in UTF-16", utf16(page), kept)
    end
  end
end

print(string.format("%d passed, %d failed", passed, failed))
