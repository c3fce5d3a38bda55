--[[
Functions of package vi.period: days, months, quarters and years as EDTF
(ISO 8601-2:2019). A year that the text does not give is XXXX; `complete` fills
it from a date that is known.

    day("2023", "12", "21")              --> "2023-12-21"
    first_months("9", "2023")            --> "2023-01/2023-09"
    complete("XXXX-12-21", "2023-12-22") --> "2023-12-21"

Arguments are the digits as written; nil gives nil.
]]
local tonumber, tostring, type = tonumber, tostring, type
local string = string

local _ENV <const> = nil

local UNKNOWN <const> = "XXXX"
local LAST <const> = "LAST" -- the year before that of the page
local FIRST_HALF <const>, SECOND_HALF <const> = 40, 41 -- EDTF semesters
local QUARTER <const> = 32                             -- 33 to 36

local function number(s)
  if s == nil then return nil end
  return tonumber(tostring(s))
end

local function between(n, low, high)
  return n ~= nil and n >= low and n <= high and n % 1 == 0
end

local function two(n)
  return string.format("%02d", n // 1 | 0)
end

local function is_year(y)
  return y ~= nil and #y == 4 and between(number(y), 1900, 2099)
end

local function is_month(m)
  return m ~= nil and #m <= 2 and between(number(m), 1, 12)
end

local function is_day(d, m)
  return d ~= nil and #d <= 2 and between(number(d), 1, 31) and is_month(m)
end

local function day(y, m, d)
  if m == nil or d == nil then return nil end
  return (y or UNKNOWN) .. "-" .. two(number(m)) .. "-" .. two(number(d))
end

local function month(y, m)
  if m == nil then return nil end
  return (y or UNKNOWN) .. "-" .. two(number(m))
end

-- "15.3.2023", "15.3", "12.2023": dates that are written with full stops are
-- one run of digits.
local function dotted(text)
  if text == nil then return nil end
  local d, m, y = string.match(text, "^(%d%d?)%.(%d%d?)%.(%d%d%d%d)$")
  if d == nil then d, m = string.match(text, "^(%d%d?)%.(%d%d?)$") end
  if d == nil or not is_day(d, m) then return nil end
  return day(y, m, d)
end

local function dotted_month(text)
  if text == nil then return nil end
  local m, y = string.match(text, "^(%d%d?)%.(%d%d%d%d)$")
  if m == nil or not is_month(m) or not is_year(y) then return nil end
  return month(y, m)
end

local function quarter(y, q)
  q = number(q)
  if not between(q, 1, 4) then return nil end
  return (y or UNKNOWN) .. "-" .. string.format("%d", (QUARTER + q) // 1 | 0)
end

local function half(y, which)
  return (y or UNKNOWN) .. "-" .. (which == 2 and SECOND_HALF or FIRST_HALF)
end

local function interval(a, b)
  if a == nil or b == nil then return nil end
  return a .. "/" .. b
end

-- The first n months: a half-year has a code of its own, one month is a month.
local function first_months(n, y)
  n = number(n)
  if not between(n, 1, 12) then return nil end
  if n == 6 then return half(y, 1) end
  if n == 1 then return month(y, "1") end
  return interval(month(y, "1"), month(y, n))
end

local function last_months(n, y)
  n = number(n)
  if not between(n, 1, 12) then return nil end
  if n == 6 then return half(y, 2) end
  if n == 1 then return month(y, "12") end
  return interval(month(y, 13 - n), month(y, "12"))
end

local function first_quarters(n, y)
  n = number(n)
  if not between(n, 1, 4) then return nil end
  if n == 1 then return quarter(y, 1) end
  return first_months(n * 3, y)
end

local function months(from, to, y)
  return interval(month(y, from), month(y, to))
end

-- Up to the end of what `p` names: a quarter ends with its third month.
local function up_to(p)
  if p == nil then return nil end
  local y, code = string.match(p, "^(....)%-(%d%d)$")
  code = number(code)
  if code == nil or code < 13 then return "../" .. p end
  if code == FIRST_HALF then return "../" .. month(y, 6) end
  if code == SECOND_HALF then return "../" .. month(y, 12) end
  return "../" .. month(y, (code - QUARTER) * 3)
end

-- A bare year is entered on its first day ("từ đầu năm 2022").
local function year_start(p)
  if p ~= nil and #p == 4 then return p .. "-01-01" end
  return p
end

local function since(p)
  if p == nil then return nil end
  return p .. "/.."
end

-- "từ 6 đến 15/9/2021": the first day borrows the month and year of the second.
local function days(d, m, last)
  if last == nil then return nil end
  local y, month_of = string.match(last, "^(....)%-(%d%d)%-")
  if y == nil then return nil end
  return day(y, m or month_of, d)
end

local function no_year(p)
  return type(p) == "string" and (string.find(p, UNKNOWN, 1, true) ~= nil
    or string.find(p, LAST, 1, true) ~= nil)
end

-- Whether a period still waits for the year of its page.
local function is_relative(p)
  return type(p) == "string" and string.find(p, LAST, 1, true) ~= nil
end

-- A period of which no known date tells the year.
local function unresolved(p)
  return p and (string.gsub(p, LAST, UNKNOWN))
end

local function has_year(p)
  return type(p) == "string" and string.match(p, "%d%d%d%d") ~= nil
end

local function year_of(p)
  if type(p) ~= "string" then return nil end
  return string.match(p, "%d%d%d%d")
end

-- The year for a month (a quarter) without one: that of the known date, or the
-- year before where the month would still be far ahead.
local function year_for(p, known)
  local y = year_of(known)
  local now = number(string.match(known, "^%d%d%d%d%-(%d%d)%-%d%d"))
  if y == nil or now == nil or now > 12 then return y end
  local code = number(string.match(p, "XXXX%-(%d%d)"))
  local from, to = string.match(p, "^XXXX%-(%d%d)/XXXX%-(%d%d)")
  if to then code = number(to) end
  local late = from == nil and code ~= nil and code <= 12 and code - now >= 6
    or from ~= nil and number(from) == 1 and code ~= nil and code > now
       and now <= 3
    or code == QUARTER + 4 and now <= 3
  if late then return string.format("%d", number(y) - 1 | 0) end
  return y
end

-- Fills the year of a date or period from a known one.
local function complete(p, known)
  if not no_year(p) or type(known) ~= "string" then return p end
  if is_relative(p) then
    local before = number(year_of(known))
    if before == nil then return p end
    return (string.gsub(p, LAST, string.format("%d", before - 1 | 0)))
  end
  local y = year_for(p, known)
  if y == nil then return p end
  return (string.gsub(p, UNKNOWN, y))
end

return {
  is_year = is_year, is_month = is_month, is_day = is_day,
  day = day, month = month, dotted = dotted, dotted_month = dotted_month,
  quarter = quarter, half = half, interval = interval,
  first_months = first_months, last_months = last_months,
  first_quarters = first_quarters, months = months,
  up_to = up_to, since = since, year_start = year_start, days = days,
  no_year = no_year, has_year = has_year, year_of = year_of,
  complete = complete, is_relative = is_relative, unresolved = unresolved,
}
