--[[
Functions of package conference.

    ordinal_of("Hội nghị Ngoại giao lần thứ 32")   --> 32
    bare_place("thành phố Đà Nẵng")  --> "Đà Nẵng"
]]
local ipairs, pairs, string = ipairs, pairs, string
local tostring, type = tostring, type
local decimal, fold, roman, lower = decimal, fold, roman, lower
local tonumber = tonumber

local _ENV <const> = nil


local words = { ["nhất"] = "1", ["hai"] = "2", ["ba"] = "3", ["tư"] = "4",
  ["năm"] = "5", ["sáu"] = "6", ["bảy"] = "7", ["tám"] = "8", ["chín"] = "9",
  ["mười"] = "10" }

-- "mười ba", "hai mươi mốt"; the second and third words may be of the name.
local function tens(first, second, third)
  local unit = { ["một"] = "1", ["mốt"] = "1", ["lăm"] = "5" }
  if lower(first) == "mười" then
    local n = second and (unit[second] or words[second])
    return decimal("1" .. (n and #n == 1 and n or "0"))
  end
  if second ~= "mươi" or words[lower(first)] == nil then return nil end
  local n = third and (unit[third] or words[third])
  return decimal(words[lower(first)] .. (n and #n == 1 and n or "0"))
end

local function ordinal(word, second, third)
  if string.find(word, "^%d+$") then return decimal(word) end
  local n = tens(word, second, third)
  if n then return n end
  if string.find(word, "^[IVXL]+$") then return roman(word) end
  n = words[lower(word)]
  return n and decimal(n)
end

-- The number in "lần thứ N", "phiên họp thứ N", "kỳ họp thứ N", or nil.
local function ordinal_of(name)
  if name == nil then return nil end
  -- of a meeting named inside the name it is not this one's
  local before = string.match(name, "^%S+%s+%S+%s(.-)[Ll]ần thứ")
  if before and (string.find(before, "[Hh]ội nghị")
     or string.find(before, "Đại hội")
     or string.find(before, "[Kk]ỳ họp")) then
    return nil
  end
  local word = string.match(name, "[Ll]ần thứ ([^%s,%.%)]+)")
    or string.match(name, "họp thứ ([^%s,%.%)]+)")
    or string.match(name, "toàn thể thứ ([^%s,%.%)]+)")
    or string.match(name, "họp bất thường lần thứ ([^%s,%.%)]+)")
    or string.match(name, "^[Kk]ỳ họp ([%dIVX]+)%f[%s%z]")
    or string.match(name, "[Kk]ỳ họp Quốc hội thứ ([^%s,%.%)]+)")
    or string.match(name, "[Hh]ội nghị Trung ương ([%dIVX]+)%f[^%dIVX]")
  if string.find(lower(name), "công nghiệp lần thứ", 1, true) then
    return nil
  end
  local one, two, three =
    string.match(name, "thứ (%S+) ([^%s,]+) ?([^%s,]*)")
  if word and one == word then return ordinal(word, two, three) end
  return word and ordinal(word)
end

-- A host with a name: none without a capital, and without the number of the
-- meeting that stands behind it in brackets, "(ABAC III)".
local function body(text)
  if type(text) == "table" then text = text.text end
  if text == nil or lower(text) == text or text == "Đảng" then return nil end
  text = string.gsub(string.gsub(text, " long trọng$", ""), " trang trọng$", "")
  local bare, inside = string.match(text, "^(.-)%s*%(([^%)]*)%)$")
  if bare and (string.find(inside, "%u%s+[IVX%d]+$")
     or string.find(fold(inside), "^mã")
     or string.find(fold(inside), "^bộ %S+ %S")
     or string.find(fold(inside), "^sở %S+ %S")) then
    return bare
  end
  return text
end

-- "2013-04", "XXXX-12"
local function is_month(period)
  return type(period) == "string"
    and string.find(period, "^[%dX][%dX][%dX][%dX]%-[01]%d$") ~= nil
end

-- Whether a name goes on in small letters behind its kind.
local function small(name, kind)
  if name == nil or kind == nil then return nil end
  local first = string.match(string.sub(name, #kind + 1), "^%s*(%S+)")
  return first ~= nil and first == lower(first)
    and not string.find(first, '^["“\']')
end

-- Whether a name ends with its year, or has a number.
local function yearly(name)
  local found = string.find(name, "%f[%d]20%d%d$")
    or string.find(name, "lần thứ %S")
  return found ~= nil and not string.find(name, " của ", 1, true)
end

-- Whether a name speaks of a document, whose year and issuer it may give.
local function of_document(name)
  if name == nil then return true end
  local s = fold(name)
  for _, word in ipairs { "nghị quyết", "kế hoạch năm", "chỉ thị", "thông tư",
    "nghị định", "quyết định", "luật", "chương trình hành động", "đề án",
    "kết luận" } do
    if string.find(s, word, 1, true) then return true end
  end
  return false
end

local lengths = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

-- The day before that of the page: "2025-03-01T08:00" gives "2025-02-28".
local function day_before(stamp)
  local y, m, d = string.match(stamp or "", "^(%d%d%d%d)%-(%d%d)%-(%d%d)")
  if y == nil then return nil end
  y, m, d = tonumber(y), tonumber(m), tonumber(d) - 1
  if d == 0 then
    m = m - 1
    if m == 0 then y, m = y - 1, 12 end
    local leap = m == 2 and y % 4 == 0 and (y % 100 ~= 0 or y % 400 == 0)
    d = leap and 29 or lengths[m]
  end
  return string.format("%04d-%02d-%02d", y, m, d)
end

-- Whether a sentence gives a day.
local function has_date(sentence)
  return sentence ~= nil and string.find(sentence, "%d[/%-]%d") ~= nil
end

-- The month that names a meeting: "cuộc họp tháng 9 của Fed".
local function month_named(name)
  local month = name
    and string.match(fold(name), "^cuộc họp.- tháng (%d%d?)%f[%D]")
  if month == nil or string.find(name, "thường kỳ", 1, true)
     or tonumber(month) > 12 or tonumber(month) < 1 then
    return nil
  end
  return string.format("XXXX-%02d", tonumber(month))
end

-- Whether a session is that of the National Assembly.
local function of_assembly(name)
  return name ~= nil and string.find(name, "Quốc hội", 1, true) ~= nil
end

-- Whether an occasion is named by what it answers or seals.
local function answering(name)
  return string.find(fold(name), "sự kiện hưởng ứng") ~= nil
    or string.find(fold(name), "sự kiện ký kết") ~= nil
end

-- Whether a name holds a number: "sự kiện Mekong Expo 2024".
local function numbered_name(name)
  return string.find(name, "%d") ~= nil
end

-- Whether a meeting of shareholders is none in particular: no number in its
-- name, and its sentence does not say that it is held.
local function any_time(name, family, sentence)
  if family ~= "congress" and family ~= "meeting" or name == nil
     or string.find(name, "%d")
     or not (string.find(fold(name), "cổ đông", 1, true)
             or string.find(fold(name), "^đhđ?cđ")) then
    return false
  end
  local said = sentence and fold(sentence) or ""
  return not string.find(said, "diễn ra", 1, true)
    and not string.find(said, "tổ chức", 1, true)
end

-- Whether what follows the word for a fair may be a firm: two capitals alone.
local function firm_like(name, kind)
  local rest = string.sub(name, #kind + 1)
  local _, n = string.gsub(rest, "%S+", "")
  return n <= 2 and not string.find(rest, "%d")
end

local function has_day(date)
  return type(date) == "string"
    and string.find(date, "^%d%d%d%d%-%d%d%-%d%d") ~= nil
end

local function day_only(date)
  return has_day(date) and string.sub(date, 1, 10) or nil
end

local function bare_place(text)
  if type(text) == "table" then text = text.text end
  if text == nil then return nil end
  local s = text
  if string.find(s, ",", 1, true) then return s end
  s = string.gsub(s, "^[Tt]ỉnh ", "")
  s = string.gsub(s, "^[Tt]hành phố ", "")
  s = string.gsub(s, "^[Tt]hủ đô ", "")
  s = string.gsub(s, "^TP%.? ?", "")
  if s == "HCM" or s == "Hồ Chí Minh" then return text end
  return s
end

-- How the name itself says that the meeting is held.
local function format_of(text)
  if text == nil then return nil end
  local s = fold(text)
  if string.find(s, "trực tuyến", 1, true) then
    return string.find(s, "trực tiếp", 1, true) and "hybrid" or "online"
  end
  return nil
end

local function no_year(date)
  return type(date) == "string" and string.sub(date, 1, 4) == "XXXX"
end

local function has_year(date)
  return type(date) == "string" and string.find(date, "^%d%d%d%d") ~= nil
end

-- The date with the year of the document's date. News speaks of days past or
-- near: a day more than half a year ahead is last year's.
local function complete(date, from)
  if not no_year(date) or not has_year(from) then return nil end
  local year = string.sub(from, 1, 4)
  local month, mine = string.sub(date, 6, 7), string.sub(from, 6, 7)
  if mine ~= "" and decimal(month) and decimal(mine)
     and decimal(month) > decimal(mine) + decimal("6") then
    year = tostring(decimal(year) - decimal("1"))
  end
  return year .. string.sub(date, 5)
end

-- The year in which a meeting was held, told by the years in its name; nil and
-- the year that it looks back on: "tổng kết năm 2023" in February. Spans
-- ("nhiệm kỳ 2021-2026") tell nothing.
local function year_in(name, date)
  if name == nil then return nil end
  local s = string.gsub(fold(name), "%d%d%d%d%s*%-%s*%d%d%d%d", " ")
  s = string.gsub(s, "đến năm %d%d%d%d", " ")
  local low, high, last
  for before, year in string.gmatch(s, "(.-)(20[0-3]%d)%f[%D]") do
    if low == nil or year < low then low = year end
    if high == nil or year > high then high = year end
    last = before
  end
  if low == nil then return nil end
  local month = string.match(date or "", "^....%-(%d%d)") or "12"
  if low ~= high then return month >= "10" and low or high end
  local back = string.find(s, "tổng kết", 1, true)
    or string.find(s, "kết quả", 1, true)
    or string.find(s, "chỉ số", 1, true)
    or string.find(s, "số liệu", 1, true)
  -- a part of the year that is over by then is of the same year
  local part = string.match(last, "quý%s+(%S+)%s+năm%s*$")
    or string.match(last, "tháng%s+(%S+)%s+năm%s*$")
    or string.match(last, "tháng đầu năm%s*$")
  local late = part == "iv" or part == "12" or part == "11"
  if back and (month <= "06" and not part or month <= "03" and late) then
    return nil, low
  end
  return low
end

-- The one year that a period names: "../2023-12-22", but not "2019/2023".
local function year_of(period)
  if type(period) ~= "string" or string.find(period, "/..", 1, true) then
    return nil
  end
  local year
  for y in string.gmatch(period, "(%d%d%d%d)") do
    if year and year ~= y then return nil end
    -- a year as far off as 2030 is a target
    if y >= "1990" and y < "2030" then year = y end
  end
  return year
end

-- The year of a period, where it can be that of a meeting of this name.
local function later_year(name, date, period)
  local year = year_of(period)
  local _, back = year_in(name, date)
  if year and back and year <= back then return nil end
  return year
end

-- Which families a bare word may stand for: "hội nghị" is said of any meeting.
local stands_for = {
  ["hội nghị"] = "conference workshop session forum congress training",
  ["hội thảo"] = "workshop forum conference",
  ["diễn đàn"] = "forum workshop conference",
  ["tọa đàm"] = "workshop forum",
  ["phiên họp"] = "session meeting",
  ["cuộc họp"] = "meeting session",
  ["buổi họp"] = "meeting session conference",
  ["buổi lễ"] = "ceremony", ["lễ"] = "ceremony",
}

local folded = {} -- the same by the folded word
for name, families in pairs(stands_for) do
  folded[fold(name)] = " " .. families .. " "
end

-- Whether a folded word may be said of a family; nil: it is none of these.
local function said_of(word, family)
  local families = folded[word]
  if families == nil then return nil end
  return string.find(families, " " .. (family or "") .. " ", 1, true) ~= nil
end

-- Whether a bare word may be said of meetings of other kinds as well.
local function general(kind)
  return kind ~= nil and stands_for[kind] ~= nil
end

-- A kind without the word for one sitting: "cuộc hội đàm" is "hội đàm".
local function sitting(kind)
  local rest = string.match(kind, "^buổi (.+)$")
    or string.match(kind, "^cuộc (.+)$")
  if rest == nil or rest == "họp" or rest == "lễ" then return kind end
  return rest
end

-- Whether two kinds differ in the word for the sitting alone.
local function other_sitting(kind, other)
  if kind == nil or other == nil or kind == other then return false end
  return sitting(fold(kind)) == sitting(fold(other))
end

-- Whether a bare word may stand for a meeting of a kind.
local function may_mean(kind, it_kind, it_family)
  if kind == nil or it_kind == nil then return nil end
  local k, other = sitting(fold(kind)), sitting(fold(it_kind))
  if k == fold("phiên họp") and string.find(other, "^kỳ họp") then
    return false
  end
  if k == other or string.find(other, k, 1, true) == 1 then return true end
  return said_of(k, it_family) == true
end

-- Whether a nameless mention (kind, family, day) may be the event `it`.
local function joins(kind, _, date, it_kind, it_family, it_date, it_name)
  if kind == nil or it_kind == nil then return nil end
  if date and it_date and string.sub(date, -5) ~= string.sub(it_date, -5) then
    return false
  end
  local k, other = sitting(fold(kind)), sitting(fold(it_kind))
  if k == fold("phiên họp") and string.find(other, "^kỳ họp") then
    return false
  end
  if k == other then return true end
  if it_name and string.find(fold(it_name), k, 1, true) == 1 then
    return true
  end
  local said = said_of(k, it_family)
  if said ~= nil then return said end
  -- "phiên họp thường kỳ" said again, shorter or longer
  return string.find(other, k, 1, true) ~= nil
end

-- A quoted name must open with its first quotation mark.
local function fair_name(name)
  if name == nil then return nil end
  -- "hội nghị và Festival A": the one spoken of, and something else
  if string.find(name, "^h%S+ %S+ và ") then return false end
  -- "Hội nghị nghe báo cáo": what it did
  if string.find(lower(name), "^hội %S+ nghe ") then return false end
  local _, quotes = string.gsub(fold(name), '"', "")
  if quotes % 2 == 1 then return false end
  return string.find(name, "%.%s*\n") == nil and #name < 700
end

-- Function words that cannot end a name.
local dangling = {}
for w in string.gmatch([[các về với của cho và trong do những từ tại sắp là
  hoặc cùng đến tới nhằm lần thứ theo giữa này đó kia nói trên]],
  "%S+") do dangling[w] = true end

-- Words that only qualify the kind: alone they make no name.
local adjectives = {}
for w in string.gmatch([[thường kỳ niên quốc tế gia trực tuyến khoa học chuyên
  đề toàn đột xuất khẩn cấp song phương ba bên cao tổng thể kết sơ tiếp thượng
  đỉnh bất giao ban lớn nhỏ chung mở rộng định riêng này quan trọng hằng năm
  họp hội nghị thảo phiên diễn đàn báo buổi cuộc tọa đàm lễ đa liên ngành hai
  nay sau tới
  trù bị trọng thể chính thức]], "%S+") do adjectives[w] = true end

-- What "này" points at inside a name: "sang nước này", "của cơn bão này".
local this_one = {}
for w in string.gmatch([[nước gia bay tỉnh phương phố vực bão đề trường tuyến
  tác án vùng hàng luật]], "%S+") do this_one[w] = true end

local function strip_end(name)
  local s = string.gsub(name, "[%s,:;%-–]+$", "")
  while true do
    local rest, last = string.match(s, "^(.+)%s+(%S+)$")
    if rest == nil or not dangling[lower(last)] then return s end
    -- "trong thời gian tới" is whole
    if lower(last) == "tới" and string.find(fold(rest), "thời gian$") then
      return s
    end
    if lower(last) == "này"
       and this_one[string.match(lower(rest), "(%S+)$")] then
      return s
    end
    s = string.gsub(rest, "[%s,:;%-–]+$", "")
  end
end

local function only_qualifies(s, kind)
  if kind and fold(string.sub(s, 1, #kind)) == fold(kind) then
    s = string.sub(s, #kind + 1)
  end
  -- "kỳ họp Quốc hội" is a name
  if string.find(fold(s), "quốc hội", 1, true) then return false end
  for word in string.gmatch(lower(s), "%S+") do
    if not adjectives[word] then return false end
  end
  return true
end

-- The name without what dangles at its end; nil where nothing proper is left.
-- An opening with a day of its own is named by what it opens, "phiên khai mạc
-- Kỳ họp".
local function proper_name(name, kind, dated)
  if name == nil then return nil end
  local s = strip_end(name)
  if not only_qualifies(s, kind) then return s end
  local rest = string.sub(s, #(kind or "") + 1)
  if dated and kind and string.find(fold(kind), "^phiên %S+ mạc$")
     and rest ~= lower(rest) then
    return s
  end
  return nil
end

-- What is no name, as the kind with its qualifying words.
local function qualified(name, kind)
  if name == nil then return nil end
  local s = strip_end(name)
  return only_qualifies(s, kind) and lower(s) or nil
end

-- The first of two days: 23 and "2024-09-24" give "2024-09-23".
local function first_day(d, last)
  if d == nil or last == nil or #d > 2 then return nil end
  return string.sub(last, 1, 8) .. (#d == 1 and "0" .. d or d)
end

-- The number of a day, for how far two are apart; of a day without a year the
-- number within it.
local function day_number(date)
  local y, m, d = string.match(date or "", "^([%dX]+)%-(%d%d)%-?(%d*)")
  if y == nil then return nil end
  if d == "" then d = "15" end
  local n = tonumber(m) * 30 + tonumber(d)
  return n, tonumber(y)
end

-- Whether a day is more than so many days before another, or behind it.
local function far(date, other, days)
  local n, y = day_number(date)
  local m, z = day_number(other)
  if n == nil or m == nil then return nil end
  if y and z then n, m = n + y * 360, m + z * 360 end
  return n - m > days or m - n > days
end

-- Whether a day is more than so many days before another of a known year.
local function long_before(date, other, days)
  local n, y = day_number(date)
  local m, z = day_number(other)
  if y == nil or z == nil then return nil end
  return m + z * 360 - n - y * 360 > days
end

-- Kinds that are never another word for the meeting reported on.
local function distinct(kind)
  if kind == nil then return nil end
  return string.find(kind, "hội đàm", 1, true) ~= nil
    or string.find(kind, "họp báo", 1, true) ~= nil
    or string.find(kind, "làm việc", 1, true) ~= nil
    or string.find(kind, "nội các", 1, true) ~= nil
    or string.find(kind, "buổi thảo luận", 1, true) ~= nil
end

-- "hội thảo khoa học" beside its head "hội thảo"; nil for "buổi họp báo".
local function longer(text, head)
  if text == nil or head == nil then return nil end
  local s = lower(text)
  if #s > #head and string.sub(s, 1, #head) == lower(head) then return s end
  return nil
end

-- A press meeting without a name keeps its word for the sitting.
local function press(text, head)
  if head == "họp báo" and string.find(fold(text), "^cuộc") == nil then
    return lower(text)
  end
  return lower(head)
end

-- Of what is said of the time before and behind the place, what is said first.
local function day_of(when, after)
  return when and when.date or after and after.date or nil
end

local function today_of(when, after)
  local word = when and when.today or after and after.today
  return word and lower(word) == "nay" or nil
end

-- Whether the day stands behind a comma.
local function comma_of(when, after)
  if when and when.date then return when.comma end
  return after and after.comma
end

local function last_of(when, after)
  if when and when.last then return when.last end
  return after and not (when and when.date) and after.last or nil
end

local function part_of(when, after)
  local part = when and when.part or after and after.part
  return part and lower(part) or nil
end

-- The day behind a name, unless the name ends with the number of a document,
-- whose day it is: "... kế hoạch số 3380/KH-CATP ngày 9-9-2024".
local function own_day(name, date)
  if name == nil or string.find(name, "%d/%u[^%s]*$") then return nil end
  return date
end

local romans = { i = 1, ii = 2, iii = 3, iv = 4, v = 5, vi = 6, vii = 7,
  viii = 8, ix = 9, x = 10 }

-- "ii", "2": the number of an item between brackets
local function item_number(mark)
  if mark == nil then return nil end
  local s = lower(mark)
  if romans[s] then return decimal(tostring(romans[s])) end
  if string.find(s, "^%d%d?$") then return decimal(s) end
  return nil
end

-- Without punctuation at the end.
local function trim(text)
  if text == nil then return nil end
  return (string.gsub(text, "[%s,:;%-%.]+$", ""))
end

return {
  answering = answering, any_time = any_time, bare_place = bare_place,
  body = body, comma_of = comma_of, complete = complete, has_date = has_date,
  day_before = day_before, day_of = day_of,
  day_only = day_only, distinct = distinct, fair_name = fair_name, far = far,
  firm_like = firm_like, first_day = first_day, format_of = format_of,
  general = general, has_day = has_day, has_year = has_year,
  is_month = is_month, item_number = item_number, joins = joins,
  last_of = last_of, later_year = later_year, long_before = long_before,
  longer = longer, may_mean = may_mean, month_named = month_named,
  no_year = no_year, numbered_name = numbered_name, of_assembly = of_assembly,
  of_document = of_document,
  ordinal_of = ordinal_of, other_sitting = other_sitting, own_day = own_day,
  part_of = part_of, press = press, proper_name = proper_name,
  qualified = qualified, small = small, today_of = today_of, trim = trim,
  year_in = year_in, year_of = year_of, yearly = yearly,
}
