--[[
Functions of package vi.quantity.

    rate("VND", "tháng")  --> "VND/tháng"
    rate("VND", nil)      --> "VND"
    shared(5, 6, 1000000)   --> 1000000, as in "5 - 6 triệu"
    shared(500000, 2, 1000000)
                          --> nil, as in "500.000 - 2 triệu"
    bounded({ value = 8, unit = "%" }, { approx = "at_least" }).approx
                          --> "at_least"
]]
local _ENV <const> = nil

-- A unit with what it is counted by.
local function rate(unit, per)
  if unit == nil or per == nil then return unit end
  return unit .. "/" .. per
end

-- An amount with "trở lên" or "trở xuống" behind it; another word of the kind
-- stands.
local function bounded(amount, up)
  if amount == nil or up == nil or amount.approx ~= nil then
    return amount
  end
  return { value = amount.value, value_max = amount.value_max,
           unit = amount.unit, approx = up.approx, _bare = amount._bare }
end

-- The scale that the first figure of a range shares with the second: none
-- where it would then be the larger one.
local function shared(first, last, scale)
  if scale == nil or first == nil or last == nil or first > last then
    return nil
  end
  return scale
end

-- "90 - 120.000 đồng": the thousands of the last figure belong to the first,
-- where it then is somewhat smaller.
local THOUSAND <const>, NEAR <const> = 1000, 20

local function thousands(first, last)
  if first == nil or last == nil or first >= THOUSAND then return nil end
  local whole = first * THOUSAND
  return whole < last and whole * NEAR > last and THOUSAND or nil
end

return { thousands = thousands, rate = rate, bounded = bounded,
         shared = shared }
