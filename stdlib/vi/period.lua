--[[
Functions of package vi.period: days, months, quarters and years as EDTF
(ISO 8601-2:2019). A year that the text does not give is XXXX; `complete` fills
it from a date that is known.

    day("2023", "12", "21")              --> "2023-12-21"
    first_months("9", "2023")            --> "2023-01/2023-09"
    complete("XXXX-12-21", "2023-12-22") --> "2023-12-21"
    complete("DAY-1", "2023-12-22")      --> "2023-12-21"

What the text tells only by its own date is a word until that date is known:
LAST (the year before it), DAY-1 (yesterday), WEEK+0, MONTH-1, QUARTER+0, TET
(the lunar new year nearest before it).

Arguments are the digits as written; nil gives nil.
]]
local ipairs, tonumber, tostring, type = ipairs, tonumber, tostring, type
local string, table = string, table

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

local month_days <const> = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

local function is_leap(y)
  return y % 4 == 0 and (y % 100 ~= 0 or y % 400 == 0)
end

-- Whether a month has such a day; 29 February where no year says otherwise.
local function is_day(d, m, y)
  if d == nil or #d > 2 or not is_month(m) then return false end
  local month_of = number(m)
  if not between(number(d), 1, month_days[month_of // 1 | 0]) then
    return false
  end
  return y == nil or number(y) == nil or month_of ~= 2 or number(d) < 29
    or is_leap(number(y))
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
  if d == nil or not is_day(d, m, y) then return nil end
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
  local code = number(which) == 2 and SECOND_HALF or FIRST_HALF
  return (y or UNKNOWN) .. "-" .. code
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

-- From one month or quarter to another; the first has the year of the last
-- where it tells none. Nil where it would not come first.
local function across(a, b)
  if a == nil or b == nil then return nil end
  local y = string.match(b, "^(%d%d%d%d)")
  if y ~= nil then a = string.gsub(a, "^XXXX", y) end
  if a >= b then return nil end
  return interval(a, b)
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

-- A bare year or month is entered on its first day ("từ đầu năm 2022").
local function year_start(p)
  if p ~= nil and #p == 4 then return p .. "-01-01" end
  if p ~= nil and string.find(p, "^....%-[01]%d$") then return p .. "-01" end
  return p
end

local function since(p)
  if p == nil then return nil end
  return p .. "/.."
end

-- "từ 6 đến 15/9/2021": the first day borrows the month and year of the last;
-- "28/12 - 3/1/2024" begins a year earlier. Nil where it would not come first.
local function days(d, m, last)
  if last == nil then return nil end
  local y, month_of, day_of = string.match(last, "^(....)%-(%d%d)%-(%d%d)")
  if y == nil or not is_day(d, m or month_of) then return nil end
  local from, to = number(m or month_of), number(month_of)
  if from == to and number(d) >= number(day_of) then return nil end
  if from > to then
    if y == UNKNOWN then return nil end
    y = string.format("%d", number(y) - 1 | 0)
  end
  return day(y, m or month_of, d)
end

-- The first of two whole dates, with the year of the second where it has none.
local function first_day(a, b)
  if a == nil or b == nil then return nil end
  if string.sub(a, 1, 4) ~= UNKNOWN then return a < b and a or nil end
  return days(string.sub(a, 9, 10), string.sub(a, 6, 7), b)
end

-- "5, 6 và 7/8": the days between the first and the last, where none is left
-- out. `count` days are named.
local function in_row(first, last, count)
  if first == nil or last == nil then return nil end
  local d, to = number(string.sub(first, 9)), number(string.sub(last, 9))
  if string.sub(first, 1, 7) == string.sub(last, 1, 7) then
    return to - d + 1 == number(count) or nil
  end
  return nil
end

-- A list of months, quarters or years as one interval, or as a set where some
-- between them are left out: "{2021,2023}". `list` holds EDTF, `step` tells how
-- far the next one is from one.
local function follows(a, b)
  local ya, ca = string.match(a, "^(....)%-?(%d*)$")
  local yb, cb = string.match(b, "^(....)%-?(%d*)$")
  if ya == nil or yb == nil then return false end
  if ca == "" then return number(yb) == number(ya) + 1 end
  return ya == yb and number(cb) == number(ca) + 1
end

local function listed(...)
  local parts, row = {}, true
  for _, p in ipairs({ ... }) do
    if #parts > 0 and not follows(parts[#parts], p) then row = false end
    parts[#parts + 1] = p
  end
  if #parts == 1 then return parts[1] end
  if row then return interval(parts[1], parts[#parts]) end
  for i = 2, #parts do
    if parts[i] <= parts[i - 1] then return nil end
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

local function month_list(ms, y)
  local parts = {}
  for i = 1, #ms do
    if not is_month(ms[i]) then return nil end
    parts[i] = month(y, ms[i])
  end
  return listed(table.unpack(parts))
end

local function quarter_list(qs, y)
  local parts = {}
  for i = 1, #qs do parts[i] = quarter(y, qs[i].n) end
  return listed(table.unpack(parts))
end

local function year_list(ys)
  local parts = {}
  for i = 1, #ys do parts[i] = ys[i] end
  return listed(table.unpack(parts))
end

-- The length of a month of a year that may be unknown.
local function last_day(y, m)
  if m == 2 and number(y) ~= nil and not is_leap(number(y)) then return 28 end
  return month_days[m]
end

-- "10 ngày đầu tháng 3/2024", "nửa cuối tháng 3", "kỳ 1 tháng 3"
local function part_of_month(p, from, to)
  local y, m = string.match(p or "", "^(....)%-(%d%d)$")
  if y == nil or number(m) > 12 then return nil end
  local last = last_day(y, number(m) // 1 | 0)
  to = to and number(to) or last
  if not between(number(from), 1, last) or not between(to, 1, last) then
    return nil
  end
  return interval(day(y, m, from), day(y, m, to))
end

local function last_days(p, n)
  local y, m = string.match(p or "", "^(....)%-(%d%d)$")
  if y == nil or number(m) > 12 then return nil end
  local last = last_day(y, number(m) // 1 | 0)
  if not between(number(n), 1, last) then return nil end
  return interval(day(y, m, last - number(n) + 1), day(y, m, last))
end

-- From 1 January to the end of what `p` names.
local function from_start(y, p)
  local upto = up_to(p)
  if upto == nil then return nil end
  local last = string.sub(upto, 4)
  if y ~= nil then last = string.gsub(last, UNKNOWN, y) end
  return interval((y or string.sub(last, 1, 4)) .. "-01-01", last)
end

-- The school year has two terms: September to January, January to May.
local function school_term(which, a, b)
  if a == nil or b == nil then return nil end
  if which == nil then return interval(a, b) end
  if number(which) == 1 then return interval(month(a, 9), month(b, 1)) end
  return interval(month(b, 1), month(b, 5))
end

-- "mùa hè 2024": the seasons of EDTF
local function season(y, code)
  if code == nil then return nil end
  return (y or UNKNOWN) .. "-" .. string.format("%d", number(code) | 0)
end

-- "thập niên 1990"
local function decade(y)
  if y == nil or string.sub(y, 4, 4) ~= "0" then return nil end
  return string.sub(y, 1, 3) .. "X"
end

-- ---------------------------------------------------------------------------
-- Counting days

-- Days since 1 March of the year 0, and back.
local function to_days(y, m, d)
  if m <= 2 then y, m = y - 1, m + 12 end
  return 365 * y + y // 4 - y // 100 + y // 400 + (153 * (m - 3) + 2) // 5 + d
end

local function from_days(n)
  local y = (n * 400) // 146097 + 1
  while to_days(y, 3, 1) > n do y = y - 1 end
  local left = n - to_days(y, 3, 1)
  local m = (5 * left + 2) // 153
  local d = left - (153 * m + 2) // 5 + 1
  if m >= 10 then y, m = y + 1, m - 12 end
  return string.format("%04d-%02d-%02d", y, m + 3, d)
end

-- The first day of the lunar year as month and day, from 1976.
local TET_FROM <const> = 1976
local tet_days <const> = {
  131, 218, 207, 128, 216, 205, 125, 213, 202, 121,
  209, 129, 217, 206, 127, 215, 204, 123, 210, 131,
  219, 207, 128, 216, 205, 124, 212, 201, 122, 209,
  129, 217, 207, 126, 214, 203, 123, 210, 131, 219,
  208, 128, 216, 205, 125, 212, 201, 122, 210, 129,
  217, 206, 126, 213, 202, 123, 211, 131, 219, 208,
  128, 215, 204, 124, 212, 201, 122, 210, 130, 217,
  206, 126, 214, 202, 123,
}

-- The nth day of the lunar new year; the day before it is the 0th.
local function tet(y, n)
  y = number(y)
  local md = y and tet_days[(y - TET_FROM + 1) // 1 | 0]
  if md == nil then return nil end
  n = n and number(n) or 1
  return from_days(to_days(y | 0, md // 100, md % 100) + (n - 1 | 0))
end

-- ---------------------------------------------------------------------------
-- What the text leaves to its own date

local function token(unit, offset)
  if unit == nil then return nil end
  return string.format("%s%+d", unit, number(offset) | 0)
end

-- Whether a period still waits for the date of its page.
local function is_relative(p)
  if type(p) ~= "string" then return false end
  return string.find(p, LAST, 1, true) ~= nil or string.find(p, "TET", 1, true)
    ~= nil or string.find(p, "^[DMQW]%u+[+-]%d") ~= nil
end

local function no_year(p)
  return type(p) == "string"
    and (string.find(p, UNKNOWN, 1, true) ~= nil or is_relative(p))
end

local blank <const> = { DAY = "-XX-XX", MONTH = "-XX" }

-- A period of which no known date tells the year; nil where nothing is left.
local function unresolved(p)
  if p == nil then return nil end
  local unit = string.match(p, "^([DMQW]%u+)[+-]%d")
  if unit then return blank[unit] and UNKNOWN .. blank[unit] end
  p = string.gsub(string.gsub(p, LAST, UNKNOWN), "TET", UNKNOWN)
  if p == UNKNOWN then return nil end
  return p
end

local function has_year(p)
  return type(p) == "string" and string.match(p, "%d%d%d%d") ~= nil
end

-- The same period a year earlier.
local function year_before(p)
  if type(p) ~= "string" then return nil end
  return (string.gsub(p, "%f[%d](%d%d%d%d)%f[%D]", function(y)
    local n = tonumber(y)
    return n >= 1900 and string.format("%d", n - 1) or y
  end))
end

-- "2021" --> "2022"
local function year_after(y)
  local n = tonumber(y)
  return n and string.format("%d", n + 1)
end

-- Whether a period has only a beginning, which dates nothing beyond its own
-- sentence; "từ đầu năm đến nay" is that of a whole report.
local function is_open(p)
  return type(p) == "string" and string.find(p, "/..", 1, true) ~= nil
    and string.find(p, "-01-01/..", 1, true) == nil
end

-- Whether a period dates what other sentences tell: not one that is open, nor,
-- where the page's day is known, one of years to come or long past.
local OLD <const> = 2 -- years
local PLANNED <const> = 2030 -- years that are aims, where no day is known

local function carries(p, stamp)
  if type(p) ~= "string" or is_open(p) then return false end
  local now = type(stamp) == "string"
    and number(string.match(stamp, "^%d%d%d%d"))
  local last
  for y in string.gmatch(p, "%f[%d]%d%d%d%d%f[%D]") do last = number(y) end
  if not now then return last == nil or last < PLANNED end
  return last == nil or last <= now and last >= now - OLD
end

-- Whether a period lies in one year, which it tells.
local function one_year(p)
  if type(p) ~= "string" then return false end
  local y = string.match(p, "^(%d%d%d%d)")
  if y == nil then return false end
  for other in string.gmatch(p, "%d%d%d%d") do
    if other ~= y then return false end
  end
  return true
end

local function is_single_month(p)
  if type(p) ~= "string" then return false end
  local m = string.match(p, "^[%dX][%dX][%dX][%dX]%-(%d%d)$")
  return m ~= nil and number(m) <= 12
end

local function is_bare_year(p)
  return type(p) == "string" and string.match(p, "^%d%d%d%d$") ~= nil
end

local function year_of(p)
  if type(p) ~= "string" then return nil end
  return string.match(p, "%d%d%d%d")
end

local function moved_month(y, m, offset)
  local n = y * 12 + m - 1 + offset
  return string.format("%04d-%02d", n // 12, n % 12 + 1)
end

local function moved_quarter(y, m, offset)
  local n = y * 4 + (m - 1) // 3 + offset
  return quarter(string.format("%04d", n // 4), n % 4 + 1)
end

-- "DAY-1", "WEEK+0", "MONTH-1", "QUARTER+0" seen from a day.
local function seen_from(p, known)
  local unit, offset = string.match(p, "^(%u+)([+-]%d+)")
  offset = number(offset) | 0
  local y, m, d = string.match(known, "^(%d%d%d%d)%-?(%d?%d?)%-?(%d?%d?)")
  y, m, d = number(y), number(m), number(d)
  if y == nil or m == nil then return nil end
  if unit == "MONTH" then return moved_month(y, m, offset) end
  if unit == "QUARTER" then return moved_quarter(y, m, offset) end
  if d == nil then return nil end
  local n = to_days(y | 0, m | 0, d | 0)
  if unit == "DAY" then return from_days(n + offset) end
  local monday = n - (n + 1) % 7 + 7 * offset
  return interval(from_days(monday), from_days(monday + 6))
end

-- News looks back: what is named without its year lies before the known date.
-- A day or month at most three months ahead is one that is announced.
local AHEAD <const> = 92 -- days

local function is_ahead(p, known)
  local m, d = string.match(p, "XXXX%-(%d%d)%-(%d%d)")
  local y, now, today = string.match(known, "^(%d%d%d%d)%-(%d%d)%-(%d%d)")
  if m == nil or y == nil then return nil end
  return to_days(number(y), number(m), number(d))
    - to_days(number(y), number(now), number(today)) > AHEAD
end

-- The year for a month (a quarter) without one: that of the known date, or the
-- year before where the month would still be far ahead.
local function year_for(p, known)
  local y = year_of(known)
  local now = number(string.match(known, "^%d%d%d%d%-(%d%d)%-%d%d"))
  if y == nil or now == nil then return y end
  local late
  if string.find(p, "^XXXX%-%d%d%-%d%d") then
    late = is_ahead(p, known)
  else
    local code = number(string.match(p, "XXXX%-(%d%d)"))
    local from, to = string.match(p, "^XXXX%-(%d%d)/XXXX%-(%d%d)")
    if to then code = number(to) end
    late = from == nil and code ~= nil and code <= 12 and code - now >= 6
      or from ~= nil and number(from) == 1 and code ~= nil and code > now
         and now <= 3
      or code == QUARTER + 4 and now <= 3
      or code == QUARTER + 3 and now <= 1
      or code == SECOND_HALF and now <= 3
  end
  if late then return string.format("%d", number(y) - 1 | 0) end
  return y
end

-- The lunar new year nearest before the known date, or soon to come.
local function known_tet(known)
  local y = number(year_of(known))
  local day_of = y and tet(y)
  if day_of == nil then return nil end
  if #known >= 10 and to_days(y | 0, number(string.sub(day_of, 6, 7)) | 0,
       number(string.sub(day_of, 9, 10)) | 0)
     - to_days(y | 0, number(string.sub(known, 6, 7)) | 0,
       number(string.sub(known, 9, 10)) | 0) > AHEAD then
    return tet(y - 1)
  end
  return day_of
end

-- Fills the year of a date or period from a known one.
local function complete(p, known)
  if not no_year(p) or type(known) ~= "string" then return p end
  if string.find(p, "^[DMQW]%u+[+-]%d") then return seen_from(p, known) or p end
  if p == "TET" then return known_tet(known) or p end
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
  first_quarters = first_quarters, months = months, across = across,
  up_to = up_to, since = since, year_start = year_start, days = days,
  first_day = first_day, in_row = in_row, month_list = month_list,
  quarter_list = quarter_list, year_list = year_list,
  part_of_month = part_of_month, last_days = last_days,
  from_start = from_start, school_term = school_term, season = season,
  decade = decade, tet = tet, token = token,
  no_year = no_year, has_year = has_year, year_of = year_of,
  complete = complete, one_year = one_year, carries = carries,
  is_single_month = is_single_month, is_bare_year = is_bare_year,
  is_open = is_open, year_before = year_before, year_after = year_after,
  is_relative = is_relative, unresolved = unresolved,
}
