--[[ run by trich
The forms in which `trich test` replays examples (stdlib/clothes.lua), and what
it finds with them (stdlib/example.lua, stdlib/lettercase.lua).
]]
local clothes = require "clothes"
local core = require "core"
local engine = require "engine"
local example = require "example"
local language = dofile "tests/lua/language.lua"

local checks = dofile "tests/lua/checks.lua"

local function same(what, want, got)
  checks.same("tests/lua/test_clothes.lua", what, want, got)
end

local forms = {}
for _, form in ipairs(clothes.forms) do forms[form.name] = form end

-- ---------------------------------------------------------------------------
-- Texts

for old, new in pairs {
  ["hòa bình"] = "hoà bình", ["HÒA BÌNH"] = "HOÀ BÌNH", ["Hoè"] = "Hòe",
  ["sức khỏe, lũy kế"] = "sức khoẻ, luỹ kế", ["ủy ban"] = "uỷ ban",
  ["quý quỳ"] = "quý quỳ", ["QUÝ"] = "QUÝ", -- after q the u is no vowel
  ["hoàn, khoái, thuỷu"] = "hoàn, khoái, thuỷu", -- no open syllables
  ["hòa"] = "hoà", ["5 kg (đồng)"] = "5 kg (đồng)",
} do
  same("other tone mark of " .. old, new, forms.tones.dress(old))
end

same("letters apart", "đ" .. "o\u{302}\u{300}ng",
  forms.nfd.dress "đồng")
same("letters apart, no letter of Vietnamese", "A\u{30A}, \u{1100}\u{1161}",
  forms.nfd.dress "Å, 가")
same("no-break spaces", "a\u{A0}b\u{A0}c", forms.spaces.dress "a b c")
same("capitals", "ĐỒNG HỒ 5 ƯỚC", forms.capitals.dress "đồng hồ 5 ước")
for text, cut in pairs { ["giá gạo 5 kg."] = "giá|giá gạo|giá gạo 5",
                         ["một"] = "", [""] = "", [" a  b "] = "| a" } do
  same("cuts of " .. text, cut, table.concat(clothes.cuts(text), "|"))
end

-- What a page of HTML says is what the text says, and where it is a title.
local function read(bytes)
  local text, title
  engine.extract(bytes, {}, function ()
    local subject = core.subject()
    text, title = core.raw(0, #subject), subject:byte() == 0x12
  end)
  return text, title
end

local case = language.new()
case:put("test.rule", 'record hit { a }  rule r : hit = a:"không có"')
assert(not case:compile "test.rule")
for _, text in ipairs { "5", "Hòa An & <Bình> 13.543,36%", "một (hai) ba.",
    "Chợ mở thêm hai lớp học đêm", "8,7 tỷ USD; 10ha, 2-3 ngày" } do
  local _, title = read(text)
  local page = forms.html.dress(text, title)
  local got, as = read(page)
  same("HTML of " .. text, text, got)
  same("title in HTML of " .. text, title, as)
  same("tags in HTML of " .. text, true, page:find("<b>", 1, true) ~= nil)
end
case:done()

-- ---------------------------------------------------------------------------
-- Examples

-- "form: why" of each failure of the example of a rule file.
local function findings(rules, lua)
  local own, list = language.new(), {}
  own:put("test.rule", rules)
  if lua then own:put("test.lua", lua) end
  local message = own:compile "test.rule"
  assert(not message, message)
  local outcome
  for _, of in ipairs { engine.state.program.terms, engine.state.base.links } do
    for _, def in ipairs(of) do
      for _, test in ipairs(def.node.tests or {}) do
        outcome = example.try(def, test, true)
        for _, f in ipairs(outcome.failures) do
          list[#list + 1] = (f.form and f.form.name or "plain") .. ": " .. f.why
        end
      end
    end
  end
  own:done()
  return table.concat(list, "; "), outcome.capitals
end

-- Where the engine is sound no rule can see letters apart or no-break spaces:
-- what a rule gets is composed, and has plain spaces. Here it is not sound.
local function unsound(rules)
  local text = core.text
  core.text = core.raw
  local found = findings(rules)
  core.text = text
  return found
end

local letters = [[
term Word = word where match == "gạo"
  accepts "gạo"
]]
local spaces = [[
term Words = "go to" => match == "go to" or match == "GO TO"
  accepts "go to" => true
]]
same("a sound engine, letters apart", "", (findings(letters)))
same("an unsound engine, letters apart", "nfd: it does not match",
  unsound(letters))
same("a sound engine, no-break spaces", "", (findings(spaces)))
same("an unsound engine, no-break spaces", "spaces: its value differs",
  unsound(spaces))

-- Who tells letter case.
local function told(what, want, rules, lua)
  local found, by = findings(rules, lua)
  same(what, "", found)
  same(what .. ": told by", want, by)
end

told("no case at all", nil, 'term A = word digits accepts "gạo 5"')
told("a class that does not matter", nil,
  'term B = cap  term A = "ở" B? accepts "ở Huế"')
told("a class", "cap in test.B",
  'term B = cap  term A = "ở" B rejects "ở huế"')
told("an exact text", "'usd' in test.A",
  [[term A = digits 'usd' accepts "5 usd"]])
told("an exact sign", nil, [[term A = digits '%' accepts "5%"]])
told("a look ahead", "upper in test.A",
  'term A = word !upper word accepts "Gạo nếp"')
told("a guard", "where of test.A",
  'use lua "test.lua"  term A = w:word where capital(w) accepts "Huế" \z
   rejects "huế"', [[return { capital = function (w)
     return string.find(w, "^%u") ~= nil end }]])
told("a guard that does not matter", nil,
  'use lua "test.lua"  term A = w:word where capital(w) accepts "huế"',
  [[return { capital = function () return true end }]])
told("what a need looks for", "'xi' in test.nth", [[
  record hit { a }
  rule nth : hit = "lần" a:'xi'
  rule again : hit = "và" a:word needs previous hit
    accepts "lần xi và hai" => { a = "hai" }
]])
told("a link that filled a field", "upper in test.Town", [[
  record hit { a, town }
  mention Town = "xã" !upper n:word => n
  rule r : hit = "mua" a:word
    accepts "Tại xã Huế mua gạo" => { town = "Huế" }
  link l : hit takes town from previous Town
]])
told("a link that filled none", nil, [[
  record hit { a, town }
  mention Town = "xã" n:cap => n
  rule r : hit = "mua" a:word
    accepts "mua gạo" => { a = "gạo" }
  link l : hit takes town from previous Town
]])

same("an error in capitals is none that a rule may have",
  "capitals: error: test.lua:1: small",
  (findings('use lua "test.lua"  term A = w:cap => f(w)  accepts "Huế" => 1',
    [[return { f = function (s)
      return string.find(s, "^%u%u") and error "small" or 1 end }]])
    :gsub("%d+:", "1:")))

-- Cut off.
same("an error behind a cut", "cut: error: test.lua:1: no number",
  (findings([[
    use lua "test.lua"
    record hit { a }
    rule r : hit = "mua" rest  set a = f(sentence)  accepts "mua gạo 5"
  ]], [[return { f = function (s)
    return string.match(s, "%d") or error "no number" end }]])
    :gsub("%d+:", "1:")))
same("a function that would give what stands behind a cut: it keeps nothing",
  "",
  (findings('use lua "test.lua"  term A = "mua" d:digits word* \z
    => { of = f(match) }  accepts "mua 5 gạo nếp" => { of = "gạo nếp" }',
    [[local old  return { f = function (s)
    old = string.match(lower(s), "%d (.*)") or old  return old end }]])))
same("a text that the rule gives of itself", "", (findings [[
  record hit { unit }
  rule r : hit = "năm" digits "đô" rest  set unit = "USD"
    accepts "năm 5 đô (USD)" => { unit = "USD" }
]]))

checks.finish()
