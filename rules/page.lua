--[[
Functions of package page.

    stamp("2023-12-21", "14:54", "GMT+7")  --> "2023-12-21T14:54+07:00"
    iso("2025-06-28T22:57:00+07:00")       --> "2025-06-28T22:57:00+07:00"
]]
local string, tonumber = string, tonumber

local _ENV <const> = nil

-- "GMT+7", "GMT+07:00", "+07:00" as ISO 8601 writes it.
local function offset(zone)
  if zone == nil then return "" end
  local sign, hours, minutes = string.match(zone, "([+%-])%s*(%d+):?(%d*)")
  if sign == nil then return "" end
  return string.format("%s%02d:%s", sign, tonumber(hours),
    minutes ~= "" and minutes or "00")
end

local function clock(time)
  if time == nil then return nil end
  local h, m, s = string.match(time, "(%d+)%s*[:hg]%s*(%d+):?(%d*)")
  if h == nil or tonumber(h) > 23 or tonumber(m) > 59 then return nil end
  local text = string.format("%02d:%02d", tonumber(h), tonumber(m))
  if s ~= "" then text = text .. ":" .. s end
  return text
end

-- A day (EDTF), a time and a zone to one stamp; the day alone without a time.
local function stamp(day, time, zone)
  if day == nil or string.find(day, "X", 1, true) then return nil end
  local t = clock(time)
  if t == nil then return day end
  return day .. "T" .. t .. offset(zone)
end

-- "2025-06-28T22:57:00+07:00", "2026-03-04 14:27:00"
local function iso(text)
  if text == nil then return nil end
  local y, m, d, rest = string.match(text, "^(%d%d%d%d)%-(%d%d?)%-(%d%d?)(.*)$")
  if y == nil then return nil end
  local day = string.format("%s-%02d-%02d", y, tonumber(m), tonumber(d))
  local time, zone = string.match(rest, "^[T%s]+(%d+:%d+:?%d*)%.?%d*%s*(.*)$")
  return stamp(day, time, zone ~= "" and zone or nil)
end

-- "31/05/13": a year of two figures.
local function short_day(d, m, y)
  d, m = tonumber(d), tonumber(m)
  if d == nil or m == nil or d < 1 or d > 31 or m < 1 or m > 12 then
    return nil
  end
  if y == nil or not string.find(y, "^%d%d$") then return nil end
  return string.format("20%s-%02d-%02d", y, m, d)
end

return { stamp = stamp, iso = iso, short_day = short_day }
