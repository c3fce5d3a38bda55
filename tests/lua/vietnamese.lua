--[[
What the tests of the Vietnamese terms share: one wording in other guises.

    guises "Hòa Bình"  --> as is; NFD; HÒA BÌNH; Hoà Bình; no-break spaces

All are the same text to a reader, and must be to the rules.
]]
local guise = {}

-- Each vowel, then with grave, acute, hook, tilde, dot below.
local vowels = { "aàáảãạ", "ăằắẳẵặ", "âầấẩẫậ", "eèéẻẽẹ", "êềếểễệ", "iìíỉĩị",
  "oòóỏõọ", "ôồốổỗộ", "ơờớởỡợ", "uùúủũụ", "ưừứửữự", "yỳýỷỹỵ" }
local capitals = { "AÀÁẢÃẠ", "ĂẰẮẲẴẶ", "ÂẦẤẨẪẬ", "EÈÉẺẼẸ", "ÊỀẾỂỄỆ", "IÌÍỈĨỊ",
  "OÒÓỎÕỌ", "ÔỒỐỔỖỘ", "ƠỜỚỞỠỢ", "UÙÚỦŨỤ", "ƯỪỨỬỮỰ", "YỲÝỶỸỴ" }
local tones = { "", "\u{300}", "\u{301}", "\u{309}", "\u{303}", "\u{323}" }
local bases = { a = "a", ["ă"] = "a\u{306}", ["â"] = "a\u{302}", e = "e",
  ["ê"] = "e\u{302}", i = "i", o = "o", ["ô"] = "o\u{302}",
  ["ơ"] = "o\u{31b}", u = "u", ["ư"] = "u\u{31b}", y = "y" }

local function letters(s)
  local list = {}
  for c in s:gmatch(utf8.charpattern) do list[#list + 1] = c end
  return list
end

local apart, large = {}, { ["đ"] = "Đ" }
-- The dot below stands before other marks in canonical order.
local function decomposed(base, tone)
  local letter, mark = base:match "^(.)(.*)$"
  if tone == "\u{323}" and mark ~= "\u{31b}" then
    return letter .. tone .. mark
  end
  return base .. tone
end
for i, row in ipairs(vowels) do
  local small, big = letters(row), letters(capitals[i])
  for t = 1, 6 do
    local base = bases[small[1]]
    apart[small[t]] = decomposed(base, tones[t])
    apart[big[t]] = decomposed(base:sub(1, 1):upper() .. base:sub(2), tones[t])
    large[small[t]] = big[t]
  end
end

function guise.nfd(s)
  return (s:gsub(utf8.charpattern, apart))
end

function guise.capitals(s)
  return (s:gsub(utf8.charpattern, function (c)
    return large[c] or c:upper()
  end))
end

-- The tone on the other vowel of oa, oe, uy at the end of a syllable.
local pairs_of = { { "o", "a" }, { "o", "e" }, { "u", "y" } }
local moved = {}
for _, pair in ipairs(pairs_of) do
  local first, second = {}, {}
  for _, row in ipairs(vowels) do
    local l = letters(row)
    if l[1] == pair[1] then first = l end
    if l[1] == pair[2] then second = l end
  end
  for t = 2, 6 do
    moved[first[t] .. second[1]] = first[1] .. second[t]
  end
end

function guise.newtone(s)
  for old, new in pairs(moved) do
    s = s:gsub("()" .. old .. "()", function (from, to)
      local after = s:sub(to, to)
      if after:find "[%a\x80-\xFF]" then return nil end
      if s:sub(from - 1, from - 1):lower() == "q" then return nil end
      return new
    end)
  end
  return s
end

function guise.nobreak(s)
  return (s:gsub(" ", "\u{a0}"))
end

guise.names = { "nfd", "capitals", "newtone", "nobreak" }

return guise
