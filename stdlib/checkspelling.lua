--[[
Findings in the texts of rules and vocabularies:

    spelling   a syllable that is no Vietnamese one, where the slip is known
    form       letters of another script, decomposed or invisible characters

    require("checkspelling").run(ctx)
]]
local core = require "core"
local syllable = require "syllable"
local tree = require "tree"

local ipairs, pairs, utf8 = ipairs, pairs, utf8

local _ENV <const> = nil

-- ---------------------------------------------------------------------------
-- Characters

local invisible = { [0x200B] = "zero-width space", [0x200C] = "zero-width \z
  non-joiner", [0x200D] = "zero-width joiner", [0xFEFF] = "byte order mark",
  [0xAD] = "soft hyphen", [0xA0] = "no-break space",
  [0x202F] = "narrow no-break space", [0x2060] = "word joiner" }

local function is_latin(c)
  return c >= 0x41 and c <= 0x5A or c >= 0x61 and c <= 0x7A
    or c >= 0xC0 and c <= 0x24F or c >= 0x1E00 and c <= 0x1EFF
end

local function is_other(c) return c >= 0x370 and c <= 0x52F end

-- What is wrong with the characters of a text: message and hint, or nil.
local function characters(text)
  local latin, other
  for _, c in utf8.codes(text, true) do
    if invisible[c] then
      return ("there is a %s (U+%04X) in this text"):format(invisible[c], c),
        "write a plain space, or nothing"
    end
    if c == 0xD0 then
      return "'Ð' (U+00D0) is not the Vietnamese 'Đ' (U+0110)", "write Đ"
    end
    if is_latin(c) then latin = c elseif is_other(c) then other = c
    elseif c == 0x20 then latin, other = nil, nil
    end
    if latin and other then
      return ("'%s' (U+%04X) is %s, and only looks like a Latin letter"):format(
        utf8.char(other), other, other >= 0x400 and "Cyrillic" or "Greek"),
        "type the letter again"
    end
  end
  local tidy = core.tidy(text)
  if tidy ~= text:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", "") then
    return "this text is not in the composed form (NFC)",
      ('write  "%s"'):format(tidy)
  end
  return nil
end

-- ---------------------------------------------------------------------------
-- Words

local judged = {} -- word to correction or false

-- Signs such as quotation marks and dashes stand between words.
local function words(text)
  return text:gsub("\226\128[\128-\191]", " "):gmatch("[%a\128-\255]+")
end

-- The first misspelt word of a text and how it is written.
local function misspelt(text)
  for word in words(core.lower(text)) do
    if judged[word] == nil then
      judged[word] = word:find("[\128-\255]") and utf8.len(word)
        and syllable.correct(word) or false
    end
    if judged[word] then return word, judged[word] end
  end
  return nil
end

-- The word of the text that folds to `word`, as it is written there.
local function as_written(text, word)
  for written in words(text) do
    if core.lower(written) == word then return written end
  end
  return word
end

local function judge(text)
  if not utf8.len(text) then return nil end
  local message, hint = characters(text)
  if message then return "form", message, hint end
  local word, right = misspelt(text)
  if word then
    return "spelling", ("'%s' is no Vietnamese syllable"):format(
      as_written(text, word)), ("write '%s'"):format(right)
  end
  return nil
end

-- ---------------------------------------------------------------------------

local function run(ctx)
  local function say(file, node, text)
    local kind, message, hint = judge(text)
    if kind then ctx:report(file, node, kind, message, hint) end
  end
  for _, def in ipairs(ctx.holders) do
    if def.node.pattern then
      tree.walk(def.node.pattern, function (n)
        if n.tag == "lit" or n.tag == "exact" then say(def.file, n, n.text) end
      end)
    end
    tree.expressions(def.node, function (e, place)
      if place == "expect" then return end
      tree.each(e, function (n)
        if n.tag == "str" then say(def.file, n, n.text) end
      end)
    end)
  end
  for _, def in pairs(ctx.base.vocabularies) do
    for _, row in ipairs(tree.rows(def)) do
      local kind, message, hint = judge(row.phrase)
      if kind then ctx:report_row(def, row, kind, message, hint) end
    end
  end
end

return { run = run, judge = judge }
