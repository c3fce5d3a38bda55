--[[
Characters and spellings that look right and are not: what a reader cannot see
and a rule cannot match.

    local suspect = require "suspect"
    suspect.scan("8,7 tỷ UЅD")
        --> { { s = 10, e = 12, kind = "lookalike", mend = "S",
                what = "'Ѕ' is U+0405 (Cyrillic), not Latin 'S'" } }
    suspect.skeleton "nghạch"          --> "nghach"
    suspect.near(words, "nghach")      --> entries of an index that are near

Kinds: lookalike (a letter of another script among Latin ones), space (a
character of no width where a space belongs, or one too many), form (marks in an
order that no normal form mends). Places are bytes, from 1, `e` the last one.
]]
local core = require "core"

local ipairs, pairs, table, utf8 = ipairs, pairs, table, utf8

local _ENV <const> = nil

-- ---------------------------------------------------------------------------
-- Letters of other scripts that look like Latin ones

local alike = {}
local scripts = {}

local function letters(script, pairs_of)
  for other, latin in pairs_of:gmatch("(%S+)=(%S+)") do
    alike[other], scripts[other] = latin, script
  end
end

letters("Cyrillic", [[а=a е=e о=o р=p с=c у=y х=x і=i ј=j ѕ=s һ=h ԁ=d ԛ=q ԝ=w
  к=k м=m т=t в=b н=h г=r п=n А=A В=B Е=E К=K М=M Н=H О=O Р=P С=C Т=T У=Y Х=X
  І=I Ј=J Ѕ=S Ԁ=D Ԛ=Q Ԝ=W Ѵ=V ѵ=v ӏ=l Ӏ=I ɡ=g ё=e Ё=E ӑ=ă Ӑ=Ă]])
letters("Greek", [[α=a ο=o ν=v ρ=p τ=t υ=u χ=x ι=i κ=k γ=y η=n ω=w Α=A Β=B Ε=E
  Ζ=Z Η=H Ι=I Κ=K Μ=M Ν=N Ο=O Ρ=P Τ=T Υ=Y Χ=X ϲ=c Ϲ=C]])
letters("Latin, of another alphabet", [[ı=i ɩ=i ɑ=a ɡ=g ᴏ=o ð=đ ǎ=ă Ǎ=Ă
  ơ̛=ơ ɗ=đ Ɖ=Đ ƚ=l ƅ=b]])
letters("Armenian", "օ=o ս=u հ=h ո=n ց=g")

local names = { ["\u{200B}"] = "zero-width space",
  ["\u{200C}"] = "zero-width non-joiner", ["\u{200D}"] = "zero-width joiner",
  ["\u{2060}"] = "word joiner", ["\u{FEFF}"] = "byte order mark",
  ["\u{00AD}"] = "soft hyphen", ["\u{180E}"] = "Mongolian vowel separator",
  ["\u{034F}"] = "grapheme joiner", ["\u{200E}"] = "left-to-right mark",
  ["\u{200F}"] = "right-to-left mark" }
local wide = { ["\u{00A0}"] = "no-break space",
  ["\u{202F}"] = "narrow no-break space", ["\u{2007}"] = "figure space",
  ["\u{2009}"] = "thin space" }

local function is_mark(c)
  local n = utf8.codepoint(c)
  return n >= 0x300 and n <= 0x36F
end

local function code(c) return ("U+%04X"):format(utf8.codepoint(c)) end

local plain = {}
for base, forms in pairs {
  a = "àáảãạăằắẳẵặâầấẩẫậ", e = "èéẻẽẹêềếểễệ", i = "ìíỉĩị",
  o = "òóỏõọôồốổỗộơờớởỡợ", u = "ùúủũụưừứửữự", y = "ỳýỷỹỵ", d = "đ" } do
  for _, c in utf8.codes(forms) do plain[utf8.char(c)] = base end
end

-- Whether the word around the bytes can be meant for one of Latin letters: no
-- letter of it looks like none.
local function latin_beside(text, s, e)
  local before = text:sub(1, s - 1):match("[%a\128-\255]*$")
  local after = text:match("^[%a\128-\255]*", e + 1)
  for c in (before .. after):gmatch("[\194-\244][\128-\191]*") do
    if not alike[c] and not plain[core.lower(c)] and not is_mark(c)
       and utf8.codepoint(c) > 0x24F then
      return utf8.codepoint(c) < 0x370 -- signs and spaces end a word
        or utf8.codepoint(c) >= 0x2000 and utf8.codepoint(c) < 0x2070
    end
  end
  return true
end

-- Marks that stand in an order of their own: the tone before the hat.
local tones = { ["\u{300}"] = true, ["\u{301}"] = true, ["\u{303}"] = true,
                ["\u{309}"] = true, ["\u{323}"] = true }

local function mended_marks(letter, marks)
  local hats, tone = {}, {}
  for _, c in utf8.codes(marks) do
    c = utf8.char(c)
    if tones[c] then tone[#tone + 1] = c else hats[#hats + 1] = c end
  end
  return core.tidy(letter .. table.concat(hats) .. table.concat(tone))
end

-- Letters with a tone, each as its letter and its tone.
local toned = {}
for base, forms in ("a=àáảãạ e=èéẻẽẹ o=òóỏõọ u=ùúủũụ A=ÀÁẢÃẠ E=ÈÉẺẼẸ O=ÒÓỎÕỌ \z
    U=ÙÚỦŨỤ"):gmatch("(%a)=(%S+)") do
  local marks = { "\u{300}", "\u{301}", "\u{309}", "\u{303}", "\u{323}" }
  local i = 0
  for _, c in utf8.codes(forms) do
    i = i + 1
    toned[utf8.char(c)] = { base, marks[i] }
  end
end

local digits <const> = { O = "0", o = "0", ["О"] = "0", ["о"] = "0",
  ["Ο"] = "0", ["ο"] = "0", ["З"] = "3", ["з"] = "3", l = "1", I = "1",
  ["І"] = "1", ["|"] = "1" }

-- Letters in a number: 4O, 1l5, l2, 12.5OO.
local function letters_in_numbers(text, found)
  for s, run, e in text:gmatch("()([%w.,|\128-\255]+)()") do
    local wrong, number = {}, run:find("%d") ~= nil
    for i, c in run:gmatch("()([%z\1-\127\194-\253][\128-\191]*)") do
      if digits[c] then wrong[#wrong + 1] = { i, c }
      elseif not c:find("[%d.,]") then number = false
      end
    end
    for _, letter in ipairs(number and e > s and wrong or {}) do
      local at, c = s + letter[1] - 1, letter[2]
      found[#found + 1] = { s = at, e = at + #c - 1, kind = "lookalike",
        mend = digits[c], what = ("'%s' is a letter (%s), not the figure '%s'")
          :format(c, code(c), digits[c]) }
    end
  end
end

-- The plain character that a full-width one stands for, or nil.
local function narrow(c)
  local n = #c == 3 and utf8.codepoint(c) or 0
  return n > 0xFF00 and n < 0xFF5F and utf8.char(n - 0xFEE0) or nil
end

-- The suspicious places of a text, in order.
local function scan(text)
  local found, numbers = {}, {}
  letters_in_numbers(text, numbers)
  local at = 1
  while at <= #text do
    local c = text:match("^[%z\1-\127\194-\253][\128-\191]*", at)
      or text:sub(at, at)
    local e = at + #c - 1
    if numbers[1] and numbers[1].s == at then
      found[#found + 1] = table.remove(numbers, 1)
    elseif alike[c] and latin_beside(text, at, e) then
      found[#found + 1] = { s = at, e = e, kind = "lookalike",
        mend = alike[c], what = ("'%s' is %s (%s), not '%s'"):format(c,
          code(c), scripts[c], alike[c]) }
    elseif narrow(c) then
      found[#found + 1] = { s = at, e = e, kind = "lookalike",
        mend = narrow(c), what = ("'%s' is a full-width form (%s), not '%s'")
          :format(c, code(c), narrow(c)) }
    elseif names[c] then
      found[#found + 1] = { s = at, e = e, kind = "space", mend = " ",
        none = true, what = ("a %s (%s), which nobody sees and which counts \z
          as nothing"):format(names[c], code(c)) }
    elseif wide[c] then
      found[#found + 1] = { s = at, e = e, kind = "space", mend = "",
        wide = true, what = ("a %s (%s)"):format(wide[c], code(c)) }
    elseif #c > 1 then
      local letter, tone = table.unpack(toned[c] or {})
      local marks = text:match("^\204[\128-\191]", e + 1)
      if letter and marks and is_mark(marks) and not tones[marks] then
        found[#found + 1] = { s = at, e = e + 2, kind = "form",
          mend = mended_marks(letter, marks .. tone),
          what = ("the tone of '%s%s' is written before its other mark (%s \z
            %s)"):format(c, marks, code(c), code(marks)) }
        e = e + 2
      end
    end
    if #c == 1 and c:match("%a") then
      local marks = text:match("^[\204\205][\128-\191][\204\205\128-\191]*",
        e + 1)
      if marks and utf8.len(marks) == 2 and mended_marks(c, marks)
         ~= core.tidy(c .. marks) then
        found[#found + 1] = { s = at, e = e + #marks, kind = "form",
          mend = mended_marks(c, marks), what = ("the tone of '%s' is \z
            written before its other mark"):format(c .. marks) }
        e = e + #marks
      end
    end
    at = e + 1
  end
  return found
end

-- ---------------------------------------------------------------------------
-- Words without their marks, and words that are nearly the same

-- Lower-case letters without marks, other scripts as they look.
local function skeleton(word)
  return (core.lower(core.tidy(word)):gsub("[\194-\244][\128-\191]*",
    function (c)
      local latin = alike[c]
      return plain[c] or latin and (plain[latin] or latin) or nil
    end):gsub("f", "ph"))
end

-- How many letters to change, add, drop or swap, by characters.
local function distance(a, b)
  local x, y = {}, {}
  for _, c in utf8.codes(a) do x[#x + 1] = c end
  for _, c in utf8.codes(b) do y[#y + 1] = c end
  local rows = { [0] = {} }
  for j = 0, #y do rows[0][j] = j end
  for i = 1, #x do
    rows[i] = { [0] = i }
    for j = 1, #y do
      local best = rows[i - 1][j - 1] + (x[i] == y[j] and 0 or 1)
      if rows[i - 1][j] + 1 < best then best = rows[i - 1][j] + 1 end
      if rows[i][j - 1] + 1 < best then best = rows[i][j - 1] + 1 end
      if i > 1 and j > 1 and x[i] == y[j - 1] and x[i - 1] == y[j]
         and rows[i - 2][j - 2] + 1 < best then
        best = rows[i - 2][j - 2] + 1
      end
      rows[i][j] = best
    end
  end
  return rows[#x][#y]
end

-- How unlike two texts are: letters of the skeleton, and a half for marks.
local function unlike(a, b)
  local x, y = skeleton(a), skeleton(b)
  if x == y then return a == b and 0 or 0.5 end
  return distance(x, y) + 0.0
end

-- The `n` phrases of a list of rows that are most like a text, nearest first,
-- no more than `most` letters away (half its length, where none is given), and
-- how many letters the nearest is away.
local function nearest(rows, text, n, most)
  local best = {}
  local key = skeleton(text)
  most = most or #key // 2
  for _, row in ipairs(rows) do
    local other = row.skeleton or skeleton(row.phrase)
    row.skeleton = other
    local gap = #other - #key
    if gap <= most and -gap <= most then
      local d = distance(key, other)
      if d <= most then
        best[#best + 1] = { phrase = row.phrase, d = d }
      end
    end
  end
  table.sort(best, function (a, b)
    if a.d ~= b.d then return a.d < b.d end
    return a.phrase < b.phrase
  end)
  local list = {}
  for i = 1, n do list[i] = best[i] and best[i].phrase end
  return list, best[1] and best[1].d
end

return { scan = scan, skeleton = skeleton, distance = distance,
         unlike = unlike, nearest = nearest, wide = wide, names = names,
         alike = alike }
