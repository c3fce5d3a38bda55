--[[
Findings of patterns that never end, or take long:

    left-recursion   a term that begins with itself
    nested           a repetition that reads on to the end at each of its rounds
    no-head          a rule that is tried at every word

    require("checkloop").run(ctx)
]]
local analyse = require "analyse"
local starts = require "starts"
local tree = require "tree"
local unparse = require "unparse"

local ipairs, table = ipairs, table

local _ENV <const> = nil

-- ---------------------------------------------------------------------------
-- Left recursion. The compiler refuses what it meets on the way of the heads;
-- what stands behind "!" or "..." is found here.

-- The references that are tried where the pattern begins.
local function firsts(n, list)
  if n.tag == "ref" then
    if n.def.kind ~= "vocabulary" then list[#list + 1] = n end
  elseif n.tag == "seq" then
    for _, part in ipairs(n) do
      firsts(part, list)
      if not analyse.nullable(part) then break end
    end
  elseif n.tag == "choice" then
    for _, p in ipairs(n) do firsts(p, list) end
  elseif n.p and n.op ~= "<&" and n.op ~= "<!" then
    firsts(n.p, list)
  end
  return list
end

local function left_recursion(ctx)
  local state = {} -- of each definition: "open" while it is on the way
  local function visit(def, way)
    state[def] = "open"
    way[#way + 1] = def.simple
    for _, ref in ipairs(firsts(def.node.pattern, {})) do
      if state[ref.def] == "open" then
        ctx:report(def.file, ref, "left-recursion",
          ("'%s' begins with itself: %s > %s"):format(ref.def.simple,
            table.concat(way, " > "), ref.def.simple),
          "something must be matched before it comes again")
      elseif not state[ref.def] then
        visit(ref.def, way)
      end
    end
    way[#way] = nil
    state[def] = "done"
  end
  for _, def in ipairs(ctx.defs) do
    if not state[def] then visit(def, {}) end
  end
end

-- ---------------------------------------------------------------------------
-- Nested repetitions. Matching never goes back and remembers its terms, so no
-- pattern takes exponential time; but one can read the same words again in
-- every round.

local WORD <const> = { tag = "builtin", name = "word" }

local function runs_on(rep)
  return rep.tag == "rep" and rep.max == nil
    and starts.covered(starts.stems(WORD), starts.sure(rep.p))
end

-- The first repetition of n that reads to the end of a block of words.
local function reader(n, depth)
  local found
  tree.walk(n, function (m)
    if found then return end
    if runs_on(m) then found = m
    elseif m.tag == "ref" and m.def.kind ~= "vocabulary" and depth < 6
      and reader(m.def.node.pattern, depth + 1) then
      found = m
    end
  end)
  return found
end

local function nested(ctx, def, rep)
  if rep.max ~= nil then return end
  local told = false
  tree.walk(rep.p, function (m)
    if told or m.tag ~= "look" or m.op == "<&" or m.op == "<!" then return end
    local inner = reader(m.p, 0)
    if inner then
      told = true
      ctx:report(def.file, m, "nested",
        ("each round of the repetition reads on with %s: the time grows with \z
          the square of the text"):format(unparse.pattern(inner)),
        "bound one of the two, for example {0,20}")
    end
  end)
end

-- ---------------------------------------------------------------------------

-- The part that a rule without a head is to blame for, and through which terms.
local function no_head(ctx, def)
  if def.kind == "term" or not (def.head and def.head.kinds.any) then return end
  local blame = def.head.blame
  local part = blame and unparse.pattern(blame) or "its pattern"
  ctx:report(def.file, def.node.pattern, "no-head",
    ("%s can begin with anything (%s), so it is tried at every word"):format(
      def.simple and "'" .. def.simple .. "'" or "this", part),
    "begin with a text, a vocabulary, digits, cap or an anchor, or look for "
      .. "one first: &Vocabulary")
end

local function run(ctx)
  left_recursion(ctx)
  for _, def in ipairs(ctx.defs) do
    tree.walk(def.node.pattern, function (n)
      if n.tag == "rep" then nested(ctx, def, n) end
    end)
    no_head(ctx, def)
  end
end

return { run = run }
