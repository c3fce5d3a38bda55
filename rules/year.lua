--[[
Functions of package citation.

    full_day("XXXX-04-03", "2025-04-05")  --> "2025-04-03"
]]
local string, type = string, type
local fold = fold

local _ENV <const> = nil

-- A day without a year, with the year of the document's date; a month still to
-- come is last year's.
local function full_day(day, published)
  if type(day) ~= "string" or string.sub(day, 1, 4) ~= "XXXX" then
    return nil
  end
  local year, month = string.match(published or "", "^(%d%d%d%d)%-(%d%d)")
  if year == nil then return nil end
  if string.sub(day, 6, 7) > month then
    year = string.format("%d", year - 1)
  end
  return year .. string.sub(day, 5)
end

-- Whether two titles of laws are one, but for the year or "(sửa đổi)".
local function same_law(kind, a, b)
  if kind == nil or a == nil or b == nil then return nil end
  if not string.find(fold(kind), "luật", 1, true) then return false end
  local x, y = fold(a), fold(b)
  if #x > #y then x, y = y, x end
  if string.sub(y, 1, #x) ~= x then return false end
  local rest = string.sub(y, #x + 1)
  return rest == "" or string.find(rest, "^ năm %d") ~= nil
    or string.find(rest, "^ %d%d%d%d$") ~= nil
    or string.find(rest, "^ %(") ~= nil
end

return { full_day = full_day, same_law = same_law }
