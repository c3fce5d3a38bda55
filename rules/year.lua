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
  local s = fold(title)
  for abbreviation, long in pairs(shortened) do
    if string.find(s, abbreviation, 1, true) == 1 then
      return long .. string.sub(s, #abbreviation + 1)
    end
  end
  return s
end

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
  do bởi mà khi không khó còn đã nhằm vẫn]], "%S+") do
  hanging[word] = true
end

-- A title without the words that hang at its end.
local function ended(title)
  if title == nil then return nil end
  local s = title
  while true do
    local rest, last = string.match(s, "^(.+)%s+(%S+)$")
    if rest == nil or not hanging[last] then return s end
    s = string.gsub(rest, "[%s,:;–-]+$", "")
  end
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
  carried = carried, ended = ended, full_day = full_day, law_kind = law_kind,
  same_law = same_law, same_number = same_number, same_treaty = same_treaty,
  state = state, with_year = with_year,
}
