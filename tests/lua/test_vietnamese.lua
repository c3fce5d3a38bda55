-- run by trich
--[[
test_vietnamese.lua: the shared Vietnamese terms against generators that know
nothing of them.

  numbers    the spell-out rules of CLDR for Vietnamese, as published, on 0 to
             2000 and a sample up to 10^12, with the variants of the press;
             where Debian's python3-icu is installed, the generator itself is
             checked against ICU
  days       every day of 2021 to 2024 in each written form
  places     the provinces of before and after 1 July 2025, every country of
             ISO 3166-1
  relative   what only the page's own date tells, with it and without
  guises     all of it also decomposed, in capitals, with the other tone
             placement and with no-break spaces: the same values

The sample is fixed: a linear congruence with a seed that stands below.
]]
local trich = require "trich"

local root = (os.getenv "ROOT" or ".") .. "/"
local guise = dofile(root .. "tests/lua/vietnamese.lua")

local SEED <const> = 20250701
local MOST <const> = 12 -- failures shown of each kind

local passed, failed = 0, 0
local shown = {}

local function fail(kind, text)
  failed = failed + 1
  shown[kind] = (shown[kind] or 0) + 1
  if shown[kind] <= MOST then
    print(("FAIL tests/lua/test_vietnamese.lua:1: %s: %s"):format(kind, text))
  end
end

local state = SEED
local function random(n)
  state = (state * 6364136223846793005 + 1442695040888963407) & (1 << 62) - 1
  return (state >> 20) % n
end

-- ---------------------------------------------------------------------------
-- Asking the rules: one block for each wording

local asked = {} -- { kind, cue, wording, field, value }

local function ask(kind, cue, wording, field, value)
  asked[#asked + 1] = { kind = kind, cue = cue, wording = wording,
    field = field, value = value }
end

local function answer()
  local lines, starts, at = {}, {}, 0
  for i, q in ipairs(asked) do
    lines[i] = ("* %s %s *\n"):format(q.cue, q.wording)
    starts[at] = i
    at = at + #lines[i] + 1
  end
  local found = {}
  for _, r in ipairs(trich.extract(table.concat(lines, "\n")).records) do
    local q = asked[starts[r.start]]
    if q and r.fields[q.field] ~= nil then
      found[starts[r.start]] = tostring(r.fields[q.field])
    end
  end
  for i, q in ipairs(asked) do
    if found[i] == q.value then passed = passed + 1
    else
      fail(q.kind, ("expected [%s] of [%s], got [%s]"):format(q.value,
        q.wording, found[i] or "nothing"))
    end
  end
  asked = {}
end

-- As it stands, and in one other guise after the other.
local turn = 0
local function ask_guised(kind, cue, wording, field, value)
  ask(kind, cue, wording, field, value)
  turn = turn % #guise.names + 1
  local name = guise.names[turn]
  if guise[name](wording) == wording then return end
  ask(kind .. ", " .. name, cue, guise[name](wording), field, value)
end

local function ask_all(kind, cue, wording, field, value)
  ask(kind, cue, wording, field, value)
  for _, name in ipairs(guise.names) do
    local other = guise[name](wording)
    if other ~= wording then
      ask(kind .. ", " .. name, cue, other, field, value)
    end
  end
end

-- ---------------------------------------------------------------------------
-- Numbers: CLDR's rules "%spellout-cardinal" of vi

local units = { [0] = "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy",
  "tám", "chín" }
local spell

local function teen(n) return n == 5 and "lăm" or units[n] end
local function ty(n)
  if n == 1 then return "mốt" end
  if n == 4 then return "tư" end
  return teen(n)
end

-- what follows "trăm": "lẻ năm", "mười lăm"
local function after_hundred(n)
  if n < 10 then return "lẻ " .. units[n] end
  return spell(n)
end

-- what follows "nghìn": "không trăm lẻ năm"
local function after_thousand(n)
  if n < 100 then return "không trăm " .. after_hundred(n) end
  return spell(n)
end

function spell(n)
  if n < 10 then return units[n] end
  if n < 20 then return "mười" .. (n > 10 and " " .. teen(n - 10) or "") end
  if n < 100 then
    return units[n // 10] .. " mươi" .. (n % 10 > 0 and " " .. ty(n % 10) or "")
  end
  local function scale(of, word, after)
    local rest = n % of
    return spell(n // of) .. word .. (rest > 0 and " " .. after(rest) or "")
  end
  if n < 1000 then return scale(100, " trăm", after_hundred) end
  if n < 1000000 then return scale(1000, " nghìn", after_thousand) end
  if n < 1000000000 then return scale(1000000, " triệu", after_hundred) end
  return scale(1000000000, " tỷ", after_hundred)
end

-- How the press and speech vary it.
local function variant(words, which)
  if which == 0 then return (words:gsub("nghìn", "ngàn")) end
  if which == 1 then return (words:gsub("lẻ", "linh")) end
  if which == 2 then return (words:gsub("mươi tư", "mươi bốn")) end
  if which == 3 then return (words:gsub("lăm", "nhăm")) end
  if which == 4 then return (words:gsub("bảy", "bẩy")) end
  return (words:gsub("tỷ", "tỉ"))
end

local function sample()
  local list = {}
  for n = 0, 2000 do list[#list + 1] = n end
  for digits = 4, 12 do
    local top = 10 ^ digits // 1 | 0
    for _ = 1, 150 do list[#list + 1] = random(top) end
    for _ = 1, 60 do -- round ones, as news has them
      list[#list + 1] = (1 + random(999)) * (10 ^ (digits - 3) // 1 | 0)
    end
    list[#list + 1] = top
    list[#list + 1] = top + 1
  end
  return list
end

local function check_numbers()
  local list = sample()
  for i, n in ipairs(list) do
    local words = spell(n)
    local value = ("%d"):format(n)
    ask_guised("number", "số", words, "v", value)
    ask("number, variant", "số", variant(words, i % 6), "v", value)
  end
  for _, pair in ipairs { { "hai mươi mốt", "21" }, { "hăm mốt", "21" },
    { "ba nhăm", "35" }, { "một chục", "10" }, { "năm chục nghìn", "50000" },
    { "hai triệu rưỡi", "2500000" }, { "ba nghìn tư", "3400" },
    { "một vạn hai nghìn", "12000" }, { "hàng nghìn tỷ", nil },
    { "ba mươi nghìn tỷ", "30000000000000" }, { "hai năm", nil },
    { "mười năm", nil }, { "lẻ năm", nil }, { "mươi lăm", nil } } do
    if pair[2] then ask_all("number", "số", pair[1], "v", pair[2]) end
  end
  answer()
  return list
end

-- The generator against ICU, where it is at hand.
local function check_icu(list)
  local name = os.tmpname()
  local file <close> = assert(io.open(name, "wb"))
  file:write [[
import sys
try: import icu
except ImportError: sys.exit(3)
f = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, icu.Locale("vi"))
for n in sys.stdin.buffer.read().split(): print(f.format(int(n)))
]]
  file:close()
  local numbers = os.tmpname()
  local out <close> = assert(io.open(numbers, "wb"))
  out:write(table.concat(list, "\n"))
  out:close()
  local pipe <close> = io.popen(("LC_ALL=C.UTF-8 /usr/bin/python3 %s <%s " ..
    "2>/dev/null"):format(name, numbers))
  local i = 0
  for line in pipe:lines() do
    i = i + 1
    local n = list[i]
    if line == spell(n) then passed = passed + 1
    else fail("ICU", ("%d is [%s], not [%s]"):format(n, line, spell(n))) end
  end
  os.remove(name)
  os.remove(numbers)
end

-- ---------------------------------------------------------------------------
-- Days

local month_words = { "một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám",
  "chín", "mười", "mười một", "mười hai" }
local week = { "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy",
  "Chủ nhật" }

local forms = {
  function (d, m, y) return ("%d/%d/%d"):format(d, m, y) end,
  function (d, m, y) return ("%02d/%02d/%d"):format(d, m, y) end,
  function (d, m, y) return ("%02d/%d/%d"):format(d, m, y) end,
  function (d, m, y) return ("%d-%d-%d"):format(d, m, y) end,
  function (d, m, y) return ("%02d-%02d-%d"):format(d, m, y) end,
  function (d, m, y) return ("%d–%d–%d"):format(d, m, y) end,
  function (d, m, y) return ("%d.%d.%d"):format(d, m, y) end,
  function (d, m, y) return ("%02d.%02d.%d"):format(d, m, y) end,
  function (d, m, y) return ("%d-%02d-%02d"):format(y, m, d) end,
  function (d, m, y) return ("%d tháng %d năm %d"):format(d, m, y) end,
  function (d, m, y) return ("%02d tháng %02d năm %d"):format(d, m, y) end,
  function (d, m, y) return ("%d tháng %d/%d"):format(d, m, y) end,
  function (d, m, y) return ("%d tháng %d, %d"):format(d, m, y) end,
  function (d, m, y) return ("%d/%d năm %d"):format(d, m, y) end,
  function (d, m, y)
    return ("14 giờ 30 phút ngày %d/%d/%d"):format(d, m, y)
  end,
  function (d, m, y) return ("8h sáng ngày %d/%d/%d"):format(d, m, y) end,
  function (d, m, y, w) return ("%s, ngày %d/%d/%d"):format(w, d, m, y) end,
  function (d, m, y, w) return ("%s (%d/%d/%d)"):format(w, d, m, y) end,
  function (d, m, y, w)
    return ("%s, %d tháng %d năm %d"):format(w, d, m, y)
  end,
  function (d, m, y, w)
    return ("9h30 sáng %s, ngày %d-%d-%d"):format(w, d, m, y)
  end,
  function (d, m, y)
    return ("ngày %d tháng %s năm %d"):format(d, month_words[m], y)
  end,
  function (d, m, y)
    return ("ngày %s tháng %s năm %s"):format(d <= 10 and "mồng " .. spell(d)
      or spell(d), month_words[m], spell(y))
  end,
}
local early = {
  function (d, m, y) return ("mùng %d tháng %d năm %d"):format(d, m, y) end,
  function (d, m, y) return ("mồng %d/%d/%d"):format(d, m, y) end,
}
local yearless = {
  function (d, m) return ("%d/%d"):format(d, m) end,
  function (d, m) return ("%02d/%02d"):format(d, m) end,
  function (d, m) return ("%d-%d"):format(d, m) end,
  function (d, m) return ("%d tháng %d"):format(d, m) end,
}

local function check_days()
  local t = os.time { year = 2021, month = 1, day = 1, hour = 12 }
  for i = 0, 1460 do
    local day = os.date("*t", t + i * 86400)
    local y, m, d = day.year, day.month, day.day
    local w = week[(day.wday + 5) % 7 + 1]
    local value = ("%04d-%02d-%02d"):format(y, m, d)
    for _, form in ipairs(forms) do
      ask_guised("day", "lúc", form(d, m, y, w), "v", value)
    end
    for _, form in ipairs(d <= 10 and early or {}) do
      ask_guised("day", "lúc", form(d, m, y), "v", value)
    end
    for _, form in ipairs(yearless) do
      ask("day without year", "lúc", form(d, m), "v",
        ("XXXX-%02d-%02d"):format(m, d))
    end
  end
  answer()
end

local function check_periods()
  for y = 2018, 2026 do
    for q, name in ipairs { "I", "II", "III", "IV" } do
      local value = ("%d-%d"):format(y, 32 + q)
      ask_all("quarter", "kỳ", ("quý %s/%d"):format(name, y), "v", value)
      ask_all("quarter", "kỳ", ("quý %d năm %d"):format(q, y), "v", value)
    end
    for m = 1, 12 do
      local value = ("%d-%02d"):format(y, m)
      ask_all("month", "kỳ", ("tháng %d/%d"):format(m, y), "v", value)
      ask_all("month", "kỳ", ("tháng %02d năm %d"):format(m, y), "v", value)
      ask_all("month", "kỳ", ("tháng %s năm %d"):format(month_words[m], y),
        "v", value)
      if m > 1 and m ~= 6 then
        local span = ("%d-01/%d-%02d"):format(y, y, m)
        ask_all("months", "kỳ", ("%d tháng đầu năm %d"):format(m, y), "v", span)
        ask_all("months", "kỳ", ("trong %d tháng năm %d"):format(m, y), "v",
          span)
      end
    end
    ask_all("half", "kỳ", ("6 tháng đầu năm %d"):format(y), "v", y .. "-40")
    ask_all("half", "kỳ", ("nửa cuối năm %d"):format(y), "v", y .. "-41")
    ask_all("year", "kỳ", "năm " .. y, "v", ("%d"):format(y))
    ask_all("years", "kỳ", ("giai đoạn %d-%d"):format(y, y + 4), "v",
      ("%d/%d"):format(y, y + 4))
    ask_all("open", "kỳ", ("từ đầu năm %d đến nay"):format(y), "v",
      y .. "-01-01/..")
    ask_all("until", "kỳ", ("tính đến hết tháng 9/%d"):format(y), "v",
      ("../%d-09"):format(y))
  end
  answer()
end

-- ---------------------------------------------------------------------------
-- Places

-- Resolution 202/2025/QH15: what went into which; others stay as they were.
local joined = [[
An Giang: Kiên Giang
Bắc Ninh: Bắc Giang
Cà Mau: Bạc Liêu
Cần Thơ: Sóc Trăng, Hậu Giang
Cao Bằng:
Đà Nẵng: Quảng Nam
Đắk Lắk: Phú Yên
Điện Biên:
Đồng Nai: Bình Phước
Đồng Tháp: Tiền Giang
Gia Lai: Bình Định
Hà Nội:
Hà Tĩnh:
Hải Phòng: Hải Dương
Huế:
Hưng Yên: Thái Bình
Khánh Hòa: Ninh Thuận
Lai Châu:
Lâm Đồng: Đắk Nông, Bình Thuận
Lạng Sơn:
Lào Cai: Yên Bái
Nghệ An:
Ninh Bình: Hà Nam, Nam Định
Phú Thọ: Vĩnh Phúc, Hòa Bình
Quảng Ngãi: Kon Tum
Quảng Ninh:
Quảng Trị: Quảng Bình
Sơn La:
Tây Ninh: Long An
Thái Nguyên: Bắc Kạn
Thanh Hóa:
TP.HCM: Bình Dương, Bà Rịa - Vũng Tàu
Tuyên Quang: Hà Giang
Vĩnh Long: Bến Tre, Trà Vinh
]]
local cities = { ["Hà Nội"] = true, ["Hải Phòng"] = true, ["Đà Nẵng"] = true,
  ["Cần Thơ"] = true, ["Huế"] = true }

local function check_province(name, now)
  local heads = name == "TP.HCM" and { "" } or cities[name]
    and { "", "thành phố ", "TP ", "TP. ", "TP." } or { "", "tỉnh " }
  for _, head in ipairs(heads) do
    ask_all("province", "nơi", head .. name, "one", name)
    ask_all("province of today", "nơi", head .. name, "now", now)
  end
end

local function check_provinces()
  local before, after = 0, 0
  for line in joined:gmatch "[^\n]+" do
    local now, list = line:match "^(.-):%s*(.*)$"
    after, before = after + 1, before + 1
    check_province(now, now)
    for name in list:gmatch "[^,]+" do
      before = before + 1
      check_province(name:match "^%s*(.-)%s*$", now)
    end
  end
  if before == 63 and after == 34 then passed = passed + 1
  else fail("province", ("%d and %d, not 63 and 34"):format(before, after)) end
  for _, name in ipairs { "TP.HCM", "TP HCM", "TPHCM", "Tp.HCM", "TP. HCM",
    "TP.Hồ Chí Minh", "TP. Hồ Chí Minh", "TP Hồ Chí Minh",
    "Thành phố Hồ Chí Minh", "thành phố Hồ Chí Minh", "Sài Gòn" } do
    ask("province", "nơi", name, "one", "TP.HCM")
    ask("province, nfd", "nơi", guise.nfd(name), "one", "TP.HCM")
    ask("province, nobreak", "nơi", guise.nobreak(name), "one", "TP.HCM")
  end
  for _, pair in ipairs { { "Thừa Thiên Huế", "Huế" },
    { "Thừa Thiên - Huế", "Huế" }, { "Đăk Lăk", "Đắk Lắk" },
    { "Đắc Lắc", "Đắk Lắk" }, { "Bà Rịa-Vũng Tàu", "Bà Rịa - Vũng Tàu" },
    { "Bà Rịa – Vũng Tàu", "Bà Rịa - Vũng Tàu" }, { "Bắc Cạn", "Bắc Kạn" },
    { "Kontum", "Kon Tum" } } do
    ask_all("province", "nơi", pair[1], "one", pair[2])
  end
  answer()
end

-- The codes of ISO 3166-1 and a Vietnamese name of each, by Unicode's CLDR
-- (where the press has the same); the file's other names are asked below.
local codes = [[
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL
BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV
CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD
GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM
IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK
LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW
MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR
PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS
ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY
UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
]]

local function check_countries()
  local wanted = {}
  for code in codes:gmatch "%u%u" do wanted[code] = true end
  for line in io.lines(root .. "stdlib/vi/country.tsv") do
    local name, code = line:match "^([^#\t]+)\t(%u%u)$"
    if name then
      wanted[code] = nil
      ask_all("country", "nước", name, "code", code)
    end
  end
  for code in pairs(wanted) do fail("country", "no name of " .. code) end
  for _, pair in ipairs { { "Nhật Bản", "JP" }, { "Hoa Kỳ", "US" },
    { "Cộng hòa Séc", "CZ" }, { "Bờ Biển Ngà", "CI" }, { "Thụy Sĩ", "CH" },
    { "Thụy Sỹ", "CH" }, { "Ả-rập Xê-út", "SA" }, { "Ấn Độ", "IN" },
    { "Cộng hòa Dân chủ Nhân dân Lào", "LA" }, { "Liên bang Nga", "RU" },
    { "Quần đảo Marshall", "MH" }, { "In-đô-nê-xi-a", "ID" },
    { "Mi-an-ma", "MM" }, { "Ô-xtrây-li-a", "AU" } } do
    ask_all("country", "nước", pair[1], "code", pair[2])
  end
  answer()
end

-- ---------------------------------------------------------------------------
-- What only the page's own date can tell: the period of an indicator

local published <const> = "2024-06-12" -- a Wednesday
-- each with that date and without one; nil: no period
local seen = {
  { "Tháng trước, kim ngạch xuất khẩu đạt 5 tỷ USD.", "2024-05", "XXXX-XX" },
  { "Tuần trước, lượng khách đạt 5.000 lượt.", "2024-06-03/2024-06-09" },
  { "Quý trước, lợi nhuận đạt 5 tỷ đồng.", "2024-33" },
  { "Năm ngoái, kim ngạch xuất khẩu đạt 5 tỷ USD.", "2023" },
  { "Năm nay, kim ngạch xuất khẩu đạt 5 tỷ USD.", "2024" },
  { "Trong 5 tháng đầu năm, thu ngân sách đạt 5 tỷ đồng.", "2024-01/2024-05",
    "XXXX-01/XXXX-05" },
  { "Tháng 12, thu ngân sách đạt 5 tỷ đồng.", "2023-12", "XXXX-12" },
  { "Tháng 5, thu ngân sách đạt 5 tỷ đồng.", "2024-05", "XXXX-05" },
  { "Từ đầu năm đến nay, thu ngân sách đạt 5 tỷ đồng.", "2024-01-01/..",
    "XXXX-01-01/.." },
  { "Tính đến hết tháng 5, dư nợ đạt 5 tỷ đồng.", "../2024-05", "../XXXX-05" },
  { "Hôm nay, giá vàng là 76 triệu đồng/lượng.", "2024-06-12", "XXXX-XX-XX" },
  { "Sáng qua, giá vàng là 76 triệu đồng/lượng.", "2024-06-11", "XXXX-XX-XX" },
  { "Dịp Tết Nguyên đán, lượng khách đạt 5.000 lượt.", "2024-02-10" },
  { "Dịp lễ 30/4 - 1/5, lượng khách đạt 5.000 lượt.", "2024-04-30/2024-05-01",
    "XXXX-04-30/XXXX-05-01" },
  { "Trong ngày 20/12, lượng khách đạt 5.000 lượt.", "2023-12-20",
    "XXXX-12-20" },
}

local function check_seen()
  for _, case in ipairs(seen) do
    for i, info in ipairs { { published = published }, {} } do
      local record = trich.extract(case[1], info).records[1]
      local got = record and record.fields.period
      if got == case[i + 1] then passed = passed + 1
      else
        fail("seen from " .. (info.published or "no day"),
          ("expected [%s] of [%s], got [%s]"):format(case[i + 1] or "nothing",
            case[1], got or "nothing"))
      end
    end
  end
end

-- ---------------------------------------------------------------------------

trich.load { root .. "tests/lua/vietnamese.rule", shipped = false }
check_icu(check_numbers())
check_days()
check_periods()
check_provinces()
check_countries()
trich.load()
check_seen()
print(("%d passed, %d failed"):format(passed, failed))
