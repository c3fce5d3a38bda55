--[[
Functions of package indicator.

    metric_of("tổng vốn FDI", "USD", nil, sentence)  --> "fdi_inflow"
    same_fact(a, b)                                  --> true where one fact

The slugs of general indicators stand in metric.tsv; here is what one phrase
cannot decide: foreign investment (a stock or an inflow? a share or a rank?) and
counts whose noun needs its sentence.
]]
local ipairs, tonumber, tostring, type = ipairs, tonumber, tostring, type
local lower = lower
local string = string

local _ENV <const> = nil

local POINTING <const> = 100 -- so many are counted, not pointed at

-- Whether one of some words stands in a text.
local function has(text, word, ...)
  if text == nil or word == nil then return false end
  if string.find(text, word, 1, true) then return true end
  return has(text, ...)
end

local function is_foreign(text)
  return has(text, "fdi", "đầu tư trực tiếp nước ngoài", "đầu tư nước ngoài",
    "vốn ngoại", "nước đầu tư", "nhà đầu tư lớn nhất")
end

local function is_stock(label, sentence)
  if has(label, "lũy kế", "luỹ kế") then return true end
  if has(label, "cấp mới", "đăng ký mới", "tăng thêm") then return false end
  return has(sentence, "lũy kế toàn", "luỹ kế toàn", "tính đến nay",
    "còn hiệu lực", "hiện có", "lũy kế đến")
end

local function is_money(unit)
  return unit ~= nil and string.match(unit, "^%u%u%u$") ~= nil
end

-- Money and shares of foreign investment.
local function fdi_amount(label, unit, sentence)
  if not is_foreign(label)
     and not (has(label, "vốn") and is_foreign(sentence)) then
    return nil
  end
  if unit == "%" then
    return is_foreign(label) and has(label, "tổng") and "fdi_share" or nil
  end
  if not is_money(unit) or has(label, "khu vực", "doanh nghiệp") then
    return nil
  end
  if has(label, "thực hiện", "giải ngân") then return "fdi_disbursed" end
  if has(label, "góp vốn") then return "fdi_share_purchase" end
  if is_stock(label, sentence) then return "fdi_stock" end
  return "fdi_inflow"
end

-- "cùng kỳ năm trước", "tháng 5", "cuối năm 2020": a base that is a time.
local times = { "^cùng kỳ", "^năm ", "^tháng ", "^quý ", "^cuối ", "^đầu ",
  "^kỳ ", "^cùng thời", "^giai đoạn ", "^trước " }

local function is_time(base)
  if type(base) ~= "string" then return false end
  for _, head in ipairs(times) do
    if string.find(base, head) then return true end
  end
  return false
end

-- Money that is no đồng.
local function is_foreign_money(unit)
  return is_money(unit) and unit ~= "VND"
end

-- So few "tỷ" as are spoken of in dollars.
local FEW_BILLIONS <const> = 100e9

local function is_few(value)
  return value ~= nil and tonumber(tostring(value)) < FEW_BILLIONS
end

local function count_of(label, unit, sentence)
  if unit == "điểm cầu" then return "venue_count" end
  if unit == "dự án" or unit == "lượt" and has(label, "dự án") then
    return is_foreign(sentence) and "fdi_projects" or nil
  end
  if has(unit, "quốc gia", "lãnh thổ", "nước", "thị trường") then
    if has(sentence, "đầu tư") then return "investor_countries" end
    if has(sentence, "xuất khẩu") then return "export_markets" end
  end
  if has(unit, "tập thể", "cá nhân") and has(sentence, "khen", "thưởng") then
    return "award_recipients"
  end
  if has(unit, "lao động", "người") and has(label, "lao động")
     and has(label, "nước ngoài", "xuất khẩu lao động") then
    return "workers_abroad"
  end
  if has(label, "hoạt động đối ngoại") then return "diplomatic_activities" end
  if has(unit, "đối tác") and has(sentence, "nâng cấp", "nâng tầm") then
    return "upgraded_partnerships"
  end
  return nil
end

-- The slug of an amount, where its phrase alone does not say it. All texts are
-- given in lower case.
local function metric_of(label, unit, change, sentence)
  if unit == nil or change ~= nil then return nil end
  if unit == "rank" then return is_foreign(sentence) and "fdi_rank" or nil end
  return count_of(label, unit, sentence) or fdi_amount(label, unit, sentence)
end

-- Whether an amount in this unit can be one of a listed phrase's kind: no price
-- is a percentage, no number of tourists is in dollars.
local function metric_fits(kind, unit, change)
  if kind == nil or unit == nil then return true end
  if change ~= nil and (string.sub(unit, 1, 1) == "%" or unit == "pp"
     or unit == "lần") then
    return true -- growth of anything
  end
  local first = string.match(unit, "^[^/]+")
  local currency = string.match(first, "^%u%u%u$") ~= nil
  local percent = first == "%" or first == "pp" or first == "điểm cơ bản"
  if kind == "money" then return currency end
  if kind == "share" then return percent end
  if unit == "rank" or unit == "lần" then return false end
  return not currency and not percent
end

-- "mức tăng 8,5%", "mục tiêu tăng trưởng 8%": the label itself says growth.
local function change_of(label, unit)
  if label == nil or unit == nil or string.sub(unit, 1, 1) ~= "%"
     and unit ~= "pp" and unit ~= "lần" then
    return nil
  end
  if string.match(label, "^tỷ lệ đóng góp")
     or string.match(label, "^mức đóng góp")
     or string.match(label, "^đóng góp") then
    return nil -- a part of growth is none
  end
  if has(label, "mức giảm", "tốc độ giảm", "tăng trưởng âm", "mục tiêu giảm",
         "mục tiêu cắt giảm", "đà giảm", "tỷ lệ giảm") then
    return "decrease"
  end
  if has(label, "mức tăng", "mục tiêu tăng", "tốc độ tăng", "tăng trưởng",
         "đà tăng", "tỷ lệ tăng", "tỉ lệ tăng")
     and not has(label, "tỷ trọng") then
    return "increase"
  end
  return nil
end

-- A plan is of its whole year.
local function is_plan(label)
  return label ~= nil and has(label, "kế hoạch", "dự toán", "chỉ tiêu")
    and not has(label, "giải ngân")
end

-- "dự kiến đạt 8%": what is reached, not a part of something.
local function reaches(verb)
  return verb ~= nil and has(verb, "đạt")
end

-- "sức chứa lên tới 500 khách": what may be, at the most.
local capacities = { "công suất", "trọng tải", "tải trọng", "sức chứa",
  "dung tích", "hạn mức" }

local function most(label, reach)
  if not has(reach, "lên tới", "lên đến", "đạt tới") then return nil end
  for _, noun in ipairs(capacities) do
    if string.sub(label, -#noun) == noun then return "up_to" end
  end
  return nil
end

-- "nhóm giao thông tăng cao nhất (19,59%)": the label ends with the verb.
local function listed_change(label, unit)
  local said = change_of(label, unit)
  if said ~= nil or unit ~= "%" then return said end
  if string.find(label, " tăng$") or string.find(label, " tăng [^,;]*nhất$")
     or string.find(label, " tăng mạnh$") or string.find(label, " tăng cao$")
  then
    return "increase"
  end
  if string.find(label, " giảm$") or string.find(label, " giảm [^,;]*nhất$")
     or string.find(label, " giảm mạnh$") or string.find(label, " giảm sâu$")
  then
    return "decrease"
  end
  return nil
end

-- A price or a rate of exchange: what changes from day to day.
local function is_price(label, unit)
  if label == nil or unit == nil then return false end
  return string.match(label, "^giá ") ~= nil or unit == "điểm"
    or has(label, "tỷ giá", "vn-index")
end

local chosen_from = { "^thị trường", "^nước", "^quốc gia", "^nền kinh tế",
  "^mặt hàng", "^ngành hàng", "^nhóm hàng", "^địa phương" }

-- "10 thị trường lớn nhất": so many were picked, nothing was counted.
local function is_choice(label)
  if not has(label, "lớn nhất", "chủ lực", "hàng đầu", "cao nhất", "dẫn đầu")
     and string.match(label, " chính$") == nil then
    return false
  end
  for _, noun in ipairs(chosen_from) do
    if string.match(label, noun) then return true end
  end
  return false
end

-- Last words, also of what breaks off: "5 tỉnh nói trên".
local pointing = { ["này"] = true, ["đó"] = true, ["nói"] = true,
  ["kể"] = true }

-- "3 thị trường này" points back to what was counted before.
local function is_pointing(label, n, approx)
  if label == nil or approx ~= nil then return false end
  if n ~= nil and tonumber(tostring(n)) >= POINTING then return false end
  return pointing[string.match(label, " (%S+)$")] == true
    or has(label, " này ", " nói trên", " kể trên")
    or is_choice(label)
end

-- So few of these are spoken of, not counted: "2 nước", "3 hoạt động chính".
local few_of = { { "nước", 3 }, { "nền kinh tế", 3 }, { "hoạt động", 5 },
  { "tỉnh", 1 }, { "thành phố", 1 }, { "quốc gia", 1 }, { "xã", 1 },
  { "phường", 1 } }
local MOST_FEW <const> = 5

-- "thành 1 tỉnh mới": the figure is hardly more than an article.
local function is_article(n, label)
  local number = n ~= nil and tonumber(tostring(n))
  if not number or number > MOST_FEW or label == nil then return false end
  for _, few in ipairs(few_of) do
    if number <= few[2] and string.sub(label, 1, #few[1]) == few[1] then
      return true
    end
  end
  return false
end

-- The unit of a count: its noun, with another that is joined to it.
local function unit_of(noun, more)
  if noun == nil then return nil end
  local unit = noun.unit or noun.text
  if more == nil or noun.unit ~= nil then return unit end
  return unit .. (string.find(more, "^,") and "" or " ") .. more
end

-- "259.000 lượt": the noun alone tells nothing but the unit.
local function more_than_noun(label, unit)
  if type(label) == "table" then label = label.text end
  if label == unit then return nil end
  return label
end

-- "lũy kế đạt ...": a label that only counts on is that of the figure before.
local counting_on = {
  ["lũy kế"] = true, ["con số này"] = true, ["con số"] = true,
  ["số liệu"] = true, ["mức này"] = true, ["tỷ lệ này"] = true,
  ["mức"] = true, ["bình quân"] = true, ["trung bình"] = true,
  ["mức bình quân"] = true, ["mức cao"] = true, ["tỷ lệ cao"] = true,
}

-- Small words that a label never ends with.
local dangling = {
  ["và"] = true, ["cho"] = true, ["như"] = true, ["với"] = true, ["từ"] = true,
  ["của"] = true, ["trong"] = true, ["tại"] = true, ["là"] = true,
  ["đến"] = true, ["vào"] = true, ["ở"] = true, ["mà"] = true, ["hay"] = true,
  ["hoặc"] = true, ["bị"] = true, ["để"] = true, ["theo"] = true,
  ["hiện"] = true, ["chỉ"] = true, ["vẫn"] = true, ["cũng"] = true,
  ["các"] = true, ["những"] = true, ["khi"] = true, ["do"] = true,
  ["về"] = true, ["tới"] = true, ["cần"] = true, ["đã"] = true,
  ["đối"] = true,
}

local function own_label(label)
  if type(label) == "table" then label = label.text end
  if label == nil then return nil end
  for _ = 1, 3 do
    local head, last = string.match(label, "^(.*%S)%s+(%S+)$")
    if head == nil or not dangling[lower(last)] then break end
    label = head
  end
  if counting_on[lower(label)] then return nil end
  return label
end

-- Labels that hardly tell what is meant.
local vague = {
  ["tăng trưởng"] = true, ["mức tăng"] = true, ["tốc độ tăng"] = true,
  ["con số"] = true, ["con số này"] = true, ["mức"] = true, ["tỷ lệ"] = true,
  ["mức tăng trưởng"] = true, ["tốc độ tăng trưởng"] = true,
  ["mức giảm"] = true, ["số"] = true, ["tổng số"] = true, ["trị giá"] = true,
  ["giá trị"] = true, ["quy mô"] = true, ["tổng"] = true,
  ["mục tiêu"] = true, ["phương án"] = true, ["ngưỡng"] = true,
  ["phương án điều chỉnh"] = true, ["mức thuế"] = true,
}

local function is_vague(label)
  return vague[label] or string.match(label, " này$") ~= nil
end

local function contains(a, b)
  return string.find(a, b, 1, true) ~= nil or string.find(b, a, 1, true) ~= nil
end

-- A figure that hardly comes twice by chance: three digits or more that count.
local function is_telling(value)
  local digits = string.gsub(tostring(value), "[.-]", "")
  digits = string.gsub(digits, "^0+", "")
  digits = string.gsub(digits, "0+$", "")
  return #digits >= 3
end

local function count_words(text)
  local _, n = string.gsub(text, "%S+", "")
  return n
end

-- One label inside the other, and not much shorter.
local function alike(a, b)
  if a == b then return true end
  if not contains(a, b) then return false end
  local m, n = count_words(a), count_words(b)
  if m > n then m, n = n, m end
  return m >= 0.6 * n
end

local function is_tax(label)
  return string.find(label, "^thuế") ~= nil
    or has(label, "mức thuế", "thuế suất")
end

-- Whether two records state one fact: the same amount, of the same thing as far
-- as their labels tell. A small round figure may well come twice.
local function same_fact(a, b, label_a, label_b)
  if a.value ~= b.value or a.unit ~= b.unit or a.change ~= b.change
     or a.value_max ~= b.value_max then
    return false
  end
  if a.unit == "rank" then
    -- many may be third, each of something else
    return a.period == b.period
      and (a.of ~= nil and a.of == b.of
           or a.metric ~= nil and a.metric == b.metric)
  end
  if a.of ~= b.of and a.of and b.of then return false end
  if a.partner ~= b.partner and a.partner and b.partner then return false end
  local telling = is_telling(a.value)
  if label_a == nil or label_b == nil then
    return telling or is_money(a.unit) and a.change == nil
  end
  if is_vague(label_a) or is_vague(label_b) then return true end
  -- a rate of tax is told in many words
  if a.unit == "%" and a.change == nil and a.base == b.base
     and is_tax(label_a) and is_tax(label_b) then
    return true
  end
  if alike(label_a, label_b)
     or is_money(a.unit) and contains(label_a, label_b) then
    -- in one sentence a list may come to the same figure twice
    return telling or a.change ~= nil or a._sentence == nil
      or a._sentence ~= b._sentence
  end
  return telling and a.unit ~= "%"
end

-- Ho Chi Minh City, which is written in a dozen ways.
local function is_saigon(place)
  if place == nil then return false end
  local p = lower(place)
  return string.find(p, "hcm$") ~= nil
    or string.find(p, "hồ chí minh$") ~= nil
end

-- Whether a place is one that a page may be about, not a zone or a port.
local zone_heads = { "^khu ", "^cụm ", "^cảng", "^cửa khẩu", "^cặp ",
  "^sân bay", "^nhà máy", "^kcn", "^kkt", "^kcx", "^ccn" }

local function is_seat(place)
  if type(place) ~= "string" then return false end
  local p = lower(place)
  for _, head in ipairs(zone_heads) do
    if string.find(p, head) then return false end
  end
  return true
end

-- Whether it is one province, not the country or a part of it.
local wide = { "^việt nam", "^miền ", "^vùng ", "^các ", "^tây nguyên",
  "^đồng bằng", "^trung du", "^tây bắc", "^đông bắc", "^đông nam bộ",
  "^bắc bộ", "^nam bộ", "^trung bộ", "^bắc trung bộ", "^duyên hải" }

local function is_province(place)
  if not is_seat(place) then return false end
  local p = lower(place)
  for _, head in ipairs(wide) do
    if string.find(p, head) then return false end
  end
  return true
end

return {
  is_province = is_province,
  is_seat = is_seat, is_time = is_time, is_saigon = is_saigon,
  is_foreign_money = is_foreign_money, is_few = is_few,
  metric_of = metric_of, most = most, reaches = reaches, is_plan = is_plan,
  change_of = change_of,
  listed_change = listed_change, metric_fits = metric_fits,
  same_fact = same_fact, is_price = is_price, is_pointing = is_pointing,
  is_article = is_article, unit_of = unit_of, more_than_noun = more_than_noun,
  own_label = own_label,
}
