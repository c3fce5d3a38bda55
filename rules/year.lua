--[[
Functions of package citation.

    full_day("XXXX-04-03", "2025-04-05")  --> "2025-04-03"
]]
local ipairs, pairs, string, type = ipairs, pairs, string, type
local fold = fold

local _ENV <const> = nil

local bodies = { "chính phủ", "thủ tướng", "bộ chính trị", "ban bí thư",
  "quốc hội", "ubnd", "ủy ban nhân dân", "hđnd", "hội đồng nhân dân",
  "chủ tịch nước", "bộ trưởng", "ngân hàng nhà nước", "nhnn", "tỉnh ủy",
  "thành ủy", "huyện ủy", "trung ương", "tổng cục", "bộ " }
for i = 1, #bodies do bodies[i] = fold(bodies[i]) end

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

-- Titles of laws as the press shortens them.
local shortened = { nsnn = "ngân sách nhà nước", bhxh = "bảo hiểm xã hội",
  bhyt = "bảo hiểm y tế", bvmt = "bảo vệ môi trường",
  tctd = "các tổ chức tín dụng", ["thuế gtgt"] = "thuế giá trị gia tăng",
  ["thuế vat"] = "thuế giá trị gia tăng",
  ["thuế tndn"] = "thuế thu nhập doanh nghiệp",
  ["thuế tncn"] = "thuế thu nhập cá nhân",
  ["thuế ttđb"] = "thuế tiêu thụ đặc biệt", pccc = "phòng cháy, chữa cháy",
  shtt = "sở hữu trí tuệ" }

local function full_title(title)
  -- "Bảo hiểm xã hội (BHXH)"
  local s = fold((string.gsub(title, " %(%u+%)", "")))
  for abbreviation, long in pairs(shortened) do
    if string.find(s, abbreviation, 1, true) == 1 then
      return long .. string.sub(s, #abbreviation + 1)
    end
  end
  return s
end

local amended, convention = fold(" sửa đổi"), fold("Công ước")

-- Whether two titles of laws are one, but for the year or "(sửa đổi)".
local function same_law(kind, a, b)
  if kind == nil or a == nil or b == nil then return nil end
  if not string.find(fold(kind), "luật", 1, true) then return false end
  -- "Việc làm năm 2013" is "Việc làm 2013"
  local x = string.gsub(full_title(a), " năm (%d%d%d%d)$", " %1")
  local y = string.gsub(full_title(b), " năm (%d%d%d%d)$", " %1")
  if #x > #y then x, y = y, x end
  if string.sub(y, 1, #x) ~= x then return false end
  local rest = string.sub(y, #x + 1)
  return rest == "" or string.find(rest, "^ năm %d") ~= nil
    or string.find(rest, "^ %d%d%d%d$") ~= nil
    or string.find(rest, "^ %(") ~= nil
    or string.find(rest, amended, 1, true) == 1
end

-- Whether one title is the other without its abbreviation, or that
-- abbreviation.
local function same_treaty(a, b)
  if a == nil or b == nil then return nil end
  local x, y = fold(a), fold(b)
  if #x > #y then x, y = y, x end
  -- "thương mại tự do song phương UKVFTA" and "UKVFTA"
  local alone = #a < #b and a or b
  if string.find(alone, "^%u%u[%u-]+$")
     and string.sub(y, -#x - 1) == " " .. x then
    return true
  end
  -- "Paris" and "Paris về biến đổi khí hậu"
  if string.find(y, x .. " về ", 1, true) == 1 then return true end
  local name, short = string.match(y, "^(.-)%s*%(([^%)]*)%)$")
  if name == nil then return false end
  return x == name or string.sub(" " .. short, -#x - 1) == " " .. x
end

-- Whose convention and on what, without years and short names.
local function subject(issuer, title)
  local s = fold((issuer or "") .. " " .. (title or ""))
  s = string.gsub(s, "%b()", " ")
  s = string.gsub(s, " năm (%d%d%d%d)", " %1")
  s = string.gsub(s, "%d%d%d%d", " ")
  return (string.gsub(string.gsub(s, "%s+", " "), "^ ", ""):gsub(" $", ""))
end

-- Whether two conventions are one.
local function same_convention(kind, issuer, title, other_issuer, other)
  if kind == nil or title == nil or other == nil then return nil end
  return fold(kind) == convention
    and subject(issuer, title) == subject(other_issuer, other)
end

-- Whether one number is the bare beginning of the other: 3380, 3380/KH-UBND.
local function same_number(kind, number, other_kind, other)
  if kind == nil or other_kind == nil then return nil end
  if fold(kind) ~= fold(other_kind) then return false end
  local x = string.gsub(fold(number), "^0+", "")
  local y = string.gsub(fold(other), "^0+", "")
  if x == y then return true end
  if #x > #y then x, y = y, x end
  if not string.find(x, "^[%d/]+$") or string.find(y, "^%d+$") then
    return false
  end
  return string.find(y, "^" .. x .. "[/-]") ~= nil
end

-- What a plan or a programme carries out; of other documents it is no title.
local function carried(kind, plan)
  if kind == nil or plan == nil then return nil end
  local s = fold(kind)
  if string.find(s, fold("kế hoạch"), 1, true)
     or string.find(s, fold("chương trình"), 1, true) then
    return plan
  end
  return nil
end

-- Function words and the like that cannot end a title.
local hanging = {}
for word in string.gmatch([[trong tại của và với cho từ đến theo về việc là để
  do bởi mà khi không khó còn đã nhằm vẫn hoặc và hay như nhưng các
  những]], "%S+") do
  hanging[word] = true
end

-- A title without the words that hang at its end.
local function ended(title)
  if title == nil then return nil end
  -- a phrase of a vocabulary alone comes as its row
  if type(title) == "table" then title = title.text end
  local s = string.gsub(title, "[%s,:;]+$", "")
  while true do
    local rest, last = string.match(s, "^(.+)%s+(%S+)$")
    if rest == nil or not hanging[last]
       or last == "từ" and string.find(rest, "chứng$")
       or last == "do" and string.find(rest, "tự$")
       or last == "không" and string.find(rest, "hàng$") then
      return s
    end
    s = string.gsub(rest, "[%s,:;–-]+$", "")
  end
end

-- The letters of a number that tell who issued it.
local codes = { { "%-?TTg$", "thủ tướng" }, { "%-CP$", "chính phủ" },
  { "/QH%d", "quốc hội" }, { "UBTVQH", "ủy ban thường vụ quốc hội" },
  { "TW$", "bộ chính trị" }, { "TW$", "ban bí thư" }, { "TW$", "trung ương" },
  { "VPCP", "văn phòng chính phủ" }, { "TTCP", "thanh tra chính phủ" },
  { "UBND", "ubnd" }, { "UBND", "ủy ban nhân dân" }, { "HĐND", "hđnd" },
  { "HĐND", "hội đồng nhân dân" }, { "NHNN", "ngân hàng nhà nước" },
  { "NHNN", "nhnn" }, { "TU$", "tỉnh ủy" }, { "TU$", "thành ủy" },
  { "[/-]BTC", "bộ tài chính" }, { "[/-]BCT", "bộ công thương" },
  { "[/-]BXD", "bộ xây dựng" }, { "[/-]BYT", "bộ y tế" },
  { "[/-]BNV", "bộ nội vụ" }, { "[/-]BKHĐT", "bộ kế hoạch và đầu tư" },
  { "[/-]BGTVT", "bộ giao thông vận tải" }, { "[/-]BCA", "bộ công an" },
  { "[/-]BGDĐT", "bộ giáo dục và đào tạo" }, { "[/-]BQP", "bộ quốc phòng" },
  { "[/-]BNNMT", "bộ nông nghiệp và môi trường" } }
for _, code in ipairs(codes) do code[2] = fold(code[2]) end

-- Who is named behind a document, where its number says the same.
local function issued_by(number, who)
  if number == nil or who == nil then return nil end
  local s = fold(who)
  for _, code in ipairs(codes) do
    if string.find(number, code[1]) and string.find(s, code[2], 1, true) then
      return who
    end
  end
  return nil
end

-- Whether a strategy is one document: a national one, or one for certain years.
local function strategic(kind, title)
  if kind == nil or title == nil then return nil end
  if #kind > #"Chiến lược" then return true end
  local s = fold(title)
  if string.find(s, fold("trong giai đoạn"), 1, true) then return false end
  return string.find(s, "20%d%d *%- *20%d%d") ~= nil
    or string.find(s, "20%d%d") ~= nil
       and (string.find(s, fold("đến năm"), 1, true) ~= nil
            or string.find(s, fold("giai đoạn"), 1, true) ~= nil
            or string.find(s, fold("thời kỳ"), 1, true) ~= nil)
end

-- Whether a day has its year.
local function with_year(day)
  return type(day) == "string" and string.find(day, "^%d%d%d%d") ~= nil
end

local function law_kind(kind)
  return kind ~= nil and string.find(fold(kind), "luật", 1, true) ~= nil
end

-- Bodies whose decisions are documents.
local function state(issuer)
  if issuer == nil then return nil end
  local s = fold(issuer)
  for _, word in ipairs(bodies) do
    if string.find(s, word, 1, true) then return true end
  end
  return false
end

return {
  carried = carried, ended = ended, full_day = full_day,
  issued_by = issued_by, law_kind = law_kind,
  same_convention = same_convention, same_law = same_law,
  same_number = same_number, same_treaty = same_treaty, state = state,
  strategic = strategic, with_year = with_year,
}
