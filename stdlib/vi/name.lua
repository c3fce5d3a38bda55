--[[
Functions of package vi.person.

    foreign_name("Mohammed Rasoodeen")  --> true
    foreign_name("Phạm Gia Khiêm")      --> false
]]
local ipairs, pairs, string, utf8 = ipairs, pairs, string, utf8

local _ENV <const> = nil

-- Letters of Vietnamese without their marks, by their bytes.
local plain = {}
for base, set in string.gmatch([[
a:àáảãạăằắẳẵặâầấẩẫậÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬ d:đĐ e:èéẻẽẹêềếểễệÈÉẺẼẸÊỀẾỂỄỆ
i:ìíỉĩịÌÍỈĨỊ o:òóỏõọôồốổỗộơờớởỡợÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢ
u:ùúủũụưừứửữựÙÚỦŨỤƯỪỨỬỮỰ y:ỳýỷỹỵỲÝỶỸỴ]], "(%l):(%S+)") do
  for _, code in utf8.codes(set) do plain[utf8.char(code)] = base end
end

-- The same letters as A where they are capital, else a.
local shape = {}
for letter in pairs(plain) do shape[letter] = "a" end
for _, code in utf8.codes("ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠ"
  .. "ỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ") do shape[utf8.char(code)] = "A" end

local MARKED <const> = "[\xC3-\xE1][\x80-\xBF]+"

local initials, finals, nuclei = {}, {}, {}
local function fill(set, list)
  for word in string.gmatch(list, "%S+") do set[word] = true end
end
fill(initials, [[b c ch d g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr
  v x]])
fill(finals, "c ch m n ng nh p t")
fill(nuclei, [[a ai ao au ay e eo eu i ia ie ieu iu o oa oai oay oe oi oo u ua
  uay ue ui uo uoi uou uy uya uye uyu uu y ye yeu uoe oao ueo]])

-- Of these none goes on to a consonant.
local open_nuclei = {}
fill(open_nuclei, [[ai ao au ay eo eu ia ieu iu oi oai oay ui uoi uou uay uya
  uyu uu yeu oao]])

-- What may follow the first consonants: whether it ends in c, ch, p or t. The
-- longest last consonants are taken first.
local stopped = {}
for _, size in ipairs({ 2, 1 }) do
  for last in pairs(finals) do
    for mid in pairs(nuclei) do
      local stop = last == "c" or last == "ch" or last == "p" or last == "t"
      if #last == size and stopped[mid .. last] == nil
         and not open_nuclei[mid] then
        stopped[mid .. last] = stop
      end
    end
  end
end
for mid in pairs(nuclei) do
  if stopped[mid] == nil then stopped[mid] = false end
end

-- Whether a word (small letters, no marks) can be written in Vietnamese. A
-- syllable without a tone mark cannot end in c, ch, p or t.
local function syllable(word, marked)
  for i = 3, 0, -1 do
    local head = string.sub(word, 1, i)
    if i == 0 or (#head == i and initials[head]) then
      local tail = string.sub(word, i + 1)
      if head == "gi" and (tail == "" or finals[tail]) then return true end
      local stop = stopped[tail]
      if stop ~= nil then return marked or not stop end
    end
  end
  return false
end

-- A word in small letters without marks, and whether it had some; nil where a
-- letter of it is none of ours.
local function bare(word)
  local out, marks = string.gsub(word, MARKED, plain)
  if string.find(out, "[\x80-\xFF]") then return nil end
  return string.lower(out), marks > 0
end

local function foreign_word(word)
  local out, marked = bare(word)
  if out == nil then return true end
  if #out == 1 then return false end
  return not syllable(out, marked)
end

-- Words of firms, papers and places in English; with one of them a run of
-- capitals names no person.
local corporate = {}
fill(corporate, [[airlines airways group development land capital holdings
  holding global bank corp corporation times media consulting logistics energy
  vietnam asia international technologies technology solutions partners
  securities forex bay hills hill steel park city resort hotel hotels travel
  motors motor electronics investment investments university institute research
  news foods food pharma tech digital software industries york cafe coffee
  studio club fund company inc ltd jsc pacific tower center centre mall plaza
  house home homes green smart world network express post street journal review
  economics insurance life finance financial invest property properties
  construction engineering systems services service trading shop store academy
  school college council agency association federation foundation committee
  cup league festival expo summit forum fair week award awards online mobile
  advice active futures tool watch
  estate co clinic congress insights car cars bus metro line lines air port
  terminal river lake sea ocean island
  beach golf sport sports football united real bitcoin token chain cloud data
  power solar wind gas oil petro chem chemical paper wood garment textile
  policy advisors advisory management analytics wealth markets market
  semiconductor laboratories laboratory labs pictures records ventures venture
  strategy strategies brothers associates equity equities asset assets exchange
  index racing airport avenue road square university hospital valley forest
  garden gardens village the and of for tv radio show open masters prize museum
  covid tonight interview voice kids show stanley sachs chase vuitton dior
  klein lauren hilfiger cardin schwab hopkins
  wakefield lasalle ratings poor]])

-- "Pu-tin", "Bai-đơn": a hyphen before a small letter.
local function transcribed(text)
  if not string.find(text, "-", 1, true) then return false end
  return string.find(string.gsub(text, MARKED, shape), "%-[^%-%u]") ~= nil
end

-- Whether the words of a name hold one that no Vietnamese syllable is.
-- Words all in capitals are abbreviations and tell nothing.
local function foreign_name(text)
  if text == nil then return nil end
  -- a person, whose name a firm bears, too
  if text == "Klaus Schwab" then return true end
  if string.find(text, "%d") then return false end
  local n, found = 0, transcribed(text)
  for word in string.gmatch(text, "[^%s%-%.']+") do
    n = n + 1
    -- Park is a family name, too
    if corporate[string.lower(word)] and (n > 1 or word ~= "Park") then
      return false
    end
    -- "VinaCapital", "khu vực III": a firm, a number
    if n == 1 and (string.find(word, "^[IVX][IVX]+$")
                   or string.find(word, "^%u%l%l%l+%u")) then
      return false
    end
    if not found and not string.find(word, "^%u%u+$") then
      found = foreign_word(word)
    end
  end
  return found and n >= 2
end

-- Whether one word is a foreign name: no Vietnamese syllable, no abbreviation
-- and no word of a firm's name.
local function one_word(text)
  if text == nil or string.find(text, "%u%u") or string.find(text, "%d") then
    return false
  end
  if string.find(text, "-", 1, true) then return transcribed(text) end
  -- "TrumpCổ": the next sentence begins in it
  if string.find(text, "%l%u%a*[\128-\255]") then return false end
  return #text > 2 and foreign_word(text) and not corporate[string.lower(text)]
end

-- Whether capitals are used evenly: an abbreviation among words in small
-- letters ("Đoàn ĐH Quốc") makes no name; a name all in capitals is one.
local function evenly(text)
  if text == nil then return nil end
  local upper, mixed = 0, 0
  local plainly = string.gsub(text, MARKED, shape)
  local long = string.find(plainly, "[\x80-\xFF]")
  for word in string.gmatch(plainly, "[^%s%-%.']+") do
    local letters = long and utf8.len(word) or #word
    local _, capitals = string.gsub(word, "%u", "")
    if letters > 1 and not string.find(word, "^[IVX]+$") then
      if capitals == letters then upper = upper + 1
      elseif capitals < 2 or letters > capitals + 1 then mixed = mixed + 1 end
    end
  end
  return upper == 0 or mixed == 0
end

-- Whether no word of a Vietnamese name is longer than a syllable can be, and
-- the last is no initial ("Nguyễn Văn Th.").
local function syllables(text)
  if text == nil then return nil end
  for word in string.gmatch(text, "[^%s%-]+") do
    if #word > 7 and (utf8.len(word) or 0) > 7 then return false end
  end
  return not string.find(text, " [BCDGHKLMNPQRSTVXbcdghklmnpqrstvx]+$")
end

-- Syllables that do name a body behind an office: "Ủy viên Trung ương Đảng".
local body = {}
fill(body, "Đảng Đoàn Hội Ban Bộ Sở Cục Vụ Viện Trường Khoa Huế Vinh Tòa Thuế")

-- Whether a text is one Vietnamese syllable with a capital: the given name of
-- somebody named before ("Bộ trưởng Hùng").
local function given(text)
  if text == nil or body[text] or string.find(text, "[%s%-%.]") then
    return false
  end
  local out, marked = bare(text)
  if out == nil or #out < 2 then return false end
  local _, capitals = string.gsub(string.gsub(text, MARKED, shape), "%u", "")
  return capitals == 1 and syllable(out, marked)
end

-- Capitalised words that open a sentence or a clause, and no name.
local opening = {}
fill(opening, [[Và Với Theo Tại Trong Khi Trên Của Cho Các Những Về Từ Đến Đã Sẽ
  Là Có Không Này Đó Cũng Để Vì Nên Nếu Như Ngày Sáng Chiều Tối Năm Tháng Ông Bà
  Anh_ Chị Cô Bác Chú Cháu Em Ảnh Tin Bài Nguồn Tôi Chúng Nhiều Một Hai Ba Bốn
  Phố Đường Quận Huyện Xã Phường Tỉnh Sông Núi Hồ_ Biển Đảo Cầu Chợ Chùa Đền
  Bộ Sở Ban Cục Vụ Viện Hội Đoàn Trường Công_ Tập Ngân Nhà Báo Đài Đảng Quốc_
  Thể Hàng Độc Thần Táo Thế Tuổi Dân Thanh_ Hồng_ Già Chúa Trời Tết Tây Đông
  Nam_ Bắc Trung_ Miền Vùng Khu Thủ Thành_ Đại_ Hà Sài]])

-- Whether two syllables can be a given name: Vietnamese, each with one capital,
-- none that opens a clause or a place.
local function pair(text)
  if text == nil then return nil end
  local a, b = string.match(text, "^(%S+)%s+(%S+)$")
  if a == nil then return false end
  return not opening[a] and not opening[b] and not body[a] and not body[b]
    and given(a) and given(b)
end

-- Whether a name does not break off at an initial: "John D."
local function whole(text)
  return text ~= nil and not string.find(text, "%f[%w]%u%.?$")
end

local preposition = {}
fill(preposition, "tại ở của cho từ một về với thuộc và")

-- Whether a text ends with a preposition.
local function hanging(text)
  if text == nil then return false end
  local last = string.match(text, "(%S+)$")
  return preposition[last] == true or last == "các" or last == "những"
    or string.find(text, " các nhà$") ~= nil
end

return {
  hanging = hanging,
  evenly = evenly, foreign_name = foreign_name, given = given,
  one_word = one_word, pair = pair, syllables = syllables,
  whole = whole,
}
