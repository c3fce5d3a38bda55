--[[
What can be said for certain of the beginnings of matches, from the tree of a
pattern alone. Two sets of sequences (sequence.lua):

    starts.stems(p)   every match of p begins with one of these
    starts.sure(p)    where the text begins with one of these, p matches

Both err on the safe side: a stem may be too short, a sure sequence may be
missing. So nothing is ever claimed that is not so.

    starts.covered(stems, sure)  --> every stem begins with a sure sequence
]]
local sequence = require "sequence"
local tree = require "tree"

local ipairs, next, select, setmetatable = ipairs, next, select, setmetatable

local _ENV <const> = nil

local MAX <const> = 20000 -- sequences of one set; beyond, nothing is claimed
local MAX_PRODUCT <const> = 400 -- of sequences of the parts of a sequence

local literal, joined, apart = sequence.literal, sequence.joined, sequence.apart

local anchors = tree.anchors

-- ---------------------------------------------------------------------------
-- Sets. `top`: too much to tell.

local memo = setmetatable({}, { __mode = "k" })

local function remembered(kind, node, f)
  local known = memo[node]
  if not known then
    known = {}
    memo[node] = known
  end
  local set = known[kind]
  if set == nil then
    known[kind] = f(nil) -- while it is computed: of what meets itself
    set = f(node)
    known[kind] = set
  end
  return set
end

local function union(into, from)
  if into.top or from.top or #into + #from > MAX then
    return { top = true }
  end
  for _, s in ipairs(from) do into[#into + 1] = s end
  into.byword = nil
  return into
end

local function phrases(def)
  local set = {}
  if def.phrase_stems then return def.phrase_stems end
  for _, row in ipairs(tree.rows(def)) do
    if #set < MAX then
      local s = literal(row.phrase)
      s.row = row
      set[#set + 1] = s
    end
  end
  def.phrase_stems = set
  return set
end

local function class(name) return { sequence.class(name) } end

local EMPTY = sequence.new({}, true)
local ANYTHING = { sequence.new({}, false) }

local stems

local function product(a, b, adjacent)
  if a.top then return ANYTHING end
  local open, set = false, {}
  for _, s in ipairs(a) do open = open or s.full end
  if not open then return a end
  if b.top or #a * #b > MAX_PRODUCT then
    for _, s in ipairs(a) do
      if #s == 0 then return { top = true } end
      set[#set + 1] = sequence.cut(s)
    end
    return set
  end
  for _, s in ipairs(a) do
    if s.full then
      for _, t in ipairs(b) do set[#set + 1] = joined(s, t, adjacent) end
    else
      set[#set + 1] = s
    end
  end
  return set
end

-- The stems of the parts of a sequence from number `from` on.
local function stems_from(n, from)
  local set = { EMPTY }
  for i = from or 1, #n do
    if n[i].tag == "gap" then
      return product(set, ANYTHING)
    end
    set = product(set, stems(n[i]), n[i].adjacent)
    if set.top then return set end
  end
  return set
end

local function cut(set)
  local open = {}
  for i, s in ipairs(set) do open[i] = sequence.cut(s) end
  open.top = set.top
  return open
end

local of = {}
function of.lit(n) return { literal(n.text) } end
function of.exact(n) return { literal(n.text, true) } end
function of.seq(n) return stems_from(n, 1) end
function of.choice(n)
  local set = {}
  for _, p in ipairs(n) do set = union(set, stems(p)) end
  return set
end
function of.rep(n)
  local set = stems(n.p)
  if n.max ~= 1 then set = cut(set) end
  if n.min > 0 then return set end
  return union({ EMPTY }, set)
end
function of.cap(n) return stems(n.p) end
function of.look() return { EMPTY } end
function of.gap() return ANYTHING end
function of.ref(n)
  if not n.def then return { top = true } end
  if n.def.kind == "vocabulary" then return phrases(n.def) end
  return stems(n.def.node.pattern)
end
function of.builtin(n)
  if anchors[n.name] then return { EMPTY } end
  if n.name == "quoted" then
    return cut { literal '"', literal "'" }
  end
  if n.name == "rest" then return cut(class "any") end
  return class(n.name)
end

function stems(p)
  return remembered("stems", p, function (node)
    return node and of[node.tag](node) or ANYTHING
  end)
end

-- ---------------------------------------------------------------------------
-- Sure sets

local sure

-- Sequences of which p takes exactly the one that the text begins with; nil
-- where that is not so plain.
local function exactly(p)
  if p.tag == "lit" or p.tag == "exact" then return stems(p) end
  if p.tag == "cap" then return exactly(p.p) end
  if p.tag == "builtin" then
    return not anchors[p.name] and p.name ~= "quoted" and p.name ~= "rest"
      and class(p.name) or nil
  end
  if p.tag == "ref" and p.def and p.def.kind ~= "vocabulary" then
    return not p.def.node.where and remembered("exactly", p.def.node,
      function (node) return node and exactly(node.pattern) or false end) or nil
  end
  if p.tag ~= "choice" then return nil end
  local set = {}
  for _, alternative in ipairs(p) do
    local own = exactly(alternative)
    if not own or #set + #own > MAX_PRODUCT then return nil end
    for _, s in ipairs(own) do
      for _, t in ipairs(set) do
        if not apart(s, t) then return nil end
      end
    end
    union(set, own)
  end
  return set
end

local function always(set)
  for _, s in ipairs(set) do
    if #s == 0 then return true end
  end
  return false
end

local function sure_from(n, from)
  local p = n[from]
  if p.tag == "gap" or p.tag == "look" then return {} end
  if from == #n then return sure(p) end
  local rest = sure_from(n, from + 1)
  local set, own = {}, exactly(p)
  if own and #own * #rest <= MAX_PRODUCT then
    for _, s in ipairs(own) do
      for _, t in ipairs(rest) do
        set[#set + 1] = joined(s, t, n[from + 1].adjacent)
      end
    end
    return set
  end
  return always(rest) and sure(p) or {}
end

local certain = {}
function certain.lit(n) return stems(n) end
certain.exact = certain.lit
function certain.choice(n)
  local set = {}
  for _, p in ipairs(n) do set = union(set, sure(p)) end
  return set.top and {} or set
end
function certain.rep(n)
  if n.min == 0 then return union({ EMPTY }, sure(n.p)) end
  return n.min == 1 and sure(n.p) or {}
end
function certain.cap(n) return sure(n.p) end
function certain.seq(n)
  local set = sure_from(n, 1)
  if n[1].adjacent then
    local near = cut(set)
    for i, s in ipairs(near) do s.lead, s.full = "none", set[i].full end
    return near
  end
  return set
end
function certain.look() return {} end
certain.gap = certain.look
function certain.builtin(n)
  if anchors[n.name] or n.name == "quoted" or n.name == "rest" then
    return {}
  end
  return class(n.name)
end
function certain.ref(n)
  if not n.def then return {} end
  if n.def.kind == "vocabulary" then return phrases(n.def) end
  if n.def.node.where then return {} end
  return sure(n.def.node.pattern)
end

function sure(p)
  return remembered("sure", p, function (node)
    return node and certain[node.tag](node) or {}
  end)
end

-- ---------------------------------------------------------------------------
-- Covering. The plain sequences of a sure set are found by their words.

-- The words of the first n tokens as one key; nil where one is a class.
local function key_of(s, n)
  local keys = s.keys
  if not keys then
    keys = { [0] = "" }
    s.keys = keys
  end
  for i = #keys + 1, n do
    if s[i].class then return nil end
    keys[i] = keys[i - 1] .. "\0" .. s[i].text
  end
  return keys[n]
end

local function plain(s)
  if s.lead == "none" then return false end
  for i, t in ipairs(s) do
    if t.class or t.raw or s.joint[i] == "none" then return false end
  end
  return true
end

local function index(set)
  if set.byword then return set end
  local byword, other = {}, {}
  for _, s in ipairs(set) do
    if plain(s) then byword[key_of(s, #s)] = s else other[#other + 1] = s end
  end
  set.byword, set.other = byword, other
  return set
end

-- The sequence of the sure set that the stem begins with, the longest of plain
-- words first (as a vocabulary matches), or nil.
local function cover_in(stem, set)
  index(set)
  key_of(stem, #stem)
  for n = #stem.keys, 0, -1 do
    local found = set.byword[stem.keys[n]]
    if found then return found end
  end
  for _, s in ipairs(set.other) do
    if sequence.begins(stem, s) then return s end
  end
  return nil
end

-- The same of several sets; and the number of the set.
local function cover_of(stem, ...)
  for i = 1, select("#", ...) do
    local cover = cover_in(stem, (select(i, ...)))
    if cover then return cover, i end
  end
  return nil
end

-- Whether every stem begins with a sequence of one of the sure sets.
local function covered(set, ...)
  if set.top or not next(set) then return false end
  for _, s in ipairs(set) do
    if not cover_of(s, ...) then return false end
  end
  return true
end

-- Whether no text begins with a sequence of both.
local function disjoint(a, b)
  if a.top or b.top then return false end
  for _, s in ipairs(a) do
    for _, t in ipairs(b) do
      if not apart(s, t) then return false end
    end
  end
  return true
end

return { stems = stems, stems_from = stems_from, sure = sure, union = union,
         covered = covered, cover_of = cover_of, disjoint = disjoint,
         always = always }
