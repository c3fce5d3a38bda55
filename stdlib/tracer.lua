--[[
A rule's own tree, walked over the open page: the same matches as the pattern
that pattern.lua makes of it, and besides what no LPeg pattern can tell: which
alternatives were taken, how far a failed match came, what was wanted there.

    local tracer = require "tracer"
    local t = tracer.new(program, page.values)
    local m = t:run(def, at)          -- `at`: of a token in the subject, from 1
    m.e                               -- behind its end, or nil: no match
    t.far                             -- the furthest place that was looked at
    t:run(def, at, { record = true }) -- also fills t.fails and t.turns
    t:run(def, at, { relax = r })     -- as if one thing were otherwise

A failure is { node, at, how, frame }; a turn is a place where the match could
have gone another way: { node, at, kind, ... }. A relaxation names a node and a
place, and what is to be taken as true there:

    { node, at, to = e }     a text, phrase or built-in matches up to e
    { node, at, skip = e }   the node begins at e instead
    { at, white = e }        what stands from there to e is as white space
    { at, loose = true }     "~" allows white space, there and further on
    { node, at, from = i }   a choice starts with its i-th alternative
    { node, at, max = n }    a repetition ends after n times
    { node, at, gap = n }    a gap spans up to n tokens
    { node, at, holds = true }   a look-around, or the guard of a term, holds

Places are bytes of the subject, counted from 1.
]]
local core = require "core"
local pattern = require "pattern"
local tracevalue = require "tracevalue"

local ipairs, next, setmetatable = ipairs, next, setmetatable
local error, pcall = error, pcall
local math, string = math, string

local _ENV <const> = nil

local byte = string.byte

-- A walk gives up after so many nodes.
local MAX_STEPS <const> = 1000000

local Trace = {}
Trace.__index = Trace

local anchors = { block = true, sentence = true, head = true, title = true,
  tail = true, caption = true, ["end"] = true }

-- What may stand before a part: nothing, white space, white space inside one
-- sentence.
local NONE <const>, SPACE <const>, BLANK <const> = 0, 1, 2

local function new(program, values)
  return setmetatable({ program = program, values = values,
    subject = core.subject(), memo = {}, trees = {}, quiet = 0, steps = 0,
    far = 0, depth = 0 }, Trace)
end

-- ---------------------------------------------------------------------------
-- Places

function Trace:skip(at, before)
  if before == NONE then return at end
  local c = byte(self.subject, at)
  if c == 32 or before == SPACE and c == 10 then at = at + 1 end
  local r = self.relax
  return r and r.white and r.at == at and r.white or at
end

-- The mark and the text of the token at a place, and the place behind it.
function Trace:token(at)
  local mark, text, e = self.subject:match("^([\1-\6])([\33-\255]+)()", at)
  return mark, text, e
end

-- The place behind `n` tokens from `at` on, inside one sentence; nil where
-- there are fewer.
function Trace:tokens(at, n)
  for i = 1, n do
    if i > 1 then at = self:skip(at, BLANK) end
    local _, _, e = self:token(at)
    if not e then return nil end
    at = e
  end
  return at
end

-- ---------------------------------------------------------------------------
-- What is remembered

function Trace:fail(node, at, how, more)
  if self.quiet > 0 then return nil end
  if at > self.far then self.far = at end
  local fails = self.fails
  if fails then
    fails[#fails + 1] = { node = node, at = at, how = how or "part",
      frame = self.frame, more = more, turns = #self.turns }
  end
  return nil
end

function Trace:turn(kind, node, at, more)
  local turns = self.turns
  if turns and self.quiet == 0 then
    more.kind, more.node, more.at, more.frame = kind, node, at, self.frame
    turns[#turns + 1] = more
  end
end

-- A place where something matched that says more than "any word".
function Trace:hit(at)
  if self.hits and self.quiet == 0 then self.hits[at] = true end
end

local function cut(list, n)
  for i = #list, n + 1, -1 do list[i] = nil end
end

-- ---------------------------------------------------------------------------
-- Which terms can come to a node: only these need to be walked again where
-- something is relaxed in it.

local reached

local function reach_node(n, into)
  if n.tag == "ref" and n.def.kind ~= "vocabulary" then
    for def in next, reached(n.def) do into[def] = true end
  end
  if n.p then reach_node(n.p, into) end
  for _, part in ipairs(n) do reach_node(part, into) end
end

function reached(def)
  if not def.reached then
    def.reached = { [def] = true }
    for _ = 1, 2 do -- twice: a term may come to itself by way of others
      reach_node(def.node.pattern, def.reached)
    end
  end
  return def.reached
end

-- ---------------------------------------------------------------------------
-- Nodes. Each walker gives the place behind the match, or nil.

local walk
local walkers = {}

-- A part that is asked as a whole, of LPeg or of the engine.
local function leaf(n)
  if not n.leaf then
    n.leaf = pattern.compile(n, { behind = function (d)
      return pattern.test(core.behind(d.set))
    end })
  end
  return n.leaf
end

-- Where the relaxation in force speaks of this node and place.
local function relaxed(t, n, at)
  local r = t.relax
  return r and r.node == n and r.at == at and r
end

-- Of a text of several words: where the first one stands that differs.
local function progress(t, n, at)
  if not n.words then
    n.words = {}
    for text in core.view(n.text):gmatch("[\1-\6]([\33-\255]+)") do
      n.words[#n.words + 1] = text
    end
  end
  for i, word in ipairs(n.words) do
    if i > 1 then at = t:skip(at, SPACE) end
    local _, text, e = t:token(at)
    if text ~= word then return at end
    if i < #n.words then at = e end
  end
  return at
end

function walkers.lit(t, n, at, before)
  local p = t:skip(at, before)
  local r = relaxed(t, n, p)
  if r and r.to then return r.to end
  local e = leaf(n):match(t.subject, r and r.skip or p)
  if e then
    t:hit(p)
    return e
  end
  local far = progress(t, n, p)
  if far > t.far and t.quiet == 0 then t.far = far end
  return t:fail(n, p, "part", { far = far })
end

function walkers.exact(t, n, at, before)
  local p = t:skip(at, before)
  local r = relaxed(t, n, p)
  if r and r.to then return r.to end
  local e = leaf(n):match(t.subject, r and r.skip or p)
  return e or t:fail(n, p, "part")
end

local function add(t, ev) t.ev[#t.ev + 1] = ev end

local function phrase(t, n, def, at)
  local r = relaxed(t, n, at)
  if r and r.to then
    add(t, { tag = "kid", s = at, e = r.to, ref = n })
    return r.to
  end
  if r and r.skip then at = r.skip end
  local c = byte(t.subject, at)
  if not c or c < 1 or c > 6 then return t:fail(n, at, "part") end
  def.lookup = def.lookup or core.vocabulary(def.set)
  local e, node = def.lookup(t.subject, at + 1)
  if not e then return t:fail(n, at, "part") end
  add(t, { tag = "kid", s = at, e = e, node = -node, ref = n })
  t:hit(at)
  t:turn("phrase", n, at, { e = e })
  return e
end

-- Asks the engine for a term; false where the tree is to be walked. What is
-- relaxed at a place changes nothing for a term that begins behind it.
local function ask(t, def, at)
  if t.pure or t.fails then return false end
  local r = t.relax
  if r and (r.loose or at <= r.at and (r.white or reached(def)[r.owner])) then
    local known = t.memo[def] and t.memo[def][at]
    if not known or known.quiet or known.far >= r.at then return false end
    return known.kid -- what it looked at ends before the place in question
  end
  local node = core.try(def.id, at - 1)
  if node then
    local _, _, _, _, e = core.node(node)
    return { tag = "kid", def = def, s = at, e = e + 1, node = node }
  end
  -- it fails: all that is of interest is how far it came
  if r or t.quiet > 0 then return nil end
  return false
end

local function guarded(t, def, kid)
  if not def.where then return true end
  local r = relaxed(t, def, kid.s)
  if r and r.holds then return true end
  t.program.running = def
  if not t.relax then return def.where(tracevalue.env(t, kid)) end
  -- functions of rule packages may not bear what no page would give them
  local ok, says = pcall(def.where, tracevalue.env(t, kid))
  return ok and says
end

-- A definition at a place: its match as { def, s, e, ev }, or nil.
local function enter(t, def, at, ref)
  local ev, frame = t.ev, t.frame
  if t.depth > 60 then error("terms nested too deep", 0) end
  t.depth = t.depth + 1
  t.ev = {}
  t.frame = { def = def, parent = frame, ref = ref, at = at }
  local e = walk(t, def.node.pattern, at, NONE)
  local kid = e and { tag = "kid", def = def, s = at, e = e, ev = t.ev,
                      ref = ref }
  if kid and not guarded(t, def, kid) then
    t:fail(def, at, "guard", { kid = kid })
    if t.quiet == 0 and e > t.far then t.far = e end
    kid = nil
  end
  t.ev, t.frame, t.depth = ev, frame, t.depth - 1
  return kid
end

-- What a term gave here before. What was found while failures did not count
-- must be walked again where they do.
local function remembered(t, def, at)
  local known = t.known[def]
  if not known then
    known = {}
    t.known[def] = known
  end
  local old = known[at]
  return old and (not old.quiet or t.quiet > 0) and old or nil
end

local function term(t, n, def, at)
  local kid = ask(t, def, at)
  if kid == nil then return t:fail(n, at, "part") end
  if kid == false then
    local old = remembered(t, def, at)
    if not old then
      local far = t.far
      t.far = at
      kid = enter(t, def, at, n)
      old = { kid = kid, far = t.far, quiet = t.quiet > 0 }
      t.known[def][at] = old
      t.far = far
    end
    if t.quiet == 0 and old.far > t.far then t.far = old.far end
    kid = old.kid
  end
  if not kid then return t:fail(n, at, "term") end
  kid.ref = n
  add(t, kid)
  return kid.e
end

function walkers.ref(t, n, at, before)
  local p = t:skip(at, before)
  local def = n.def
  if def.kind == "vocabulary" then return phrase(t, n, def, p) end
  local c = byte(t.subject, p)
  if not c or c < 1 or c > 6 then return t:fail(n, p, "part") end
  return term(t, n, def, p)
end

function walkers.builtin(t, n, at, before)
  local p = n.name == "end" and at or t:skip(at, before)
  local r = relaxed(t, n, p)
  if r and r.to then return r.to end
  if r and r.holds then return p end
  local e = leaf(n):match(t.subject, r and r.skip or p)
  if e and n.name == "digits" then t:hit(p) end
  return e or t:fail(n, p, "part")
end

-- The inside of a quoted text: without the quotes and the spaces at them.
local function inside(t, s, e)
  s = t:skip(s + 2, SPACE)
  e = e - 2
  local c = byte(t.subject, e - 1)
  return s, (c == 32 or c == 10) and e - 1 or e
end

local walkrep

-- What is captured inside quotes, or all of it.
local function captured(t, n, inner, p)
  if inner.tag == "builtin" and inner.name == "quoted" then
    local e = walk(t, inner, p, NONE)
    if not e then return nil end
    local s, stop = inside(t, p, e)
    add(t, { tag = "open", name = n.name, s = s, cap = n })
    add(t, { tag = "close", e = stop })
    return e
  end
  add(t, { tag = "open", name = n.name, s = p, cap = n })
  local e
  if inner.tag == "rep" and inner.min == 0 then
    e = walkrep(t, inner, p, NONE, 1)
  else
    e = walk(t, inner, p, NONE)
  end
  if e then add(t, { tag = "close", e = e }) end
  return e
end

-- `x:A?`: no capture where A is absent.
function walkers.cap(t, n, at, before)
  local mark, p, inner = #t.ev, t:skip(at, before), n.p
  local optional = inner.tag == "rep" and inner.min == 0
  local r = optional and relaxed(t, inner, p)
  if r and r.max == 0 then return at end
  if optional and inner.max == 1 then inner = inner.p end
  local e = captured(t, n, inner, p)
  if not e then
    cut(t.ev, mark)
    return optional and at or nil
  end
  if inner ~= n.p then t:turn("rep", n.p, p, { ends = { e }, min = 0 }) end
  return e
end

local function holds_capture(n)
  if n.tag == "cap" then return true end
  for _, part in ipairs(n) do
    if holds_capture(part) then return true end
  end
  return n.p ~= nil and holds_capture(n.p)
end

local function behind(t, n, at, before)
  if n.p.tag == "builtin" then
    local c = byte(t.subject, t:skip(at, before) - 1)
    return c ~= nil and (c >= 97 and c <= 122 or c >= 128)
  end
  if n.p.tag == "ref" then
    n.asks = n.asks or core.behind(n.p.def.set)
    return (n.asks(t.subject, at)) and true or false
  end
  n.test = n.test or pattern.compile({ tag = "look", op = "<&", p = n.p },
    {})
  return n.test:match(t.subject, at) ~= nil
end

function walkers.look(t, n, at, before)
  local r = relaxed(t, n, at)
  if r and r.holds then return at end
  local found
  local mark = #t.ev
  if n.op == "&" then
    t.quiet = t.quiet + 1
    found = walk(t, n.p, at, before)
    t.quiet = t.quiet - 1
    if not (found and holds_capture(n.p)) then cut(t.ev, mark) end
    return found and at or t:fail(n, at, "look")
  end
  if n.op == "!" then
    t.quiet = t.quiet + 1
    found = walk(t, n.p, at, before)
    t.quiet = t.quiet - 1
    cut(t.ev, mark)
    if not found then return at end
    return t:fail(n, at, "look", { e = found })
  end
  found = behind(t, n, at, before)
  if found == (n.op == "<&") then return at end
  return t:fail(n, at, "look")
end

-- As many as there are; with fewer than `min` nothing was matched.
function walkrep(t, n, at, before, min)
  local r = relaxed(t, n, at)
  local most = r and r.max or n.max or math.huge
  local ends, e = {}, at
  if not r and most < min then most = min end
  while #ends < most do
    local mark = #t.ev
    local stop = walk(t, n.p, e, #ends == 0 and before or SPACE)
    if not stop then
      cut(t.ev, mark)
      break
    end
    local still = stop == e -- only what is relaxed matches nothing
    ends[#ends + 1] = stop
    e = stop
    if still then break end
  end
  if #ends < min then return nil end
  if #ends > 0 then t:turn("rep", n, at, { ends = ends, min = min }) end
  return e
end

function walkers.rep(t, n, at, before)
  local mark = #t.ev
  local e = walkrep(t, n, at, before, n.min < 1 and 1 or n.min)
  if e then return e end
  cut(t.ev, mark)
  if n.min > 0 then return nil end
  return at
end

-- Without one the part may still be there no time at all.
local function optional_rep(t, n, at, before)
  local r = relaxed(t, n, at)
  if r and r.max == 0 and n.min == 0 then return at end
  return walkers.rep(t, n, at, before)
end

local sequence

local function gap(t, n, i, at)
  local part = n[i]
  local r = relaxed(t, part, at)
  local most = r and r.gap or part.max
  local mark, start = #t.ev, at
  for used = 0, most do
    local e = sequence(t, n, at, BLANK, i + 1)
    if e then
      if used > 0 then
        t:turn("gap", part, start, { e = at, used = used })
      end
      return e
    end
    cut(t.ev, mark)
    local _, _, stop = t:token(t:skip(at, BLANK))
    if not stop then
      return t:fail(part, start, "gapend", { far = at })
    end
    at = stop
  end
  return t:fail(part, start, "gap", { far = at })
end

function sequence(t, n, at, before, from)
  for i = from, #n do
    local part = n[i]
    if part.adjacent and not (t.relax and t.relax.loose) then before = NONE end
    if part.tag == "gap" then return gap(t, n, i, at) end
    at = walk(t, part, at, before)
    if not at then return nil end
    if part.tag ~= "look"
       and not (part.tag == "builtin" and anchors[part.name]) then
      before = SPACE
    end
  end
  return at
end

function walkers.seq(t, n, at, before) return sequence(t, n, at, before, 1) end

function walkers.choice(t, n, at, before)
  local mark = #t.ev
  local r = relaxed(t, n, at)
  for i = r and r.from or 1, #n do
    local e = walk(t, n[i], at, before)
    if e then
      add(t, { tag = "alt", node = n, i = i, s = at, e = e })
      if i < #n then t:turn("choice", n, at, { i = i, e = e }) end
      return e
    end
    cut(t.ev, mark)
  end
  return nil
end

function walk(t, n, at, before)
  t.steps = t.steps + 1
  if t.steps > MAX_STEPS then error("TRACE_STEPS", 0) end
  local tag = n.tag
  if tag == "rep" then return optional_rep(t, n, at, before) end
  return walkers[tag](t, n, at, before)
end

-- ---------------------------------------------------------------------------

-- Walks the definition at a token. The result is { def, s, e, ev } or nil; then
-- `far`, `fails` and `turns` of the trace tell of it.
function Trace:run(def, at, options)
  self.fails = options and options.record and {} or nil
  self.hits = options and options.record and {} or nil
  self.turns = options and options.record and {} or nil
  self.relax = options and options.relax or nil
  self.pure = options and options.pure or false
  self.ev, self.frame, self.quiet, self.far = {}, nil, 0, at
  self.depth = 0
  self.steps = 0
  -- what is known of terms holds for all walks but those that record or relax
  self.known = (self.fails or self.relax) and {} or self.pure and self.trees
    or self.memo
  local kid = enter(self, def, at, nil)
  return kid
end

function Trace.captures(_, kid) return tracevalue.captures(kid) end
Trace.value = tracevalue.of
-- Whether a part that is asked as a whole matches at a place.
function Trace:matches(n, at)
  if n.tag ~= "ref" then return leaf(n):match(self.subject, at) ~= nil end
  local c = byte(self.subject, at)
  return c ~= nil and c >= 1 and c <= 6 and n.def.lookup ~= nil
    and n.def.lookup(self.subject, at + 1) and true or false
end

function Trace:capture(c) return tracevalue.of_capture(self, c) end
function Trace:env(kid) return tracevalue.env(self, kid) end
function Trace.text(_, s, e) return tracevalue.text(s, e) end

-- Every failure's way down: the definitions from the rule to the node.
local function path(frame)
  local list = {}
  while frame do
    list[#list + 1] = frame
    frame = frame.parent
  end
  local i, j = 1, #list
  while i < j do
    list[i], list[j] = list[j], list[i]
    i, j = i + 1, j - 1
  end
  return list
end

return { new = new, path = path, anchors = anchors }
