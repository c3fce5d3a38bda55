--[[
What a text would give if it were written otherwise: look-alike letters,
characters that nobody sees, misspelt words. Each place is mended, the text is
extracted again, and what is new tells which rules wait for it.

    local mended = require "mended"
    local list = mended.find(text, program,
      function (def) return true end)
    list[1].def, list[1].kind, list[1].s, list[1].e, list[1].message

Opens pages of its own: no page may be open. Places are bytes of the text,
from 1.
]]
local core = require "core"
local engine = require "engine"
local suspect = require "suspect"

local ipairs, pairs, table, tostring, utf8 = ipairs, pairs, table, tostring,
  utf8

local _ENV <const> = nil

-- So many misspelt words of a text are tried, the likeliest first.
local MOST_WORDS <const> = 24

-- What a rule looks for may stand so many bytes before or behind its match.
local NEAR <const> = 30

-- ---------------------------------------------------------------------------
-- Edits: { s, e, mend, ... }, in order; from the edited text back

local function apply(text, edits)
  local out, at = {}, 1
  for _, e in ipairs(edits) do
    out[#out + 1] = text:sub(at, e.s - 1)
    out[#out + 1] = e.mend
    at = e.e + 1
  end
  out[#out + 1] = text:sub(at)
  return table.concat(out)
end

-- The byte of the original for a byte of the edited text.
local function back(edits, at)
  local shift = 0
  for _, e in ipairs(edits) do
    local from = e.s + shift
    local grown = #e.mend - (e.e - e.s + 1)
    if at < from then break end
    if at < from + #e.mend then return e.s end
    shift = shift + grown
  end
  return at - shift
end

-- ---------------------------------------------------------------------------
-- What a text gives: its matches, each with the record that came of it

local function matches_of(text, wanted)
  local list, made = {}, {}
  local listener = { made = function (_, thing, m) made[m] = thing end,
    added = function (_, m, thing) made[m] = thing end }
  engine.extract(text, { id = "mended", listener = listener }, function (r)
    if r.error then return end
    for _, m in ipairs(r.page.matches) do
      if wanted(m.def) and m.e > m.s then
        local _, _, s, e = core.offsets(m.s, m.e)
        list[#list + 1] = { def = m.def, s = s + 1, e = e,
          text = core.raw(m.s, m.e), thing = made[m] }
      end
    end
  end)
  return list
end

local function key(m, edits)
  return ("%s %d %d"):format(tostring(m.def.name), back(edits, m.s),
    back(edits, m.e))
end

local function known(list, edits)
  local set = {}
  for _, m in ipairs(list) do set[key(m, edits)] = true end
  return set
end

-- Whether the rule matched there already, and no less.
local function better_before(original, m)
  for _, old in ipairs(original) do
    if old.def == m.def and old.s <= m.to and old.e >= m.from
       and old.e - old.s >= m.to - m.from then
      return true
    end
  end
  return false
end

-- The matches of the edited text that the text itself does not give.
local function news(text, edits, original, wanted)
  local list = {}
  local base = known(original, {})
  for _, m in ipairs(matches_of(apply(text, edits), wanted)) do
    local inside = {}
    for _, e in ipairs(edits) do
      local from, to = back(edits, m.s), back(edits, m.e)
      if e.e >= from - NEAR and e.s <= to + NEAR then
        inside[#inside + 1] = e
      end
    end
    if inside[1] and not base[key(m, edits)] then
      m.edits, m.from, m.to = inside, back(edits, m.s), back(edits, m.e)
      if not better_before(original, m) then list[#list + 1] = m end
    end
  end
  return list
end

-- ---------------------------------------------------------------------------
-- Places where something may be wrong

-- The word or number that holds a byte.
local function word_around(text, s, e)
  local from = #text:sub(1, s - 1):match("^(.-)[%w\128-\255]*$") + 1
  local to = text:match("^[%w\128-\255]*()", e + 1) - 1
  return from, to
end

-- Spaces inside numbers: 1 250 000.
local function number_gaps(text)
  local list = {}
  local gap_in_number = "%d()[ \t\194\226][\128-\191]*()%f[%d]%d%d%d%f[^%d]"
  for s, e in text:gmatch(gap_in_number) do
    local gap = text:sub(s, e - 1)
    if gap:match("^[ \t]$") or suspect.wide[gap] then
      list[#list + 1] = { s = s, e = e - 1, mend = "", kind = "space",
        what = ("a number ends at white space (%s)"):format(
          suspect.wide[gap] or "a space"),
        hint = "written together it is one number" }
    end
  end
  return list
end

-- ---------------------------------------------------------------------------
-- Words of the rules: every literal and phrase, by its words

-- The texts of a pattern, each once, in its order.
local function literals(n, into)
  if (n.tag == "lit" or n.tag == "exact") and not into[n.text] then
    into[n.text] = true
    into[#into + 1] = n.text
  end
  if n.p then literals(n.p, into) end
  for _, part in ipairs(n) do literals(part, into) end
end

local function words_of(text)
  local words = {}
  for word in core.view(text):gmatch("[\1-\3]([\33-\255]+)") do
    words[#words + 1] = word
  end
  return words
end

-- The word without each of its bytes in turn.
local function shorter(word)
  local list = {}
  for i = 1, #word do list[i] = word:sub(1, i - 1) .. word:sub(i + 1) end
  return list
end

-- words: word -> list of { phrase = { words, text, vocabulary }, place };
-- skeletons: skeleton -> its words; near: skeletons by what is left of them.
local function lexicon_of(program)
  if program.lexicon then return program.lexicon end
  local lexicon = { words = {}, skeletons = {}, near = {} }
  local function enter(text, vocabulary)
    local phrase = { words = words_of(text), text = text,
                     vocabulary = vocabulary }
    for i, word in ipairs(phrase.words) do
      local list = lexicon.words[word]
      if not list then
        list = {}
        lexicon.words[word] = list
        local skeleton = suspect.skeleton(word)
        local set = lexicon.skeletons[skeleton] or {}
        lexicon.skeletons[skeleton] = set
        set[#set + 1] = word
      end
      list[#list + 1] = { phrase = phrase, place = i }
    end
  end
  for _, def in pairs(program.sets) do
    for _, row in ipairs(def.list) do enter(row.phrase, def) end
  end
  for _, def in ipairs(program.terms) do
    local texts = {}
    literals(def.node.pattern, texts)
    for _, text in ipairs(texts) do enter(text, nil) end
  end
  -- a skeleton is found by what is left of it without one letter
  for skeleton in pairs(lexicon.skeletons) do
    for _, part in ipairs(shorter(skeleton)) do
      local list = lexicon.near[part] or {}
      lexicon.near[part] = list
      list[#list + 1] = skeleton
    end
  end
  program.lexicon = lexicon
  return lexicon
end

-- The words of the rules that are nearly the word.
local function candidates(lexicon, word)
  local skeleton, found = suspect.skeleton(word), {}
  local function take(other)
    for _, w in ipairs(lexicon.skeletons[other] or {}) do
      if w ~= word then found[w] = true end
    end
  end
  take(skeleton)
  if #skeleton > 2 then
    for _, other in ipairs(lexicon.near[skeleton] or {}) do take(other) end
    for _, part in ipairs(shorter(skeleton)) do
      take(part)
      for _, other in ipairs(lexicon.near[part] or {}) do
        if suspect.distance(other, skeleton) <= 1 then take(other) end
      end
    end
  end
  return found
end

-- The words of a text with their bytes.
local function tokens_of(text)
  local list = {}
  for s, word, e in text:gmatch("()([%a\128-\255]+)()") do
    local folded = words_of(word)
    if #folded == 1 then
      list[#list + 1] = { s = s, e = e - 1, word = folded[1] }
    else
      list[#list + 1] = { s = s, e = e - 1, word = "" }
    end
  end
  return list
end

local function fits(tokens, i, use)
  local words = use.phrase.words
  for k = 1, #words do
    local token = tokens[i - use.place + k]
    if not token or k ~= use.place and token.word ~= words[k] then
      return false
    end
  end
  return true
end

-- Misspelt words: { s, e, mend, phrase, rank }, the likeliest first.
local function misspelt(text, program)
  local lexicon, list = lexicon_of(program), {}
  local tokens = tokens_of(text)
  for i, token in ipairs(tokens) do
    local strange = lexicon.words[token.word] == nil
    if #token.word > 1 then
      for word in pairs(candidates(lexicon, token.word)) do
        local best
        for _, use in ipairs(lexicon.words[word]) do
          local n = #use.phrase.words
          if fits(tokens, i, use) and (n > 1 or strange and utf8.len(word) > 3)
             and (not best or n > #best.words) then
            best = use.phrase
          end
        end
        if best then
          list[#list + 1] = { s = token.s, e = token.e, mend = word,
            phrase = best, kind = best.vocabulary and "vocabulary"
              or "spelling",
            rank = #best.words * 4 + (strange and 25 or -20)
              - (#best.words == 1 and not strange and 12 or 0)
              - (suspect.skeleton(word) == suspect.skeleton(token.word)
                 and 0 or 1) }
        end
      end
    end
  end
  table.sort(list, function (a, b)
    if a.rank ~= b.rank then return a.rank > b.rank end
    if a.s ~= b.s then return a.s < b.s end
    return a.mend < b.mend
  end)
  return list
end

-- Two words of the rules written together.
local function joined(text, program)
  local lexicon, list = lexicon_of(program), {}
  for _, token in ipairs(tokens_of(text)) do
    local raw = text:sub(token.s, token.e)
    if #token.word > 4 and not lexicon.words[token.word] then
      for at = 2, #raw do
        local a, b = words_of(raw:sub(1, at - 1)), words_of(raw:sub(at))
        if raw:byte(at) & 0xC0 ~= 0x80 and #a == 1 and #b == 1
           and lexicon.words[a[1]] and lexicon.words[b[1]] and #b[1] > 1 then
          list[#list + 1] = { s = token.s + at - 1, e = token.s + at - 2,
            mend = " ", kind = "space", what = ("a space is missing between \z
              '%s' and '%s'"):format(raw:sub(1, at - 1), raw:sub(at)) }
        end
      end
    end
  end
  return list
end

-- ---------------------------------------------------------------------------

local function describe(text, m)
  local e = m.edits[#m.edits]
  for _, other in ipairs(m.edits) do
    if other.kind ~= e.kind then e = other end
  end
  local s, stop = word_around(text, e.s, e.e)
  local found = text:sub(s, stop)
  local miss = { def = m.def, kind = e.kind, s = s, e = stop + 1,
    found = found, tried = true, from = m.from, to = m.to, hint = e.hint,
    thing = m.thing, match = m.text }
  if e.kind == "lookalike" then
    local all, clean = {}, {}
    for _, one in ipairs(m.edits) do
      if one.s >= s and one.e <= stop then
        clean[#clean + 1] = { s = one.s - s + 1, e = one.e - s + 1,
                              mend = one.mend }
        if one.kind == "lookalike" then all[#all + 1] = one.what end
      end
    end
    miss.expected = apply(found, clean)
    miss.message = ("'%s' has a letter that only looks right: %s"):format(
      found, table.concat(all, "; "))
  elseif e.phrase then
    local v = e.phrase.vocabulary
    miss.expected, miss.nearest = e.phrase.text, { e.phrase.text }
    local phrase = v and ("'%s' of the vocabulary %s"):format(e.phrase.text,
      v.simple) or ('"%s" of the rules'):format(e.phrase.text)
    miss.message = ("'%s' is in no rule or vocabulary so; nearest: %s"):format(
      found, phrase)
  else
    miss.message = ("'%s': %s"):format(found, e.what)
  end
  return miss
end

-- Near misses that a mended text explains. `wanted(def)`: of these rules.
local function find(text, program, wanted)
  local list = {}
  local original = matches_of(text, wanted)
  local function try(edits, score)
    for _, m in ipairs(news(text, edits, original, wanted)) do
      local miss = describe(text, m)
      -- what is made of it counts for more than a match that came to nothing
      miss.score = score + (m.thing and 20 or 0) + (#m.text > 60 and 6
        or #m.text // 10)
      list[#list + 1] = miss
    end
  end
  local letters, unseen = {}, {}
  for _, one in ipairs(suspect.scan(text)) do
    if one.none then unseen[#unseen + 1] = one
    elseif not one.wide then letters[#letters + 1] = one
    end
  end
  if letters[1] then try(letters, 125) end
  for _, one in ipairs(unseen) do
    local edits = { one }
    for _, other in ipairs(letters) do edits[#edits + 1] = other end
    table.sort(edits, function (a, b) return a.s < b.s end)
    try(edits, 122)
  end
  for _, one in ipairs(number_gaps(text)) do try({ one }, 90) end
  for _, one in ipairs(joined(text, program)) do try({ one }, 90) end
  for i, one in ipairs(misspelt(text, program)) do
    if i > MOST_WORDS then break end
    try({ one }, 70 + one.rank)
  end
  return list
end

return { find = find }
