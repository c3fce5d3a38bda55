--[[
Functions of package vi.place.

    proper("Hòa Bình")  --> true
    proper("Hòa bình")  --> false
    capitals("miền Nam") --> true
]]
local string = string

local _ENV <const> = nil

-- Whether a character (its UTF-8 bytes) is a capital letter of Vietnamese.
local function is_capital(c)
  local a, b, d = string.byte(c, 1, 3)
  if b == nil then return a >= 65 and a <= 90 end
  if a == 0xC3 then return b >= 0x80 and b <= 0x9D end          -- À to Ý
  if a == 0xC4 or a == 0xC5 then return b % 2 == 0 end          -- Ă Đ Ĩ Ũ
  if a == 0xC6 then return b == 0xA0 or b == 0xAF end           -- Ơ Ư
  if a == 0xE1 and (b == 0xBA or b == 0xBB) then return d % 2 == 0 end
  return false
end

-- Words of names that are often written small: "quần đảo Cook", "Cộng hòa Séc".
local generic = {}
for word in string.gmatch([[
  đảo quần tiểu bang liên quốc hòa hoà hiệp hợp chủng chúng cộng vương công đại
  nhà nước nhân dân chủ xã hội thống nhất hồi giáo lãnh thổ vùng thuộc phía các
  của và and of the part đại lục đạo đặc khu hành chính thánh biển thành phố
  tỉnh thủ đô cố xa mang tên miền d xích
]], "%S+") do
  generic[word] = true
end

-- Whether the words of a name begin with capitals, but for generic ones, of
-- which it does not consist.
local function proper(text)
  if text == nil then return nil end
  local named = false
  for word in string.gmatch(text, "[^%s%-'.()&]+") do
    local c = string.match(word, "^[A-Za-z\xC3-\xE1][\x80-\xBF]*")
    if c ~= nil and is_capital(c) then named = true
    elseif c ~= nil and not generic[word]
       and not string.find(text, "-", 1, true) then
      return false
    end
  end
  local first = string.match(text, "[A-Za-z\xC0-\xFF][\x80-\xBF]*")
  if first == nil then return false end
  return named and (is_capital(first)
    or generic[string.match(text, "^[^%s%-]+")] == true)
end

-- Whether some word begins with a capital: "miền Nam", but not "miền nam".
local function capitals(text)
  if text == nil then return nil end
  for word in string.gmatch(text, "%S+") do
    local c = string.match(word, "^[A-Za-z\xC3-\xE1][\x80-\xBF]*")
    if c ~= nil and is_capital(c) then return true end
  end
  return false
end

return { proper = proper, capitals = capitals }
