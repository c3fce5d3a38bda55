--[[
A piece of text with carets below it, for a terminal.

    local quote = require "quote"
    print(quote.lines("đạt 8,7 tỷ UЅD", 13, 15))
    --   đạt 8,7 tỷ UЅD
    --              ^^^

The span is bytes from 1, its end behind the last one. Of a long text the part
around the span; line breaks are shown as spaces.
]]
local ipairs, math, table, utf8 = ipairs, math, table, utf8

local _ENV <const> = nil

local MOST <const> = 100 -- columns of the quoted part
local BEFORE <const> = 40 -- of them before the span

local function width(c)
  if c < 32 or c == 127 then return 1 end
  if c >= 0x300 and c <= 0x36F or c >= 0x200B and c <= 0x200F
     or c == 0xAD or c == 0x2060 or c == 0xFEFF then
    return 0
  end
  if c >= 0x1100 and (c <= 0x115F or c >= 0x2E80 and c <= 0xA4CF
     or c >= 0xAC00 and c <= 0xD7A3 or c >= 0xF900 and c <= 0xFAFF
     or c >= 0xFF00 and c <= 0xFF60 or c >= 0x1F300 and c <= 0x1FAFF) then
    return 2
  end
  return 1
end

-- The characters of a text with the columns that they take.
local function columns(text)
  local list, column = {}, 0
  for at, c in utf8.codes(text, true) do
    local w = width(c)
    list[#list + 1] = { at = at, c = c, column = column, w = w }
    column = column + w
  end
  list[#list + 1] = { at = #text + 1, column = column, w = 0 }
  return list, column
end

local function column_of(list, at)
  for _, char in ipairs(list) do
    if char.at >= at then return char.column end
  end
  return list[#list].column
end

-- The quoted line and the line of carets, each after `indent`.
local function lines(text, s, e, indent)
  if not utf8.len(text) then text = text:gsub("[\128-\255]", "?") end
  indent = indent or ""
  local list, whole = columns(text)
  local a, b = column_of(list, s), column_of(list, e)
  local from, to = 0, whole
  if whole > MOST then
    from = math.max(0, math.min(a - BEFORE, whole - MOST))
    to = math.min(whole, math.max(from + MOST, math.min(b, from + 2 * MOST)))
  end
  local out = { from > 0 and "…" or "" }
  for _, char in ipairs(list) do
    if char.c and char.column >= from and char.column < to then
      out[#out + 1] = (char.c < 32 or char.c == 127) and " "
        or utf8.char(char.c)
    end
  end
  if to < whole then out[#out + 1] = "…" end
  local shift = a - from + (from > 0 and 1 or 0)
  local carets = math.max(1, math.min(b, to) - a)
  return indent .. table.concat(out) .. "\n" .. indent .. (" "):rep(shift)
    .. ("^"):rep(carets)
end

return { lines = lines }
