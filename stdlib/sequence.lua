--[[
Sequences of tokens as patterns describe them, and what can be said of two of
them; starts.lua makes sets of sequences.

    local sequence = require "sequence"
    local a = sequence.literal "đạt"
    local b = sequence.class "word"
    sequence.begins(a, b)   --> true: a text that begins with a begins with b
    sequence.apart(a, b)    --> false: some text begins with both

A sequence is a list of tokens with `lead` and `joint[i]` (before the first
token, and between token i and the next): "any" (white space or not) or "none"
(after "~"); `full`: it is all that is matched. A token is { text, mark, raw }
of a literal (raw: of an exact one) or { class = "word" }.
]]
local core = require "core"

local table = table

local _ENV <const> = nil

-- ---------------------------------------------------------------------------
-- Tokens

local function letters(t)
  if t.class then return t.class ~= "digits" and t.class ~= "word"
    and t.class ~= "any" end
  return t.mark <= "\3"
end

local function is_letter(t) -- one letter, as "letter" matches
  return t.text:match("^[%z\1-\127\194-\244][\128-\191]*$") ~= nil
end

local covers_class = {}
function covers_class.any() return true end
function covers_class.word(t)
  if t.class then return t.class ~= "any" end
  return t.mark ~= "\6"
end
function covers_class.cap(t)
  if t.class then
    return t.class == "cap" or t.class == "upper" or t.class == "roman"
  end
  return t.raw ~= nil and (t.mark == "\2" or t.mark == "\3")
end
function covers_class.upper(t)
  if t.class then return t.class == "upper" or t.class == "roman" end
  return t.raw ~= nil and t.mark == "\3"
end
function covers_class.letter(t)
  if t.class then return t.class == "letter" end
  return t.mark <= "\3" and is_letter(t)
end
function covers_class.digits(t)
  return t.class == "digits" or t.mark == "\5"
end
function covers_class.roman(t) return t.class == "roman" end

-- Whether every token that b describes is one that a describes.
local function covers(a, b)
  if a.class then return covers_class[a.class](b) end
  if b.class or a.text ~= b.text then return false end
  return a.raw == nil or a.raw == b.raw
end

local impossible = {}
function impossible.any() return false end
function impossible.word(t) return t.mark == "\6" end
function impossible.digits(t) return t.mark ~= "\5" end
function impossible.cap(t)
  return t.mark > "\3" or t.raw ~= nil and t.mark == "\1"
end
impossible.upper = impossible.cap
function impossible.letter(t) return t.mark > "\3" or not is_letter(t) end
function impossible.roman(t)
  return t.mark > "\3" or t.text:find("[^ivxlcdmy]") ~= nil
end

-- Whether no token is described by both.
local function conflict(a, b)
  if a.class and b.class then
    if a.class == "digits" then return letters(b) end
    return b.class == "digits" and letters(a)
  end
  if a.class then return impossible[a.class](b) end
  if b.class then return impossible[b.class](a) end
  return a.text ~= b.text
end

-- ---------------------------------------------------------------------------
-- Sequences

local function seq(tokens, full)
  tokens.joint, tokens.lead = tokens.joint or {}, tokens.lead or "any"
  tokens.full = full
  return tokens
end

-- The tokens of a literal; of an exact one with the letters as written.
local function literal(text, exact)
  local tokens, chunks = {}, {}
  local view, at = core.view(text), 1
  if exact then
    for chunk in core.tidy(text):gmatch("%S+") do
      chunks[#chunks + 1] = chunk
    end
  end
  local chunk, index = 0, 0
  while at <= #view do
    local after = view:match("^[ \n]*()", at)
    local mark, folded, to = view:match("^([\1-\6])([\33-\255]*)()", after)
    if not mark then break end
    if after > at or #tokens == 0 then chunk, index = chunk + 1, 0 end
    index = index + 1
    tokens[#tokens + 1] = { text = folded, mark = mark,
      raw = exact and (chunks[chunk] or "?") .. "\0" .. index or nil }
    at = to
  end
  return seq(tokens, true)
end

local function digits(t) return t ~= nil and covers_class.digits(t) end

-- Whether a and b, with nothing between, would be parts of one token: letters
-- and letters, digits and digits, "1" "," "2".
local function one_token(a, b)
  local last, first = a[#a], b[1]
  if letters(last) then return letters(first) end
  if not digits(first) then return false end
  return digits(last) or digits(a[#a - 1]) and a.joint[#a - 1] == "none"
    and (last.text == "," or last.text == ".")
end

-- a, then b; nil where that can never stand in a text.
local function joined(a, b, adjacent)
  if #a == 0 then
    local copy = seq({ table.unpack(b) }, b.full)
    copy.joint, copy.lead = b.joint, adjacent and "none" or b.lead
    if adjacent and #b == 0 then copy.lead = a.lead end
    return copy
  end
  local both = { table.unpack(a) }
  both.joint, both.lead = {}, a.lead
  for i = 1, #a - 1 do both.joint[i] = a.joint[i] end
  local none = adjacent or b.lead == "none"
  if #b > 0 then
    if none and one_token(a, b) then return nil end
    both.joint[#a] = none and "none" or "any"
  end
  for i = 1, #b do
    both[#a + i] = b[i]
    both.joint[#a + i] = i < #b and (b.joint[i] or "any") or nil
  end
  return seq(both, b.full)
end

local function fits_joint(a, b) return a == "any" or a == nil or a == b end

-- Whether a text that begins with `stem` begins with `sure`.
local function begins(stem, sure)
  if #sure > #stem or #sure > 0 and not fits_joint(sure.lead, stem.lead) then
    return false
  end
  for i = 1, #sure do
    if not covers(sure[i], stem[i]) then return false end
    if i < #sure and not fits_joint(sure.joint[i], stem.joint[i] or "any") then
      return false
    end
  end
  return true
end

-- Whether no text begins with both.
local function apart(a, b)
  for i = 1, #a < #b and #a or #b do
    if conflict(a[i], b[i]) then return true end
  end
  return false
end

local function class(name) return seq({ { class = name } }, true) end

-- A copy of which more may follow.
local function cut(s)
  local open = seq({ table.unpack(s) }, false)
  open.joint, open.lead = s.joint, s.lead
  return open
end

return { new = seq, literal = literal, class = class, joined = joined,
         cut = cut, begins = begins, apart = apart, letters = letters }
