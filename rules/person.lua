--[[
Functions of package person.

    same_person("Samdech Khuon Sudary", "Khuon Sudary")  --> true
]]
local string = string
local fold = fold

local _ENV <const> = nil

-- Whether one name ends with the other; one word may stand anywhere in it.
local function same_person(a, b)
  if a == nil or b == nil then return nil end
  local x, y = fold(a), fold(b)
  if #x > #y then x, y = y, x end
  if not string.find(x, " ", 1, true) then
    return string.find(" " .. y .. " ", " " .. x .. " ", 1, true) ~= nil
  end
  return #x < #y and string.sub(y, -#x - 1) == " " .. x
end

return { same_person = same_person }
