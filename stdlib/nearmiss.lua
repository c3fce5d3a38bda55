--[[
Rules that nearly matched: for each the place, what was wanted there, what stood
there, and the kind of cause. A cause is believed where the rule matches as soon
as this one thing is otherwise; what cannot be tried so is told as the furthest
place that the rule came to.

    local nearmiss = require "nearmiss"
    local list, finder = nearmiss.find(page, program,
      { defs = rules, from = s, to = e })
    list[1].def, list[1].kind, list[1].score
    misswords.tell(finder, list[1])
    list[1].at, list[1].e, list[1].message

`find` works on the open page; mended.lua opens texts of its own.
]]
local core = require "core"
local mends = require "mends"
local misswords = require "misswords"
local suspect = require "suspect"
local tracer = require "tracer"

local error, ipairs, math, pairs, pcall, setmetatable, table, type = error,
  ipairs, math, pairs, pcall, setmetatable, table, type

local _ENV <const> = nil

local DETAILED <const> = 48 -- starts of rules that are looked at closely
local PER_RULE <const> = 3 -- of one rule
local TRIED <const> = 40 -- failures of one start that are tried otherwise
local CLOSELY <const> = 150 -- tokens where every rule's opening is looked at
local STEPS <const> = 4000000 -- nodes walked in all

-- How much is said for a kind of cause where trying it made the rule match.
local weight = { form = 95, guard = 75, gap = 80, order = 80, greedy = 72,
  phrase = 74, space = 85, spelling = 78, vocabulary = 50, anchor = 40,
  look = 42, between = 46, text = 22, missing = 12 }
local EMPTY <const> = 40 -- how much less, where nothing before it says anything

-- ---------------------------------------------------------------------------
-- Tokens of the open page

local Finder = {}
Finder.__index = Finder

local function index_tokens(self)
  self.tokens, self.number = {}, {}
  for i, at in ipairs(core.tokens()) do
    self.tokens[i] = at + 1
    self.number[at + 1] = i
  end
end

-- How many tokens begin before a place.
function Finder:before(at)
  local low, high = 1, #self.tokens + 1
  while low < high do
    local mid = (low + high) // 2
    if self.tokens[mid] < at then low = mid + 1 else high = mid end
  end
  return low - 1
end

local function is_digits(self, i)
  return self.t.subject:byte(self.tokens[i]) == 5
end

-- The text of up to `n` tokens from a place on.
function Finder:found_text(at, n)
  local i = self:before(at) + 1
  local first = self.tokens[i]
  if not first then return nil, at, at end
  local e
  for k = n, 1, -1 do
    e = self.t:tokens(first, k)
    if e then break end
  end
  return e and self.t:text(first, e), first, e or first
end

-- ---------------------------------------------------------------------------
-- First pass: how far did which rule come?

local function starts(self, scope)
  local list = {}
  for i, at in ipairs(self.tokens) do
    if at >= scope.from and at < scope.to then list[#list + 1] = i end
  end
  return list
end

-- The conditions, exact texts and vocabularies that a definition opens with,
-- each with its owner.
local function openings(def)
  if def.openings then return def.openings end
  local list = {}
  def.openings = list
  local function look(n, owner)
    if n.tag == "look" or n.tag == "builtin" and tracer.anchors[n.name] then
      list[#list + 1] = { node = n, owner = owner }
      return true
    elseif n.tag == "exact"
      or n.tag == "ref" and n.def.kind == "vocabulary" then
      list[#list + 1] = { node = n, owner = owner }
    elseif n.tag == "seq" then
      for _, part in ipairs(n) do
        if not look(part, owner) then return false end
      end
    elseif n.tag == "choice" then
      for _, part in ipairs(n) do look(part, owner) end
    elseif n.tag == "cap" then return look(n.p, owner)
    elseif n.tag == "rep" then
      -- what may be left out is never why
      return n.min == 0 or look(n.p, owner)
    elseif n.tag == "ref" and n.def.kind ~= "vocabulary" and n.def ~= owner
       and #list < 8 then
      return look(n.def.node.pattern, n.def)
    end
    return false
  end
  look(def.node.pattern, def)
  return list
end

-- Whether the match that was just recorded says something from a place on.
local function says(t, from)
  for at in pairs(t.hits) do
    if at >= from then return true end
  end
  return false
end

-- A rule that fails where it begins: does it match but for what stands there?
local function opened(self, def, at, found)
  local t = self.t
  for _, o in ipairs(openings(def)) do
    for _, mend in ipairs(mends.of_opening(self, def, o, at)) do
      local r = mend.relax
      local m = t:run(def, at, { relax = r, record = r.says })
      if m and (not r.says or says(t, r.to)) then
        found[#found + 1] = { def = def, start = at, kind = mend.kind,
          mend = mend, at = at, stop = m.e, m = m, tried = true }
      end
    end
  end
end

-- Each start of a rule that came past its first token: the user's rules first,
-- then the furthest.
local function furthest(self, scope)
  local all, t = {}, self.t
  local steps = 0
  local all_starts = starts(self, scope)
  local closely = scope.asked or #all_starts <= CLOSELY
  for _, i in ipairs(all_starts) do
    for rank, def in ipairs(scope.defs) do
      if steps < STEPS and not t:run(def, self.tokens[i]) then
        local n = t.far > self.tokens[i] and self:before(t.far) + 1 - i or 0
        if n > 0 then
          all[#all + 1] = { def = def, i = i, at = self.tokens[i], n = n,
            far = t.far, rank = rank, mine = not def.file.shipped }
        elseif closely then
          opened(self, def, self.tokens[i], self.closed)
        end
      end
      steps = steps + t.steps
    end
  end
  table.sort(all, function (a, b)
    if a.mine ~= b.mine then return a.mine end
    if a.n ~= b.n then return a.n > b.n end
    if a.i ~= b.i then return a.i < b.i end
    return a.rank < b.rank
  end)
  return all
end

local function chosen(self, scope)
  local list, per = {}, {}
  for _, one in ipairs(furthest(self, scope)) do
    local n = (per[one.def] or 0) + 1
    if n <= PER_RULE and #list < DETAILED then
      per[one.def] = n
      list[#list + 1] = one
    end
  end
  return list
end

-- ---------------------------------------------------------------------------
-- Judging

local function held(kept, at)
  for _, span in ipairs(kept or {}) do
    if at >= span.s and at < span.e then return true end
  end
  return false
end

-- Tokens of a span that no kept record of the type holds, and digits that no
-- record at all holds.
local function gained(self, def, s, e)
  local name = def.record and def.record.name or def.name
  local n, numbers = 0, 0
  for i = self:before(s) + 1, self:before(e) do
    local at = self.tokens[i] - 1
    if not held(self.kept[name], at) then
      n = n + 1
      if is_digits(self, i) and not held(self.kept.any, at) then
        numbers = numbers + 1
      end
    end
  end
  return n, numbers
end

-- Parts of a match that say something: texts, phrases and digits; what takes
-- any word says little.
local function told(m)
  local n = 0
  for _, ev in ipairs(m.ev) do
    if ev.tag == "kid" then
      if ev.ev then n = n + told(ev) else n = n + 1 end
    end
  end
  return n
end

local function judge(self, one, mend, m)
  local score = weight[mend.kind]
  local at = mend.relax.at
  local tokens = self:before(m.e) - self:before(m.s)
  local n, numbers = gained(self, one.def, m.s, m.e)
  score = score + math.min(tokens, 12) + math.min(n, 8) + 6 * math.min(numbers,
    2) + 2 * math.min(told(m), 5)
  -- a record of the type that is there already leaves little to gain
  if tokens > 0 then score = score - 45 * (1 - n / tokens) end
  if n == 0 and not self.asked then score = score - 45 end
  if one.def.node.adds then score = score - 10 end
  -- what comes before the place counts for more than what follows it
  local first = self:before(at) - self:before(m.s)
  if mend.turn then first = 1 end
  if first == 0 then score = score - 12 end
  -- with no rule named, what a rule is to begin with says little
  if not self.asked and one.def.file.shipped
     and (mend.kind == "anchor" or first == 0) then
    score = score - 25
  end
  local r = mend.relax
  local same = tokens - (r.to and self:before(r.to) - self:before(r.at) or 0)
  score = score + 3 * math.min(same, 8)
  if mend.relax.white then
    score = score - math.min(6 * (mend.relax.n - 1), 12)
  end
  return score
end

-- Whether a phrase of the vocabulary is nearly the text.
function Finder:isnear(def, text)
  local known = self.near[def]
  if not known then
    known = {}
    self.near[def] = known
  end
  if known[text] == nil then
    local key = suspect.skeleton(text)
    known[text] = #key > 2 and suspect.nearest(def.list, text, 1,
      math.max(1, #key // 5))[1] ~= nil
  end
  return known[text]
end

-- The words, sign or phrase that stood in place of a part: is it a misspelling?
local function likeness(self, mend)
  local n, at = mend.fail.node, mend.relax.at
  local text = self.t:text(at, mend.relax.to)
  if n.tag == "ref" and n.def.kind == "vocabulary" then
    if self:isnear(n.def, text) then return "vocabulary", 18 end
    -- all words up to a sign are one phrase more often than some of them
    local next_mark = self.t:token(self.t:skip(mend.relax.to, 2))
    local whole = not next_mark or next_mark:byte() >= 5
    return "vocabulary", whole and mend.relax.n <= 3 and 4
      or -math.min(6 * (mend.relax.n - 1), 18)
  end
  local t, c = self.t, self.t.subject:byte(at)
  if n.tag == "builtin" and c <= 3 and (n.name == "cap" or n.name == "upper"
     or n.name == "roman" and t:text(at, mend.relax.to):match "^[ivxlcdm]+$")
     then
    return "form", -30
  end
  if n.tag == "lit" or n.tag == "exact" then
    local function together(s)
      return (core.view(s):gsub("[\1-\6 \n]", ""))
    end
    if together(n.text) == together(text) then return "space", 0 end
    local d = suspect.unlike(n.text, text)
    if #text > 2 and (d <= 1 or d <= #n.text // 6) then
      return "spelling", 0
    end
  end
  return "text", 0
end

-- Calls f for list[from] to list[to], once for each node and place, so often as
-- one start is tried.
local function first_of_each(list, from, to, f)
  local seen, tried = {}, 0
  for i = from, to, from <= to and 1 or -1 do
    local one = list[i]
    local known = one and seen[one.node] or {}
    if one and not known[one.at] and tried < TRIED then
      seen[one.node] = known
      known[one.at] = true
      tried = tried + 1
      f(one)
    end
  end
end

-- All that makes a rule match from one start, each as a near miss.
local function try(self, one)
  local t, found = self.t, {}
  t:run(one.def, one.at, { record = true })
  local fails, turns, far = t.fails, t.turns, t.far
  table.sort(fails, function (a, b)
    local x = a.more and a.more.far or a.at
    local y = b.more and b.more.far or b.at
    if x ~= y then return x > y end
    return a.turns > b.turns
  end)
  one.far, one.fails, one.hits = far, fails, 0
  for place in pairs(t.hits) do
    if place < far then one.hits = one.hits + 1 end
  end
  local function attempt(mend)
    local r = mend.relax
    local m = t:run(one.def, one.at, { relax = r })
    if not m then return end
    local more = 0
    if mend.kind == "missing" and m.e <= r.at and self.number[r.at] then
      mend.kind, r.n = "text", 1 -- nothing follows: another word stands there
    elseif mend.kind == "text" then mend.kind, more = likeness(self, mend) end
    -- a rule of any words would match wherever its one text stood
    if one.hits == 0 and m.e == (r.to or m.e) and not self.asked then
      more = more - EMPTY
    end
    found[#found + 1] = { def = one.def, start = one.at, kind = mend.kind,
      mend = mend, at = r.at, stop = m.e, m = m, tried = true,
      score = judge(self, one, mend, m) + more }
  end
  first_of_each(fails, 1, #fails, function (fail)
    for _, mend in ipairs(mends.of_fail(self, fail)) do attempt(mend) end
  end)
  first_of_each(turns, #turns, 1, function (turn)
    for _, mend in ipairs(mends.of_turn(self, turn)) do attempt(mend) end
  end)
  return found
end

-- A start of which nothing was found that mends it alone.
local function untried(one)
  local wanted, seen = {}, {}
  local score = 5 * math.min(one.hits, 6) + math.min(one.n, 8) - 4
  local look
  for _, fail in ipairs(one.fails) do
    local at = fail.more and fail.more.far or fail.at
    if at == one.far and fail.how == "look" then look = look or fail end
    if at == one.far and fail.how == "part" then
      local text = misswords.expected(fail)
      if not seen[text] then
        seen[text] = true
        wanted[#wanted + 1] = text
      end
    end
  end
  if look and not wanted[1] then -- a condition alone says no, and more is amiss
    return { def = one.def, start = one.at, kind = "look", at = one.far,
      stop = one.far, score = score, mend = { kind = "look", fail = look,
        relax = { at = one.far } } }
  end
  return { def = one.def, start = one.at, kind = "text", at = one.far,
    stop = one.far, wanted = wanted, fail = one.fails[1], score = score }
end

-- ---------------------------------------------------------------------------

local function kept_spans(page)
  local kept = { any = {} }
  for name, list in pairs(page.records) do
    kept[name] = {}
    for _, thing in ipairs(list) do
      if not thing.gone then
        table.insert(kept[name], { s = thing.s, e = thing.e })
        table.insert(kept.any, { s = thing.s, e = thing.e })
      end
    end
  end
  return kept
end

local function finder(page, program)
  local self = setmetatable({ page = page, program = program,
    phrases = {}, near = {}, closed = {}, kept = kept_spans(page),
    t = tracer.new(program, page.values) }, Finder)
  index_tokens(self)
  return self
end

local function find(page, program, scope)
  local self = finder(page, program)
  self.asked = scope.asked
  local list = {}
  for _, one in ipairs(chosen(self, scope)) do
    local ok, found = pcall(try, self, one)
    if ok then
      for _, miss in ipairs(found) do list[#list + 1] = miss end
      if not found[1] then list[#list + 1] = untried(one) end
    elseif type(found) ~= "string"
      or not found:find("TRACE_STEPS", 1, true) then
      error(found, 0)
    end
  end
  for _, miss in ipairs(self.closed) do
    local n = miss.mend.relax.n or 1
    miss.score = judge(self, miss, miss.mend, miss.m) + 12 - 9 * (n - 1)
    list[#list + 1] = miss
  end
  table.sort(list, function (a, b)
    if a.score ~= b.score then return a.score > b.score end
    if a.start ~= b.start then return a.start < b.start end
    return a.def.id < b.def.id
  end)
  return list, self
end

return { find = find }
