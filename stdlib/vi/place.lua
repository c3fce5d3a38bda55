--[[
Functions of package vi.place.

    proper("Hòa Bình")  --> true
    proper("Hòa bình")  --> false
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

-- Whether every word of a name begins with a capital. A small word of two
-- letters or less may be low in the middle: "Bosnia và Herzegovina".
local function proper(text)
  if text == nil then return nil end
  local first = string.match(text, "[A-Za-z\xC0-\xFF][\x80-\xBF]*")
  if first == nil or not is_capital(first) then return false end
  for word in string.gmatch(text, "[^%s%-]+") do
    local c = string.match(word, "^[A-Za-z\xC0-\xFF][\x80-\xBF]*")
    if c ~= nil and not is_capital(c) and #word <= 8
       and string.find(text, "%s") and not string.find(text, "-", 1, true)
       and not string.find(text, "[vV]à")
       and not string.find(text, "[bB]ang")
       and not string.find(text, "quốc") then
      return false
    end
  end
  return true
end

return { proper = proper }
