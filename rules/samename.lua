--[[
Functions of package conference: when two names are those of one
meeting.

    same_name("hội nghị A B C D", "Hội nghị về A B C D")  --> true
    same_purpose("buổi tập huấn về A B C", "Hội nghị tập huấn về A B C cho D")
]]
local ipairs, select, string, tostring = ipairs, select, string, tostring
local table = table
local fold, lower, memo = memo(fold), lower, memo

local _ENV <const> = nil

local numeral = {}
for word in string.gmatch("nhất hai ba tư năm sáu bảy tám chín mười", "%S+") do
  numeral[word] = true
end

-- A name without what a second mention may leave out.
local function core(name)
  local s = " " .. fold(name) .. " "
  s = string.gsub(s, "[,;:]", " ")
  s = string.gsub(s, "%s+", " ")
  s = string.gsub(s, " về ", " ")
  s = string.gsub(s, "[\"']", " ")
  s = string.gsub(s, " trọng thể ", " ")
  s = string.gsub(s, " thường niên ", " ")
  s = string.gsub(s, " chính thức ", " ")
  s = string.gsub(s, "%([^%)]*%)", " ")
  s = string.gsub(s, "%s+", " ")
  return s
end
core = memo(core)

-- The letters of an abbreviation in brackets: "(AIRM26)" is "airm".
local function short_form(name)
  local inside = string.match(name, "%(([^%)]*)%)")
  if inside == nil or not string.find(inside, "%u%u") then return nil end
  return lower((string.gsub(inside, "[^%a]", "")))
end

-- Whether b calls by its abbreviation what a names: "Hội nghị AIRM 26".
local function abbreviated(a, b)
  local short = short_form(a)
  if short == nil or #short < 3 then return false end
  local bare = string.gsub(b, "%b()", "")
  local tail = string.match(bare, "^%S+%s+%S+%s+(%u%u[%u%-]*)")
    or string.match(bare, "^%S+%s+%S+%s+%S+%s+(%u%u[%u%-]*)")
  if tail == nil then return false end
  return lower((string.gsub(tail, "[^%a]", ""))) == short
end

local function same_name(a, b)
  if a == nil or b == nil then return nil end
  local x, y = core(a), core(b)
  if x == y then return true end
  if abbreviated(a, b) or abbreviated(b, a) then return true end
  if #x > #y then x, y = y, x end
  -- the shorter leaves out words of the longer and has none of its own
  local n, at = 0, 1
  for word in string.gmatch(x, "%S+") do
    local s, e = string.find(y, " " .. word .. " ", at, true)
    if s == nil then return false end
    if n == 0 and s > 2 then return false end
    at, n = e, n + 1
  end
    if string.find(y, x, 1, true) == 1 then return n >= 3 end
  -- "Hội chợ Xuân 2024", "Hội chợ Xuân Giáp Thìn 2024"
  local year = string.match(x, " (20%d%d) $")
  if year and n >= 4 and string.match(y, " (20%d%d) $") == year then
    return true
  end
  return n >= 5
end

-- Whether a kind is the ceremony that opens or closes a meeting.
local function ceremony_of(kind)
  return kind == "lễ khai mạc" or kind == "lễ bế mạc"
end

-- Whether a kind is the opening or closing of a meeting.
local function opening_of(kind)
  return kind ~= nil and (string.find(kind, "^phiên khai mạc")
     or string.find(kind, "^phiên bế mạc")) ~= nil or ceremony_of(kind)
end

-- Whether a kind is what a verb tells: "buổi làm việc" and "làm việc với".
local function says(kind, verb)
  if kind == nil or verb == nil then return nil end
  if string.find(fold(verb), "^họp %S") and fold(verb) ~= fold("họp báo") then
    return kind == "cuộc họp" or kind == "buổi họp"
  end
  local word = string.match(fold(verb), "đối thoại")
    or string.match(fold(verb), "^(%S+ %S+)") or fold(verb)
  if word == fold("gặp mặt") and kind == "buổi lễ" then return true end
  return string.find(fold(kind), word, 1, true) ~= nil
end

-- Whether one wording of the hosts holds the other.
local function same_host(a, b)
  if a == nil or b == nil then return nil end
  local x, y = fold(a), fold(b)
  if #x > #y then x, y = y, x end
  return string.find(y, x, 1, true) ~= nil
end

-- Whether two names of a kind open with the same two words behind it.
local function alike(a, b, kind)
  if a == nil or b == nil or kind == nil then return nil end
  local x = string.match(fold(string.sub(a, #kind + 1)), "^%s*(%S+%s+%S+)")
  local y = string.match(fold(string.sub(b, #kind + 1)), "^%s*(%S+%s+%S+)")
  return x ~= nil and x == y
end

local function spaced(name)
  local s = string.gsub(fold(name), '[",;:%(%)%-]', " ")
  return " " .. string.gsub(s, "%s+", " ") .. " "
end
spaced = memo(spaced)

-- The proper part of a forum's name: "hội nghị thượng đỉnh an ninh châu phi"
-- and "diễn đàn an ninh châu phi" share one.
local function proper_part(name)
  local s = spaced(name)
  for _, word in ipairs { " thượng đỉnh ", " cấp cao ", " thường niên ",
    " lần thứ %S+ ", " hội nghị ", " diễn đàn ", " đối thoại ",
    " còn gọi là .*" } do
    s = string.gsub(s, word, " ")
  end
  return s
end
proper_part = memo(proper_part)

local forums = { forum = true, conference = true }

-- Whether two meetings of nations are one under two kinds.
local function same_proper(a, b, family, other)
  if a == nil or b == nil or not forums[family] or not forums[other] then
    return nil
  end
  local x, y = spaced(a), spaced(b)
  local n = string.match(x, " lần thứ (%S+)")
  local m = string.match(y, " lần thứ (%S+)")
  if n and m and n ~= m then return false end
  x, y = proper_part(a), proper_part(b)
  return x == y and select(2, string.gsub(x, "%S+", "")) >= 2
end

local function same_date(a, b)
  return a ~= nil and b ~= nil and string.sub(a, -5) == string.sub(b, -5)
end

-- Whether the words of the shorter of two names of a kind stand, for the most
-- part, in the longer; names that open with a purpose, not with a capital.
local function kin(a, b, kind, date, other_date)
  if a == nil or b == nil or kind == nil then return nil end
  local x, y = string.sub(a, #kind + 1), string.sub(b, #kind + 1)
  if #x > #y then x, y = y, x end
  local first = string.match(x, "^%s*(%S+)")
  if first == nil or first ~= lower(first)
     or string.match(y, "^%s*(%S+)") ~= first then
    return false
  end
  y = spaced(y)
  local n, shared = 0, 0
  for word in string.gmatch(spaced(x), "%S+") do
    n = n + 1
    if string.find(y, " " .. word .. " ", 1, true) then shared = shared + 1 end
  end
  -- of one day less will do
  local least = same_date(date, other_date) and 0.5 or 0.6
  return n >= 3 and shared >= least * n
end

-- Whether the words of the shorter name all stand in the longer, whatever
-- their order; what numbers the meeting is left to its ordinal.
local function same_words(a, b)
  if a == nil or b == nil then return nil end
  local x, y = spaced(a), spaced(b)
  if #x > #y then x, y = y, x end
  local n = 0
  for word in string.gmatch(x, "%S+") do
    if word ~= "của" and word ~= "thứ" and word ~= "lần"
       and not string.find(word, "^[%divx]+$") and not numeral[word] then
      n = n + 1
      if not string.find(y, " " .. word .. " ", 1, true) then return false end
    end
  end
  return n >= 4
end

-- "(Đối thoại A)" behind a name: what else the meeting is called.
local function in_brackets(name)
  local inside = string.match(name, "còn gọi là ([^%)]+)%)")
  if inside then return inside end
  for text in string.gmatch(name, "%(([^%)]+)%)") do
    local s = spaced(text)
    if string.find(s, "^ đối thoại ") or string.find(s, "^ hội nghị ")
       or string.find(s, "^ diễn đàn ") then
      return text
    end
  end
  return nil
end

-- "kỳ họp ABAC 3" beside a meeting of that kind with that number.
local function numbered(name, ordinal)
  local n = name and string.match(name, "%u%u+[ %-](%d+)$")
  return n ~= nil and ordinal ~= nil and n == tostring(ordinal)
end

-- The words of a name in the order of the alphabet, without those that only
-- join.
local function bag(name)
  local list = {}
  for word in string.gmatch(spaced(name), "%S+") do
    if word ~= "về" and word ~= "của" and word ~= "các" then
      table.insert(list, word)
    end
  end
  table.sort(list)
  return table.concat(list, " ")
end
bag = memo(bag)

-- Whether two names are of the same words in another order.
local function same_bag(a, b)
  if a == nil or b == nil then return nil end
  return #bag(a) > 20 and bag(a) == bag(b)
end

-- Whether what one name gives as another name of its meeting names the other;
-- a year in the other must be that of the meeting's day.
local function aliased(name, alias, other, date)
  if name == nil or other == nil then return nil end
  alias = alias or in_brackets(name)
  if alias == nil then return nil end
  local n, m = string.match(spaced(name .. " " .. alias), " lần thứ (%S+)"),
    string.match(spaced(other), " lần thứ (%S+)")
  if n and m and n ~= m then return false end
  local year = string.match(other, "%f[%d](20%d%d)$")
  if year and date and string.sub(date, 1, 4) == year then
    other = string.sub(other, 1, -5)
  end
  return proper_part(alias) == proper_part(other)
end

local sittings = { ["hội nghị"] = true, ["hội thảo"] = true,
  ["chương trình"] = true, ["buổi"] = true, ["lớp"] = true, ["khóa"] = true,
  ["đợt"] = true, ["cuộc"] = true }

-- A name without the word for the sitting: of "buổi tập huấn về A" what stands
-- behind "buổi".
local function purpose(name)
  local s = string.match(spaced(name), "^ (.-) $")
  local two, rest = string.match(s, "^(%S+ %S+) (.+)$")
  if sittings[two] then return rest end
  local one, tail = string.match(s, "^(%S+) (.+)$")
  return sittings[one] and tail or s
end
purpose = memo(purpose)

-- Whether two names of one sort of ceremony share what they name: each capital
-- of the shorter stands in the longer.
local function same_rite(a, b, kind)
  if a == nil or b == nil or kind == nil then return nil end
  local x, y = string.sub(a, #kind + 1), string.sub(b, #kind + 1)
  if #x > #y then x, y = y, x end
  y = spaced(y)
  local n = 0
  for word in string.gmatch(x, "[^%s,;:%(%)\"]+") do
    if word ~= lower(word) then
      n = n + 1
      if not string.find(y, " " .. fold(word) .. " ", 1, true) then
        return false
      end
    end
  end
  return n >= 1
end

-- Whether one of two names, under whatever word, opens with the other.
local function same_purpose(a, b)
  local x, y = purpose(a), purpose(b)
  if #x > #y then x, y = y, x end
  local _, n = string.gsub(x, "%S+", "")
  return n >= 5 and (x == y or string.find(y, x .. " ", 1, true) == 1)
end

-- Whether a name is that of the opening or closing of another meeting.
local function opens(name, other)
  local rest = string.match(name, "^%S+ %S+ mạc (.+)$")
  return rest ~= nil and (same_name(rest, other) or aliased(other, nil, rest)
     or string.find(fold(other), fold(rest) .. " ", 1, true) == 1
     or string.find(fold(other), "(" .. fold(rest) .. ")", 1, true) ~= nil)
end

-- Whether a name gives another as well: "Hội nghị A (còn gọi là B)" and "B".
local function both_names(name, other)
  return name ~= nil and name ~= other
    and string.find(name, "còn gọi là", 1, true) ~= nil
    and aliased(name, nil, other) == true
end

-- Whether two mentions of like names can be of one day; of equal names always.
local function same_day(a, b, name, other)
  if a == nil or b == nil or fold(name) == fold(other) then return true end
  return string.sub(a, -5) == string.sub(b, -5)
end

-- Whether the title in quotes of a name is the theme of another mention.
local function titled(name, theme)
  if name == nil or theme == nil then return nil end
  local s = fold(name)
  local inside = string.match(s, '"%s*(.-)%s*"')
  return inside ~= nil and inside == fold(theme)
end

-- Whether two mentions can be of one meeting.
local function one_meeting(a, kind, family, ordinal, b, b_kind, b_family,
                           b_ordinal)
  if a == nil or b == nil then return nil end
  if same_purpose(a, b) or aliased(a, nil, b) or aliased(b, nil, a) then
    return true
  end
  if same_proper(a, b, family, b_family) or opens(a, b) then return true end
  if kind ~= b_kind then return false end
  return same_name(a, b) or same_bag(a, b) or kin(a, b, kind)
    or numbered(a, b_ordinal)
    or numbered(b, ordinal)
    or ordinal ~= nil and ordinal == b_ordinal
    or family == "ceremony" and same_rite(a, b, kind)
end

-- Whether a meeting is named by a place alone, and it is this one.
local function named_by(name, kind, place)
  if name == nil or kind == nil or place == nil then return nil end
  local rest = string.match(string.sub(name, #kind + 1), "^%s*(.+)$")
  local town = string.match(place, "^[^,]+")
  return rest ~= nil and town ~= nil and fold(rest) == fold(town)
end

-- Whether two names hold one title in quotes, of three words or more.
local function same_title(a, b)
  if a == nil or b == nil then return nil end
  local x = string.match(fold(a), '"%s*(.-)%s*"')
  local y = string.match(fold(b), '"%s*(.-)%s*"')
  return x ~= nil and x == y and select(2, string.gsub(x, "%S+", "")) >= 3
end

-- Whether one of two names calls the other by its abbreviation.
local function short_of(a, b)
  if a == nil or b == nil then return nil end
  return abbreviated(a, b) or abbreviated(b, a)
end

return {
  aliased = aliased, alike = alike, both_names = both_names,
  ceremony_of = ceremony_of, kin = kin, named_by = named_by,
  numbered = numbered, one_meeting = one_meeting, opening_of = opening_of,
  opens = opens, same_bag = same_bag, same_date = same_date,
  same_day = same_day, same_host = same_host, same_name = same_name,
  same_proper = same_proper, same_purpose = same_purpose,
  same_rite = same_rite, same_title = same_title, same_words = same_words,
  short_of = short_of,
  says = says, titled = titled,
}
