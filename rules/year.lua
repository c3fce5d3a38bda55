--[[
Functions of package citation.

    full_day("XXXX-04-03", "2025-04-05")  --> "2025-04-03"
]]
local string, type = string, type

local _ENV <const> = nil

-- A day without a year, with the year of the document's date; a month still to
-- come is last year's.
local function full_day(day, published)
  if type(day) ~= "string" or string.sub(day, 1, 4) ~= "XXXX" then return nil end
  local year, month = string.match(published or "", "^(%d%d%d%d)%-(%d%d)")
  if year == nil then return nil end
  if string.sub(day, 6, 7) > month then
    year = string.format("%d", year - 1)
  end
  return year .. string.sub(day, 5)
end

return { full_day = full_day }
