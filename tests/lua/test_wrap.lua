-- run by trich
--[[
test_wrap.lua: each text of the corpus, wrapped as a news page by each template
of tests/tools/wrap.lua, gives the article's lines again, in order: nothing of
what stands around them, nothing lost. So it does in UTF-16. And its records are
those of the text, field by field.
]]
local trich = require "trich"

local program = assert(os.getenv "TRICH", "TRICH is not set")
local root = (os.getenv "ROOT" or ".") .. "/"
local checks = dofile(root .. "tests/lua/checks.lua")
local wrap = dofile(root .. "tests/tools/wrap.lua")

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
  local pipe <close> = io.popen(program .. " text -t text " .. name, "r")
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
      checks.ok(false, "tests/tools/wrap.lua:1: %s, line %d: expected [%s], \z
        got [%s]", name, i, want or "the end", got[i] or "the end")
      return
    end
  end
  checks.ok(true)
end

local function facts(bytes)
  return checks.facts(trich.extract(bytes).records)
end

trich.load()
for file, raw in trich.documents(root .. "corpus") do
  local name = file:match "[^/]*$"
  local want = facts(raw)
  for _, template in ipairs(wrap.names) do
    local page, kept = wrap.page(template, raw)
    check(name .. " as " .. template, page, kept)
    checks.facts_same("tests/tools/wrap.lua:1: " .. name .. " as " ..
      template, want, facts(page))
    if template == "portal" then
      check(name .. " as " .. template .. " in UTF-16", utf16(page), kept)
    end
  end
end

checks.finish()
