--[[
What every match of a pattern must have somewhere: a rule need not be tried
where the rest of its block does not have it.

    local required = require "required"
    required.heads(base, pattern)  --> { head, ... } as analyse.head gives them

Of each head one beginning must stand at the start of the match or behind it, in
the same block. What a look-ahead wants counts, too.
]]
local analyse = require "analyse"

local ipairs, next, pairs = ipairs, next, pairs

local _ENV <const> = nil

local MOST <const> = 8 -- heads of one pattern: more tell little

local of

-- The fewer there are, the more a head tells; words of some kind tell least.
local function weight(head)
  local n = next(head.kinds) and 1000 or 0
  for vocabulary in pairs(head.sets) do n = n + #vocabulary.rows end
  for _ in pairs(head.literals) do n = n + 1 end
  return n
end

local function tells(head)
  local kinds = head.kinds
  return not (kinds.any or kinds.block or kinds.sentence)
    and (next(kinds) or next(head.sets) or next(head.literals)) ~= nil
end

local function add(list, more)
  for _, head in ipairs(more) do
    if #list < MOST then list[#list + 1] = head end
  end
  return list
end

local function union(a, b)
  local all = { sets = {}, literals = {}, kinds = {} }
  for _, head in ipairs { a, b } do
    for part, into in pairs(all) do
      for k in pairs(head[part]) do into[k] = true end
    end
  end
  return all
end

local function best(list)
  local found = list[1]
  for i = 2, #list do
    if weight(list[i]) < weight(found) then found = list[i] end
  end
  return found
end

-- Of a choice: what one alternative must have, or the next.
local function of_choice(base, n)
  local all
  for _, alternative in ipairs(n) do
    local one = best(of(base, alternative))
    if not one then return {} end
    all = all and union(all, one) or one
  end
  return { all }
end

local function of_term(base, def)
  if not def.required then
    def.required = {} -- while it is sought: of what meets itself
    def.required = of(base, def.node.pattern)
  end
  return def.required
end

function of(base, n)
  if n.tag == "choice" then return of_choice(base, n) end
  if n.tag == "cap" then return of(base, n.p) end
  if n.tag == "rep" then return n.min > 0 and of(base, n.p) or {} end
  if n.tag == "look" then
    return n.op == "&" and not analyse.nullable(n.p) and of(base, n.p) or {}
  end
  if n.tag == "seq" then
    local list = {}
    for _, part in ipairs(n) do add(list, of(base, part)) end
    return list
  end
  if n.tag == "ref" and n.def.kind ~= "vocabulary" then
    return of_term(base, n.def)
  end
  if n.tag == "gap" or analyse.nullable(n) then return {} end
  local head = analyse.head(base, n)
  return tells(head) and { head } or {}
end

return { heads = of }
