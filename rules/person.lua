--[[
Functions of package person.

    same_person("Samdech Khuon Sudary", "Khuon Sudary")  --> true
]]
local string, utf8 = string, utf8
local fold = fold

local _ENV <const> = nil

-- Whether a name in plain letters leaves out words in the middle or at the end
-- of another: "Ana Ruiz", "Ana Luz Ruiz Vega". With marks these are two people.
local function left_out(x, y)
  if string.find(y, "[\128-\255]") then return false end
  local at
  for word in string.gmatch(x, "%S+") do
    local s, e = string.find(" " .. y .. " ", " " .. word .. " ", at or 1, true)
    if s == nil or at == nil and s > 1 then return false end
    at = e
  end
  return true
end

-- Whether one name ends with the other; one word may stand anywhere in it.
-- Letters without the marks that the press of other countries leaves out.
local bare = {}
for base, set in string.gmatch("a:áàâãäå e:éèêë i:íìîï o:óòôõöø u:úùûü c:çćč "
    .. "n:ñń s:šś z:žźż y:ýÿ l:ł g:ğ", "(%l):(%S+)") do
  for _, code in utf8.codes(set) do bare[utf8.char(code)] = base end
end
local function unmarked(text)
  return (string.gsub(text, utf8.charpattern, bare))
end

local function same_person(a, b)
  if a == nil or b == nil then return nil end
  local x, y = fold(a), fold(b)
  -- "Sanchez" is "Pedro Sánchez"
  if #x > 3 and not string.find(x, "[ \128-\255]") then y = unmarked(y)
  elseif #y > 3 and not string.find(y, "[ \128-\255]") then x = unmarked(x) end
  if #x > #y then x, y = y, x end
  if not string.find(x, " ", 1, true) then
    return string.find(" " .. y .. " ", " " .. x .. " ", 1, true) ~= nil
  end
  return #x < #y
    and (string.sub(y, -#x - 1) == " " .. x or left_out(x, y))
end

return { same_person = same_person }
