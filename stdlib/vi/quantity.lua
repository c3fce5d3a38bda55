--[[
Functions of package vi.quantity.

    rate("VND", "tháng")  --> "VND/tháng"
    rate("VND", nil)      --> "VND"
    at_least({ value = 8, unit = "%" }, "trở lên").approx
                          --> "at_least"
]]
local _ENV <const> = nil

-- A unit with what it is counted by.
local function rate(unit, per)
  if unit == nil or per == nil then return unit end
  return unit .. "/" .. per
end

-- An amount with "trở lên" behind it; another word of the kind stands.
local function at_least(amount, up)
  if amount == nil or up == nil or amount.approx ~= nil then
    return amount
  end
  return { value = amount.value, value_max = amount.value_max,
           unit = amount.unit, approx = "at_least" }
end

return { rate = rate, at_least = at_least }
