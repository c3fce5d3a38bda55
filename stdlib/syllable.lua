--[[
The spelling of Vietnamese syllables: which are possible, and where the mark of
the tone stands.

    local syllable = require "syllable"
    syllable.valid "quý"      --> true
    syllable.valid "qúy"      --> false
    syllable.correct "qúy"    --> "quý", or nil where no slip is known

Both places of the mark are right in hòa and hoà, khỏe and khoẻ, thúy and thuý.
What is no syllable of Vietnamese is no mistake: it may be a name of another
language. `correct` speaks only where a small, usual slip explains the form.
]]
local ipairs, table, utf8 = ipairs, table, utf8

local _ENV <const> = nil

-- Vowels with each tone: without, then the five marks.
local vowels = { "aàáảãạ", "ăằắẳẵặ", "âầấẩẫậ", "eèéẻẽẹ", "êềếểễệ", "iìíỉĩị",
  "oòóỏõọ", "ôồốổỗộ", "ơờớởỡợ", "uùúủũụ", "ưừứửữự", "yỳýỷỹỵ" }

local base, toned = {}, {} -- á -> a, 3; a, 3 -> á
for _, row in ipairs(vowels) do
  local plain, tone = nil, 0
  for _, c in utf8.codes(row) do
    local letter = utf8.char(c)
    tone = tone + 1
    plain = plain or letter
    base[letter] = { plain, tone }
    toned[plain .. tone] = letter
  end
end

local function set_of(words)
  local set = {}
  for word in words:gmatch("%S+") do set[word] = true end
  return set
end

local onsets = { "", "ngh", "ng", "nh", "gh", "gi", "g", "kh", "k", "ch", "c",
  "ph", "p", "qu", "th", "tr", "t", "b", "d", "đ", "h", "l", "m", "n", "r",
  "s", "v", "x" }

local rimes = set_of [[
  a ac ach ai am an ang anh ao ap at au ay
  ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
  e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
  i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
  o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc
  oe oem oen oeo oet oi om on ong ooc oong op ot
  ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
  u ua uc ui um un ung up ut uân uâng uât uây uê uêch uên uênh uêt uơ uôc uôi
  uôm uôn uông uôt uy uya uych uyên uyêt uyn uynh uyp uyt uyu
  ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
  y yêm yên yêng yêt yêu ych ynh yt ]]

-- Where the mark may stand, counted in letters of the rime, where it is not the
-- one vowel with a hook or a hat, nor the vowel before the last consonants.
local open = { oa = "12", oe = "12", uy = "12", ia = "1", ua = "1",
  ["ưa"] = "1", ["ưi"] = "1", ["ưu"] = "1", ai = "1", ao = "1", au = "1",
  ay = "1", eo = "1", oi = "1", ui = "1", iu = "1", oai = "2", oay = "2",
  oao = "2", oeo = "2", uyu = "2", uya = "2" }

local marked = set_of "ă â ê ô ơ"

local function letters_of(word)
  local list = {}
  for _, c in utf8.codes(word) do list[#list + 1] = utf8.char(c) end
  return list
end

-- The letters without tones, the tone, and the letter that bears it. Nil where
-- two letters bear one.
local function split(word)
  local letters, tone, at = letters_of(word), 1, nil
  for i, letter in ipairs(letters) do
    local b = base[letter]
    if b and b[2] > 1 then
      if at then return nil end
      tone, at = b[2], i
    end
    letters[i] = b and b[1] or letter
  end
  return letters, tone, at
end

-- The places in the rime where the mark is right, as digits.
local function places(rime, letters)
  if open[rime] then return open[rime] end
  for i = #letters, 1, -1 do
    if marked[letters[i]] then return ("%d"):format(i) end
  end
  local last
  for i, letter in ipairs(letters) do
    if base[letter] then last = i end
  end
  return ("%d"):format(last)
end

local function fits(letters, at, onset)
  local n = utf8.len(onset)
  if n >= #letters or table.concat(letters, "", 1, n) ~= onset then
    return false
  end
  local own = { table.unpack(letters, n + 1) }
  local rime = table.concat(own)
  if not rimes[rime] then return false end
  local first = own[1]
  local front = first == "i" or first == "e" or first == "ê"
  if (onset == "ngh" or onset == "gh") and not front
     or onset == "ng" and front or onset == "g" and front and first ~= "i" then
    return false
  end
  return at == nil
    or at > n and places(rime, own):find(("%d"):format(at - n), 1, true) ~= nil
end

local function valid_letters(letters, at)
  -- gì, gìn: the i is a vowel, too
  if letters[1] == "g" and letters[2] == "i" and #letters <= 3
     and (letters[3] == nil or letters[3] == "n") then
    return at == nil or at == 2
  end
  for _, onset in ipairs(onsets) do
    -- after qu and gi the rime begins behind them
    if not (onset == "g" and letters[2] == "i")
       and fits(letters, at, onset) then
      return true
    end
  end
  return false
end

local function valid(word)
  local letters, _, at = split(word)
  return letters ~= nil and valid_letters(letters, at)
end

local function spelled(letters, tone, at)
  local out = { table.unpack(letters) }
  if at then out[at] = toned[out[at] .. tone] or out[at] end
  return table.concat(out)
end

-- The word with its tone at the place where it makes a syllable, or nil.
local function moved(letters, tone)
  for i, letter in ipairs(letters) do
    if base[letter] and valid_letters(letters, i) then
      return spelled(letters, tone, i)
    end
  end
  return nil
end

-- Other ways to write what may have been meant.
local slips = { { "ưo", "ươ" }, { "uơ", "ươ" }, { "^ngh", "ng" },
  { "^gh", "g" }, { "^ng", "ngh" }, { "^g", "gh" } }

local function correct(word)
  local letters, tone, at = split(word)
  if not letters or valid_letters(letters, at) then return nil end
  if at then
    local other = moved(letters, tone)
    if other then return other end
  end
  local plain = table.concat(letters)
  for _, slip in ipairs(slips) do
    local changed, n = plain:gsub(slip[1], slip[2], 1)
    local new = letters_of(changed)
    if n > 0 and at and moved(new, tone) then return moved(new, tone) end
    if n > 0 and not at and valid_letters(new, nil) then return changed end
  end
  return nil
end

return { valid = valid, correct = correct }
