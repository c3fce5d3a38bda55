--[[
Small questions about the trees of patterns and expressions (grammar.lua; names
bound by analyse.lua).

    local tree = require "tree"
    tree.walk(pattern, function (n) ... end)      -- every node of a pattern
    tree.expressions(item, function (e, place) ... end)  -- of an item
    tree.bare(p)        -- without captures around it
    tree.plain(p)       -- nor terms that are nothing but another name for it
    tree.same(a, b)     -- the same pattern, captures apart
    tree.begins(a, b)   -- where a matches, b does: b is how a begins
]]
local ipairs, type = ipairs, type

local _ENV <const> = nil

local anchors = { block = true, sentence = true, head = true, tail = true,
  title = true, caption = true, ["end"] = true }

local function bare(p)
  while p.tag == "cap" do p = p.p end
  return p
end

local function plain(p)
  for _ = 1, 20 do
    p = bare(p)
    if p.tag ~= "ref" or not p.def or p.def.kind == "vocabulary"
       or p.def.node.where then
      return p
    end
    local inner = bare(p.def.node.pattern)
    if inner.tag ~= "ref" then return p end
    p = inner
  end
  return p
end

-- Looks and anchors: they leave the place where it is.
local function consumes_nothing(p)
  p = bare(p)
  return p.tag == "look" or p.tag == "builtin" and anchors[p.name] or false
end

local function walk(n, f)
  f(n)
  if n.p then walk(n.p, f) end
  for _, part in ipairs(n) do walk(part, f) end
end

-- Calls f with every node of an expression.
local function each(e, f)
  f(e)
  for _, key in ipairs { "e", "key", "f", "a", "b", "value" } do
    if type(e[key]) == "table" then each(e[key], f) end
  end
  for _, list in ipairs { e.args or {}, e.entries or {} } do
    for _, item in ipairs(list) do
      each(item.tag and item or item.value, f)
    end
  end
end

local same

local function same_parts(a, b, n)
  for i = 1, n do
    if not same(a[i], b[i]) or not a[i].adjacent ~= not b[i].adjacent then
      return false
    end
  end
  return true
end

function same(a, b)
  a, b = bare(a), bare(b)
  if a.tag ~= b.tag or a.text ~= b.text or a.op ~= b.op or a.min ~= b.min
     or a.max ~= b.max or #a ~= #b then
    return false
  end
  if a.tag == "ref" and a.def ~= b.def
     or a.tag == "builtin" and a.name ~= b.name then
    return false
  end
  return (not a.p or same(a.p, b.p)) and same_parts(a, b, #a)
end

local function begins(a, b)
  a, b = bare(a), bare(b)
  if same(a, b) then return true end
  if a.tag ~= "seq" then return false end
  if b.tag ~= "seq" then return same(a[1], b) and not a[1].adjacent end
  return #b < #a and same_parts(b, a, #b)
end

-- The expressions of an item, each with the part of the item that it is: where,
-- value, set, step (a condition of a path), expect, default. `extra` is the
-- set, step, test or field that it stands in.
local function expressions(item, f)
  local function path(steps)
    for _, step in ipairs(steps or {}) do
      if step.where then f(step.where, "step", step) end
    end
  end
  if item.where then f(item.where, "where", item) end
  if item.value then f(item.value, "value", item) end
  for _, set in ipairs(item.sets or {}) do
    if set.value then f(set.value, "set", set) end
  end
  for _, need in ipairs(item) do
    if need.tag == "needs" then path(need.path) end
  end
  path(item.target)
  path(item.from)
  path(item.into)
  for _, test in ipairs(item.tests or {}) do
    if test.expect then f(test.expect, "expect", test) end
  end
  for _, field in ipairs(item.fields or {}) do
    if field.default then f(field.default, "default", field) end
  end
end

-- Every path of an item: the steps of needs, to, from and into.
local function steps(item)
  local all = {}
  local function add(path)
    for _, step in ipairs(path or {}) do all[#all + 1] = step end
  end
  for _, need in ipairs(item) do
    if need.tag == "needs" then add(need.path) end
  end
  add(item.target)
  add(item.from)
  add(item.into)
  return all
end

-- Every row of a vocabulary, those that other files add included: { phrase,
-- columns, file, and node or tsv and line }.
local function rows(vocabulary)
  local all = {}
  for _, row in ipairs(vocabulary.rows or {}) do all[#all + 1] = row end
  for _, list in ipairs(vocabulary.more or {}) do
    for _, row in ipairs(list) do all[#all + 1] = row end
  end
  return all
end

return { bare = bare, plain = plain, walk = walk, each = each, same = same,
         begins = begins, expressions = expressions, steps = steps,
         consumes_nothing = consumes_nothing, anchors = anchors, rows = rows }
