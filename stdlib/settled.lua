--[[
Guards that nothing but the text of their match can sway: the same words, the
same answer, on whatever page they stand. The engine keeps such answers
(vm/verdict.h).

    local settled = require "settled"
    settled.guard(def)  --> whether the `where` of the definition is one

A guard sees captures. The text settles it where it settles which captures
there are, and what each is worth:

- one capture takes all of it, and its value is its text; or
- it is another such term; or
- whatever stands behind the text, the pattern takes it in one way only, or
  takes more, or nothing. So it is where no part of the pattern can take the
  wrong way first and come back: looks stand at the two ends alone, and of a
  choice all alternatives but the last fail with their first word or not at all.

`<!letter` is allowed everywhere: what stands before a match counts as its text.
]]
local analyse = require "analyse"
local tree = require "tree"

local ipairs = ipairs

local _ENV <const> = nil

local tokens = { word = true, cap = true, upper = true, digits = true,
  letter = true, roman = true }

local by_text

local function after_letter(p)
  return p.tag == "look" and (p.op == "<!" or p.op == "<&")
    and p.p.tag == "builtin"
end

local function names_sentence(def)
  local found = false
  tree.expressions(def.node, function (e, place)
    if place == "expect" then return end
    tree.each(e, function (n)
      found = found or n.tag == "name" and n.name == "sentence"
    end)
  end)
  return found
end

-- So many words, whatever stands behind them.
local function fixed(p)
  return p.tag == "lit" or p.tag == "exact"
    or p.tag == "builtin" and tokens[p.name] or false
end

-- The pattern of a term, where its match is worth the same on every page.
local function referred(def)
  if names_sentence(def) then return nil end
  local p = tree.bare(def.node.pattern)
  if p.tag == "seq" and #p == 2 and after_letter(p[1]) then
    p = tree.bare(p[2])
  end
  if def.node.where and not (fixed(p) and by_text(def)) then return nil end
  return p
end

-- Whether the pattern, once its first word matched, cannot fail.
local prompt

local function optional(p, depth)
  p = tree.bare(p)
  return p.tag == "rep" and p.min == 0 and prompt(p.p, depth)
end

local function prompt_seq(p, depth)
  local first = after_letter(p[1]) and 2 or 1
  if not p[first] or not prompt(p[first], depth) then return false end
  for i = first + 1, #p do
    if not optional(p[i], depth) then return false end
  end
  return true
end

function prompt(p, depth)
  depth = (depth or 0) + 1
  p = tree.bare(p)
  if depth > 20 then return false end -- a term in itself
  if fixed(p) then return true end
  if p.tag == "rep" then return p.min <= 1 and prompt(p.p, depth) end
  if p.tag == "seq" then return prompt_seq(p, depth) end
  if p.tag == "ref" then
    if p.def.kind == "vocabulary" then return true end
    local inner = referred(p.def)
    return inner ~= nil and prompt(inner, depth)
  end
  if p.tag ~= "choice" then return false end
  for _, alternative in ipairs(p) do
    if not prompt(alternative, depth) then return false end
  end
  return true
end

-- Whether there is one way only to take a text.
local steady

local function steady_seq(p)
  for i, part in ipairs(p) do
    local last = i == #p and steady(part)
    if not (last or after_letter(part) or optional(part) or prompt(part)) then
      return false
    end
  end
  return true
end

function steady(p)
  p = tree.bare(p)
  if prompt(p) then return true end
  if p.tag == "seq" then return steady_seq(p) end
  if p.tag ~= "choice" then return false end
  for i, alternative in ipairs(p) do
    if not (prompt(alternative) or i == #p and steady(alternative)) then
      return false
    end
  end
  return true
end

local function captures(p)
  local found = false
  tree.walk(p, function (n) found = found or n.tag == "cap" end)
  return found
end

-- The parts of a pattern without the looks at its ends; nil where one of those
-- captures something, or where an anchor stands there.
local function inner(p)
  local parts = p.tag == "seq" and p or { p }
  local first, last = 1, #parts
  while first <= last and parts[first].tag == "look" do first = first + 1 end
  while last >= first and parts[last].tag == "look" do last = last - 1 end
  local list = {}
  for i, part in ipairs(parts) do
    if i >= first and i <= last then list[#list + 1] = part
    elseif captures(part) then return nil
    end
  end
  return list
end

-- Whether a capture of the pattern can never be one term or phrase from end to
-- end: its value is its text then.
local function is_text(p)
  if p.tag == "look" then return true end
  if p.tag == "ref" then return false end
  if p.tag == "rep" and p.min >= 2 then return true end
  if p.tag == "seq" then
    local needed = 0
    for _, part in ipairs(p) do
      if not tree.consumes_nothing(part) and not analyse.nullable(part) then
        needed = needed + 1
      end
    end
    if needed >= 2 then return true end
  end
  for _, part in ipairs(p) do
    if not is_text(part) then return false end
  end
  return not p.p or is_text(p.p)
end

local function settles(def)
  if names_sentence(def) then return false end
  local parts = inner(def.node.pattern)
  if not parts then return false end
  local only = #parts == 1 and parts[1]
  if only and only.tag == "cap" and #def.captures == 1
     and not captures(only.p) and is_text(only.p) then
    return true
  end
  local bare = only and tree.bare(only)
  if bare and bare.tag == "ref" and bare.def.kind ~= "vocabulary" then
    return by_text(bare.def)
  end
  return steady_seq(parts)
end

-- Kept with the definition; false while it is sought: of what meets itself.
function by_text(def)
  if def.settled == nil then
    def.settled = false
    def.settled = settles(def)
  end
  return def.settled
end

return { guard = function (def)
  return def.node.where ~= nil and by_text(def)
end }
