--[[
The forms in which one text stands on other pages. Rules must not care.

    local clothes = require "clothes"
    for _, form in ipairs(clothes.forms) do
      form.name, form.label      --> "nfd", "with decomposed letters (NFD)"
      form.dress(text, title)    --> the text in that form
    end
    clothes.cuts("giá gạo 5")    --> { "giá", "giá gạo" }

`title` says that the page takes the text for its title. A text that a form
leaves as it is comes back the same.
]]
local core = require "core"

local ipairs, table, utf8 = ipairs, table, utf8

local _ENV <const> = nil

local function letters_of(text)
  local list = {}
  for c in text:gmatch(utf8.charpattern) do list[#list + 1] = c end
  return list
end

local function is_letter(c)
  return c ~= nil and core.lower(c) ~= core.upper(c)
end

-- ---------------------------------------------------------------------------
-- The tone mark on the other vowel: hòa and hoà, khỏe and khoẻ, thúy and thuý

local other = {} -- òa to oà, and the reverse

local vowels = { a = "àáảãạ", e = "èéẻẽẹ", o = "òóỏõọ", u = "ùúủũụ",
  y = "ỳýỷỹỵ" }

for _, pair in ipairs { { "o", "a" }, { "o", "e" }, { "u", "y" } } do
  local first, second = letters_of(vowels[pair[1]]), letters_of(vowels[pair[2]])
  for i = 1, 5 do
    for _, f in ipairs { core.lower, core.upper } do
      for _, g in ipairs { core.lower, core.upper } do
        local old = f(first[i]) .. g(pair[2])
        local new = f(pair[1]) .. g(second[i])
        other[old], other[new] = new, old
      end
    end
  end
end

-- Only an open syllable has two places, and none after q (quý).
local function tones(text)
  local list = letters_of(core.tidy(text))
  for i = 1, #list - 1 do
    local swap = other[list[i] .. list[i + 1]]
    local after_q = i > 1 and core.lower(list[i - 1]) == "q"
    if swap and not is_letter(list[i + 2]) and not after_q then
      local pair = letters_of(swap)
      list[i], list[i + 1] = pair[1], pair[2]
    end
  end
  return table.concat(list)
end

-- ---------------------------------------------------------------------------
-- HTML: inline tags around words, around the inside of a number, and from the
-- middle of one word to the middle of the next.

local entities = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;" }

-- A word as its HTML, `tag` put before the letter `at`.
local function with_tag(letters, at, tag)
  local out = {}
  for i, c in ipairs(letters) do
    if i == at then out[#out + 1] = tag end
    out[#out + 1] = entities[c] or c
  end
  return table.concat(out)
end

local function middle(letters) return #letters // 2 + 1 end

local function inline(text)
  local n, open = 0, false
  local out = text:gsub("%S+", function (word)
    local letters = letters_of(word)
    if word:find("%d") then
      return with_tag(letters, middle(letters), "<b>") .. "</b>"
    end
    n = n + 1
    if n % 3 == 1 then return "<b>" .. with_tag(letters) .. "</b>" end
    open = n % 3 == 2
    return with_tag(letters, middle(letters), open and "<span>" or "</span>")
  end)
  return open and out .. "</span>" or out
end

local function html(text, title)
  local tag = title and "h1" or "p"
  local blocks = text:gsub("[^\n]+", function (line)
    return ("<%s>%s</%s>"):format(tag, inline(line), tag)
  end)
  return '<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head>\n<body>'
    .. blocks .. "</body></html>\n"
end

-- ---------------------------------------------------------------------------

-- The text up to each of its words but the last.
local function cuts(text)
  local list = {}
  for at in text:gmatch("()%s+%f[^%s\0]") do
    list[#list + 1] = text:sub(1, at - 1)
  end
  return list
end

local function spaces(text) return (text:gsub(" ", "\u{A0}")) end

return {
  cuts = cuts,
  cut = { name = "cut", label = "cut off" },
  forms = {
    { name = "nfd", label = "with decomposed letters (NFD)",
      dress = core.decompose },
    { name = "tones", label = "with the tone mark on the other vowel",
      dress = tones },
    { name = "capitals", label = "in capitals", dress = core.upper },
    { name = "spaces", label = "with no-break spaces", dress = spaces },
    { name = "html", label = "in HTML with inline tags", dress = html },
  },
}
