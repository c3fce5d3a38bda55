--[[
Findings of what can never match, and of words that a test names in vain:

    never   a part that no text can match
    lacks   a word behind & or ! that what follows cannot begin with

    require("checknever").run(ctx)
]]
local analyse = require "analyse"
local starts = require "starts"
local tree = require "tree"
local unparse = require "unparse"

local ipairs, next, pairs, table = ipairs, next, pairs, table

local _ENV <const> = nil

-- ---------------------------------------------------------------------------
-- Anchors

-- The kinds of blocks at whose beginning an anchor stands.
local blocks = { block = "all", head = "head title", title = "title",
  tail = "tail", caption = "caption" }

local function both(a, b)
  if a == nil or a == "all" then return b end
  if b == "all" then return a end
  if a == b or a:find(b, 1, true) then return b end
  return b:find(a, 1, true) and a or ""
end

local function anchored(ctx, def, n)
  local here, consumed, ended = nil, false, nil
  for _, part in ipairs(n) do
    local p = tree.bare(part)
    local kind = p.tag == "builtin" and blocks[p.name]
    if kind and consumed then
      ctx:report(def.file, part, "never",
        ("'%s' stands only at the beginning of a block"):format(p.name),
        "nothing can be matched before it in the same pattern")
      return
    elseif kind then
      here = both(here, kind)
      if here == "" then
        ctx:report(def.file, part, "never",
          "no block is both of these kinds", "choose one of them, or use /")
        return
      end
    end
    if ended and not analyse.nullable(part) then
      ctx:report(def.file, part, "never",
        "'end' is the end of a block: nothing stands behind it",
        "leave 'end' out, or put it last")
      return
    end
    if p.tag == "builtin" and p.name == "end" then ended = part end
    if not tree.consumes_nothing(part) and not analyse.nullable(part) then
      consumed = true
    end
  end
end

-- ---------------------------------------------------------------------------
-- Sequences

local function text_of(n) return unparse.pattern(n) end

-- What follows part i of a sequence, tests and anchors passed over.
local function following(n, i)
  local k = i + 1
  while n[k + 1] and tree.consumes_nothing(n[k]) do k = k + 1 end
  return text_of(n[k])
end

-- The first part that, with what stands before it, no text can hold.
local function joints(ctx, def, n)
  local whole = starts.stems_from(n, 1)
  if whole.top or next(whole) then return end
  local before = { tag = "seq", n[1] }
  for i = 2, #n do
    local part = n[i]
    before[i] = part
    if part.adjacent and next(starts.stems(part))
      and not next(starts.stems_from(before, 1)) then
      ctx:report(def.file, part, "never",
        ("%s ~ %s: with nothing between them they would be one word or number")
        :format(text_of(n[i - 1]), text_of(part)),
        "write them as one text, or leave the ~ out")
      return
    end
  end
end

local function looks(ctx, def, n)
  for i = 1, #n - 1 do
    local look = n[i]
    local rest = look.tag == "look" and starts.stems_from(n, i + 1)
    if look.op == "!" and starts.covered(rest, starts.sure(look.p)) then
      ctx:report(def.file, look, "never",
        ("'%s' forbids all that may follow: %s"):format(text_of(look),
          following(n, i)), "what is forbidden must be narrower")
    elseif look.op == "&" and next(rest) and not rest.top
      and next(starts.stems(look.p))
      and starts.disjoint(starts.stems(look.p), rest) then
      ctx:report(def.file, look, "never",
        ("'%s' asks for what %s cannot begin with"):format(text_of(look),
          following(n, i)), "& takes nothing: what follows must match there")
    end
  end
end

-- ---------------------------------------------------------------------------
-- Words that are named in vain

-- The words and vocabularies of a test: nodes of literals and references.
local function members(p, list)
  p = tree.bare(p)
  if p.tag == "choice" then
    for _, alternative in ipairs(p) do members(alternative, list) end
  elseif p.tag == "lit" or p.tag == "exact"
    or p.tag == "ref" and p.def.kind == "vocabulary" then
    list[#list + 1] = p
  end
  return list
end

local function in_vain(stem, rest)
  return starts.disjoint({ stem }, rest)
end

local function said(op, word, follows)
  if op == "&" then
    return ("%s can never be here: %s does not begin so"):format(word, follows),
      "add the word there, or take it out here"
  end
  return ("%s excludes nothing: %s does not begin so"):format(word, follows),
    "take the word out, or test it at another place"
end

-- Every test & or ! with the stems of what follows; `uses` gathers those of
-- vocabularies, `plain` the vocabularies that are used in other ways, too.
local function gather(ctx, uses, plain)
  for _, def in ipairs(ctx.defs) do
    local tested = {}
    tree.walk(def.node.pattern, function (n)
      for i = 1, n.tag == "seq" and #n - 1 or 0 do
        local look = n[i]
        if look.tag == "look" and (look.op == "&" or look.op == "!") then
          local rest = starts.stems_from(n, i + 1)
          local known = not rest.top and not starts.always(rest)
          for _, p in ipairs(known and members(look.p, {}) or {}) do
            tested[p] = true
            local use = { def = def, p = p, op = look.op, rest = rest,
                          follows = following(n, i) }
            local key = p.def or p
            uses[key] = uses[key] or {}
            table.insert(uses[key], use)
          end
        end
      end
      if n.tag == "ref" and not tested[n] then plain[n.def] = true end
    end)
  end
end

-- A phrase is named in vain where that is so wherever its vocabulary is used.
local function useless(stem, uses)
  for _, use in ipairs(uses) do
    if not in_vain(stem, use.rest) then return false end
  end
  return true
end

local function phrases(ctx, vocabulary, uses)
  for _, stem in ipairs(starts.stems(uses[1].p)) do
    if useless(stem, uses) then
      local message, hint = said(uses[1].op, '"' .. stem.row.phrase .. '"',
        uses[1].follows)
      ctx:report_row(vocabulary, stem.row, "lacks", message, hint)
    end
  end
end

local function lacks(ctx)
  local uses, plain = {}, {}
  gather(ctx, uses, plain)
  for key, list in pairs(uses) do
    if key.kind == "vocabulary" then
      if not plain[key] then phrases(ctx, key, list) end
    elseif in_vain(starts.stems(key)[1], list[1].rest) then
      local message, hint = said(list[1].op, text_of(key), list[1].follows)
      ctx:report(list[1].def.file, key, "lacks", message, hint)
    end
  end
end

-- ---------------------------------------------------------------------------

local function parts(ctx, def, n)
  if n.tag == "seq" then
    anchored(ctx, def, n)
    joints(ctx, def, n)
    looks(ctx, def, n)
  elseif n.tag == "rep" and n.max == 0 then
    ctx:report(def.file, n, "never", "this is repeated no times",
      "leave the part out")
  elseif n.tag == "ref" and n.def.kind == "vocabulary"
    and not n.def.list[1] then
    ctx:report(def.file, n, "never",
      ("vocabulary '%s' has no phrase"):format(n.def.simple),
      "add phrases, or leave the part out")
  end
end

local function run(ctx)
  for _, def in ipairs(ctx.defs) do
    tree.walk(def.node.pattern, function (n) parts(ctx, def, n) end)
  end
  lacks(ctx)
end

return { run = run }
