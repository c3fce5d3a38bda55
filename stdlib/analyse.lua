--[[
What can be known of a pattern from its tree: which term each name means,
whether it can match nothing, what it must begin with (its head), which captures
it has.

    local analyse = require "analyse"
    analyse.resolve(base, def)        -- binds names, finds faults
    analyse.nullable(def.node.pattern)
    analyse.head(base, def.node.pattern)
        --> { sets = {[vocabulary] = true}, literals = {[text] = true},
              kinds = { digits, capital, letter, block, sentence, any } }

The head is a superset of the true beginnings. `any` means that nothing is
known: such a rule is tried at every token.
]]
local ipairs, pairs, next = ipairs, pairs, next

local _ENV <const> = nil

local MAX_PARTS <const> = 10000 -- PATTERN_MAX_PARTS of vm/conf.h

local anchors = { block = "block", head = "block", tail = "block",
  title = "block", caption = "block", sentence = "sentence", ["end"] = false }

-- ---------------------------------------------------------------------------
-- Can the pattern match nothing?

local nullable

local function term_nullable(def)
  if def.kind == "vocabulary" then return false end
  if def.nullable == nil then
    def.nullable = false -- while it is computed: recursion consumes
    def.nullable = nullable(def.node.pattern)
  end
  return def.nullable
end

local empty = {}
function empty.seq(n)
  for _, part in ipairs(n) do
    if not nullable(part) then return false end
  end
  return true
end
function empty.choice(n)
  for _, alternative in ipairs(n) do
    if nullable(alternative) then return true end
  end
  return false
end
function empty.rep(n) return n.min == 0 or nullable(n.p) end
function empty.cap(n) return nullable(n.p) end
function empty.look() return true end
function empty.gap() return true end
function empty.lit() return false end
empty.exact = empty.lit
function empty.ref(n) return n.def ~= nil and term_nullable(n.def) end
function empty.builtin(n) return anchors[n.name] ~= nil end

function nullable(n) return empty[n.tag](n) end

-- ---------------------------------------------------------------------------
-- Heads

local function newhead() return { sets = {}, literals = {}, kinds = {} } end

local function join(into, from)
  for _, part in ipairs { "sets", "literals", "kinds" } do
    for k in pairs(from[part]) do into[part][k] = true end
  end
  into.blame = into.blame or from.blame
end

local function kind(name, node)
  local h = newhead()
  h.kinds[name] = true
  if name == "any" then h.blame = node end
  return h
end

local head

local function term_head(base, def, node)
  if def.kind == "vocabulary" then
    local h = newhead()
    h.sets[def] = true
    return h
  end
  if def.headof then return def.headof end
  if def.busy then
    base:problem(def.file, node, ("term '%s' begins with itself: it would \z
      never end"):format(def.simple),
      "left recursion; write what it begins with first, then repeat the rest")
    return newhead()
  end
  def.busy = true
  def.headof = head(base, def.node.pattern)
  def.busy = nil
  return def.headof
end

-- The part of a sequence that follows looks and anchors: where it may begin
-- with anything, what was looked for, or the anchor, narrows it.
local function narrowed(h, look, anchor)
  if not h.kinds.any then return h end
  if anchor then return kind(anchor) end
  if look and not look.kinds.any then return look end
  return h
end

local heads = {}
function heads.seq(base, n)
  local h, look, anchor = newhead(), nil, nil
  for _, part in ipairs(n) do
    if part.tag == "builtin" and anchors[part.name] then
      anchor = anchor or anchors[part.name]
    elseif part.tag == "look" then
      if part.op == "&" and not nullable(part.p) then
        look = look or head(base, part.p)
      end
    elseif part.tag == "gap" then
      return kind("any", part)
    else
      join(h, narrowed(head(base, part), look, anchor))
      if not nullable(part) then return h end
    end
  end
  if anchor then join(h, kind(anchor)) end
  return h
end
function heads.choice(base, n)
  local h = newhead()
  for _, alternative in ipairs(n) do join(h, head(base, alternative)) end
  return h
end
function heads.rep(base, n) return head(base, n.p) end
heads.cap = heads.rep
function heads.look(base, n)
  return n.op == "&" and head(base, n.p) or newhead()
end
function heads.gap(_, n) return kind("any", n) end
function heads.lit(_, n)
  local h = newhead()
  h.literals[n.text] = true
  return h
end
heads.exact = heads.lit
function heads.ref(base, n)
  return n.def and term_head(base, n.def, n) or newhead()
end
function heads.builtin(_, n)
  local name = n.name
  if anchors[name] then return kind(anchors[name]) end
  if name == "digits" or name == "letter" then return kind(name) end
  if name == "cap" or name == "upper" or name == "roman" then
    return kind "capital"
  end
  if name == "quoted" then
    local h = newhead()
    h.literals['"'], h.literals["'"] = true, true
    return h
  end
  return anchors[name] == false and newhead() or kind("any", n)
end

function head(base, n) return heads[n.tag](base, n) end

-- ---------------------------------------------------------------------------
-- How many parts the pattern stands for: what is repeated counts as often as it
-- is written out, what follows a gap at each of its steps (see pattern.lua).

local weigh

local weights = {}
function weights.seq(n)
  local all = 0
  for i = #n, 1, -1 do
    all = n[i].tag == "gap" and (n[i].max + 1) * (all + 1) or all + weigh(n[i])
  end
  return all
end
function weights.choice(n)
  local all = 0
  for _, alternative in ipairs(n) do all = all + weigh(alternative) end
  return all
end
function weights.rep(n)
  local times = n.max and n.max > n.min and n.max or n.min + 1
  return times * weigh(n.p) + 1
end
function weights.cap(n) return weigh(n.p) + 1 end
weights.look = weights.cap
function weights.lit(n)
  local _, words = n.text:gsub("%S+", "")
  return words + #n.text / 8
end
weights.exact = weights.lit
function weights.ref() return 1 end
weights.builtin, weights.gap = weights.ref, weights.ref

function weigh(n) return weights[n.tag](n) end

-- ---------------------------------------------------------------------------
-- Names and faults

local function behind_ok(p)
  return p.tag == "lit" or p.tag == "exact"
    or p.tag == "builtin" and p.name == "letter"
    or p.tag == "ref" and p.def and p.def.kind == "vocabulary"
end

local resolve_node

local check = {}
function check.seq(base, def, n)
  for i, part in ipairs(n) do
    if part.tag == "gap" and (i == 1 or i == #n) then
      base:problem(def.file, part, "'...' needs a part before and after it",
        "a gap runs up to what follows it")
    end
    resolve_node(base, def, part)
  end
end
function check.choice(base, def, n)
  for _, alternative in ipairs(n) do resolve_node(base, def, alternative) end
end
function check.rep(base, def, n)
  resolve_node(base, def, n.p)
  if n.max ~= 1 and nullable(n.p) then
    base:problem(def.file, n, "the repeated part can match nothing",
      "it would repeat for ever; make its inside match something")
  end
  if n.max and n.max < n.min then
    base:problem(def.file, n, ("{%d,%d}: the second number is the larger one")
      :format(n.min, n.max), ("write {%d,%d}"):format(n.max, n.min))
  end
end
function check.cap(base, def, n)
  resolve_node(base, def, n.p)
  if nullable(n.p) and not (n.p.tag == "rep" and not nullable(n.p.p)) then
    base:problem(def.file, n, ("capture '%s' can match nothing")
      :format(n.name), "put the capture around the part that matches")
  end
end
function check.look(base, def, n)
  resolve_node(base, def, n.p)
  if (n.op == "<&" or n.op == "<!") and not behind_ok(n.p) then
    base:problem(def.file, n,
      'look-behind takes a text, a vocabulary or "letter"',
      "put other conditions into the pattern itself")
  end
end
function check.ref(base, def, n)
  local found, hint = base:constituent(def.file, n.name)
  n.def = found
  if not found then
    base:problem(def.file, n, ("'%s' is not defined"):format(n.name), hint or
      "define it:  term " .. n.name .. " = ...  or use the package that has it")
  end
end
function check.gap(base, def, n)
  n.max = n.max or 8
  if n.max < 1 or n.max > 200 then
    base:problem(def.file, n, "a gap spans 1 to 200 tokens",
      "for example ...{12}; without a number it is 8")
  end
end
function check.lit(base, def, n)
  if n.text:match("^%s*$") then
    base:problem(def.file, n, "an empty text matches nothing",
      "write the word, or leave the text out")
  end
end
check.exact = check.lit
function check.builtin() end

function resolve_node(base, def, n) check[n.tag](base, def, n) end

-- How often each capture can be filled on one way: 1, or 2 for "more".
local function captures(n, into, times)
  if n.tag == "cap" then
    if not into[n.name] then
      into[#into + 1] = n.name
      into[n.name] = 0
    end
    into[n.name] = into[n.name] + times
    captures(n.p, into, times)
  elseif n.tag == "rep" then
    captures(n.p, into, (n.max or 2) > 1 and 2 or times)
  elseif n.tag == "look" then
    captures(n.p, into, times)
  elseif n.tag == "seq" then
    for _, part in ipairs(n) do captures(part, into, times) end
  elseif n.tag == "choice" then
    local before, most = {}, {}
    for _, name in ipairs(into) do before[name] = into[name] end
    for _, alternative in ipairs(n) do
      for _, name in ipairs(into) do into[name] = before[name] or 0 end
      captures(alternative, into, times)
      for _, name in ipairs(into) do
        if into[name] > (most[name] or 0) then most[name] = into[name] end
      end
    end
    for _, name in ipairs(into) do into[name] = most[name] or 0 end
  end
  return into
end

-- Binds every name in the pattern of a definition.
local function resolve(base, def)
  resolve_node(base, def, def.node.pattern)
  if weigh(def.node.pattern) > MAX_PARTS then
    base:problem(def.file, def.node.pattern,
      ("a pattern that stands for more than %d parts"):format(MAX_PARTS),
      "give the repeated part a name of its own (a term), or use a vocabulary")
  end
end

-- What is to be said of a definition once all names are bound.
local function finish(base, def)
  local p = def.node.pattern
  def.captures = captures(p, {}, 1)
  def.head = def.headof or head(base, p)
  if nullable(p) then
    base:problem(def.file, p, ("'%s' can match nothing")
      :format(def.simple or def.kind), "some part of it must be there")
  elseif not next(def.head.kinds)
    and not next(def.head.sets) and not next(def.head.literals) then
    def.head = kind("any", p)
  end
end

return { resolve = resolve, finish = finish, nullable = nullable, head = head }
