--[[
What could be otherwise where a rule failed: ways to mend it, which nearmiss.lua
tries. A mend is { kind, relax, fail or turn }: see tracer.lua.

    local mends = require "mends"
    mends.of_fail(finder, fail)          -- of a failure of the trace
    mends.of_turn(finder, turn)          -- where it could have gone another way
    mends.of_opening(finder, def, o, at) -- where a rule begins
]]
local core = require "core"
local suspect = require "suspect"
local tracer = require "tracer"

local ipairs, math = ipairs, math

local _ENV <const> = nil

local MOST_WORDS <const> = 8 -- of a phrase that no vocabulary has
local MOST_FIRST <const> = 2 -- the same, where a rule begins with it

-- How many tokens a bracket has that opens at a place.
local function bracketed(self, at)
  local t = self.t
  if t.subject:sub(at, at + 1) ~= "\6(" then return nil end
  for k = 3, 12 do
    local e = t:tokens(at, k)
    if not e then return nil end
    if t.subject:sub(e - 2, e - 1) == "\6)" then return k end
  end
  return nil
end

-- Whether what stands in a span may be meant for a text or a phrase: words for
-- words; where the number of words is another one, only what is alike.
local function mayreplace(self, n, s, e, same)
  local text = self.t.subject:sub(s, e - 1)
  if n.tag == "ref" then return not text:find("[\5\6]") end
  if n.tag == "builtin" then return same and not text:find("\6") end
  local sign = not n.text:find("[%w\128-\255]")
  if text:find("\6") and not (sign and same) then return false end
  if not same and text:find("\5") and not n.text:find("%d") then
    return false
  end
  if same then return true end
  return suspect.distance(suspect.skeleton(n.text),
    suspect.skeleton(self.t:text(s, e))) <= math.max(1, #n.text // 6)
end

-- Whether the tokens of a span are a phrase of the vocabulary.
local function isphrase(self, def, s, e)
  local set = self.phrases[def]
  if not set then
    set = {}
    for _, row in ipairs(def.list) do
      set[(core.view(row.phrase):gsub("[\1-\6 ]", ""))] = row
    end
    self.phrases[def] = set
  end
  return set[(self.t.subject:sub(s, e - 1):gsub("[\1-\6 \n]", ""))] ~= nil
end

-- Behind an exact text that stands at a place in another form; nil elsewhere.
local function folded(self, n, at)
  local words = {}
  for text in core.view(n.text):gmatch("[\1-\6]([\33-\255]+)") do
    words[#words + 1] = text
  end
  local e
  for i, word in ipairs(words) do
    if i > 1 then at = self.t:skip(at, 1) end
    local _, text, stop = self.t:token(at)
    if text ~= word then return nil end
    at, e = stop, stop
  end
  return e
end

-- Ways in which the failure of a part could be mended: by what stands there
-- being right, standing one or two tokens further on, or not being needed.
local function mends_of_part(self, fail, out)
  local t, n, at = self.t, fail.node, fail.at
  local owner = fail.frame.def
  local function add(kind, r)
    r.node, r.at, r.owner = n, at, owner
    out[#out + 1] = { kind = kind, fail = fail, relax = r }
  end
  if n.tag == "builtin" and tracer.anchors[n.name] then
    add("anchor", { holds = true })
    return
  end
  -- white space, where "~" wants none
  local c = t.subject:byte(at)
  if c == 32 or c == 10 then
    if t:matches(n, at + 1) then
      add("space", { n = 1, skip = at + 1, loose = true })
    end
    return
  end
  if n.tag == "exact" then
    local e = folded(self, n, at)
    if e then
      add("form", { to = e })
      return
    end
  end
  local vocabulary = n.tag == "ref"
  local words = n.words and #n.words or 1
  for k = 1, vocabulary and MOST_WORDS or words + 1 do
    local e = t:tokens(at, k)
    if e and mayreplace(self, n, at, e, k == words) then
      add("text", { to = e, n = k })
    end
  end
  for _, k in ipairs { 1, 2, bracketed(self, at) } do
    local e = t:tokens(at, k)
    local q = e and t:skip(e, 2)
    if q and self.number[q] and t:matches(n, q) then
      out[#out + 1] = { kind = "between", fail = fail, relax = { at = at,
        white = q, n = k } }
    end
  end
  add("missing", { to = at })
end

local function mends_of(self, fail)
  local out = {}
  local owner = fail.frame.def
  if fail.how == "part" then mends_of_part(self, fail, out)
  elseif fail.how == "guard" then
    out[1] = { kind = "guard", fail = fail, relax = { node = fail.node,
      at = fail.at, holds = true, owner = fail.node } }
  elseif fail.how == "look" then
    out[1] = { kind = "look", fail = fail, relax = { node = fail.node,
      at = fail.at, holds = true, owner = owner } }
  elseif fail.how == "gap" then
    out[1] = { kind = "gap", fail = fail, relax = { node = fail.node,
      at = fail.at, gap = 100, owner = owner } }
  end
  return out
end

local function mends_of_turn(self, turn)
  local out = {}
  local function add(kind, r)
    r.node, r.at, r.owner = turn.node, turn.at, turn.frame.def
    out[#out + 1] = { kind = kind, turn = turn, relax = r }
  end
  if turn.kind == "choice" then add("order", { from = turn.i + 1 })
  elseif turn.kind == "rep" then
    local n = #turn.ends
    local least = turn.node.min == 0 and 0 or turn.min
    for k = n - 1, math.max(least, n - 12), -1 do
      add("greedy", { max = k })
    end
  elseif turn.kind == "phrase" then
    local n = self:before(turn.e) - self:before(turn.at)
    for k = n - 1, 1, -1 do
      local e = self.t:tokens(turn.at, k)
      if e and isphrase(self, turn.node.def, turn.at, e) then
        add("phrase", { to = e })
      end
    end
  end
  return out
end

-- What could be otherwise where a rule opens: a list of kinds and relaxations.
local function mends_of_opening(self, def, o, at)
  local n, list = o.node, {}
  local function add(kind, r)
    r.node, r.at, r.owner = n, at, o.owner
    list[#list + 1] = { kind = kind, relax = r,
      fail = { node = n, at = at, how = "look", frame = { def = o.owner } } }
  end
  if n.tag == "exact" then
    local e = folded(self, n, at)
    if e then add("form", { to = e }) end
  elseif n.tag == "ref" then
    -- any word could be meant for a phrase: what follows must say something
    for k = 1, def.file.shipped and 0 or MOST_FIRST do
      local e = self.t:tokens(at, k)
      if e and mayreplace(self, n, at, e) then
        add("vocabulary", { to = e, n = k, says = true })
      end
    end
  else
    add(n.tag == "look" and "look" or "anchor", { holds = true })
  end
  return list
end

return { of_fail = mends_of, of_turn = mends_of_turn,
         of_opening = mends_of_opening }
