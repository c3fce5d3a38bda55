--[[
Functions of package vi.quantity.

    rate("VND", "tháng")  --> "VND/tháng"
    rate("VND", nil)      --> "VND"
]]
local _ENV <const> = nil

-- A unit with what it is counted by.
local function rate(unit, per)
  if unit == nil or per == nil then return unit end
  return unit .. "/" .. per
end

return { rate = rate }
