--[[
Near misses in words: what was wanted, what stood there, why it did not do.

    local misswords = require "misswords"
    misswords.tell(finder, miss)   -- a miss of nearmiss.find, its page open
    miss.at, miss.e, miss.found, miss.message, miss.hint, miss.nearest
]]
local core = require "core"
local suspect = require "suspect"

local ipairs, math, pairs, table, tostring, type, utf8 = ipairs, math, pairs,
  table, tostring, type, utf8

local _ENV <const> = nil

-- ---------------------------------------------------------------------------
-- What a node wants, in words

local function source_of(def, n)
  local text = def.file.source:sub(n.at, n.to - 1)
  return (text:gsub("%-%-[^\n]*", ""):gsub("%s+", " "):gsub("^ ", "")
    :gsub(" $", ""))
end

local function short(text, most)
  if (utf8.len(text) or 0) <= most then return text end
  return text:sub(1, utf8.offset(text, most) - 1) .. "…"
end

local function expected(fail)
  local n, def = fail.node, fail.frame and fail.frame.def
  if n.tag == "lit" then return '"' .. n.text .. '"' end
  if n.tag == "exact" then return "'" .. n.text .. "'" end
  if n.tag == "ref" then return n.name end
  if n.tag == "builtin" then return n.name end
  return def and short(source_of(def, n), 60) or "?"
end

-- ---------------------------------------------------------------------------
-- In words

local function line_of(file, at)
  local _, n = file.source:sub(1, at - 1):gsub("\n", "")
  return n + 1
end

local function place_of(def, n)
  return ("%s:%d"):format(def.file.path, line_of(def.file, n.at))
end

local function show(v)
  if v == nil then return "nil" end
  if type(v) == "string" then return '"' .. short(v, 40) .. '"' end
  if type(v) ~= "table" then return tostring(v) end
  if v.text then return '"' .. short(v.text, 40) .. '"' end
  local parts = {}
  for _, item in ipairs(v) do parts[#parts + 1] = show(item) end
  local names = {}
  for name in pairs(v) do
    if type(name) == "string" then names[#names + 1] = name end
  end
  table.sort(names)
  for _, name in ipairs(names) do
    parts[#parts + 1] = name .. " = " .. show(v[name])
  end
  return "{ " .. short(table.concat(parts, ", "), 60) .. " }"
end

-- The names (tag "name", key "name") or the texts ("str", "text") that an
-- expression has, each once, sorted.
local function leaves(e, tag, key)
  local list, seen = {}, {}
  local function collect(part)
    local leaf = part.tag == tag and part[key]
    if leaf and not seen[leaf] then
      seen[leaf] = true
      list[#list + 1] = leaf
    end
    for k, inner in pairs(part) do
      if k ~= "def" and type(inner) == "table" then collect(inner) end
    end
  end
  collect(e)
  table.sort(list)
  return list
end

-- What a guard saw: each name that is no function, with its value.
local function values_of(self, def, kid)
  local env, list = self.t:env(kid), {}
  for _, name in ipairs(leaves(def.node.where, "name", "name")) do
    if def.captures[name] or name == "match" or name == "sentence" then
      list[#list + 1] = name .. " = " .. show(env[name])
    end
  end
  return list
end

-- A text of the guard that a value equals but for its form.
local function other_form(self, def, kid)
  local env = self.t:env(kid)
  local texts = leaves(def.node.where, "str", "text")
  for _, name in ipairs(leaves(def.node.where, "name", "name")) do
    local v = def.captures[name] and env[name]
    if type(v) == "table" then v = v.text end
    for _, text in ipairs(texts) do
      if type(v) == "string" and v ~= text
         and core.view(v):gsub("[\1-\6]", "")
          == core.view(text):gsub("[\1-\6]", "") then
        return v, text
      end
    end
  end
end

-- How two texts that fold to the same differ.
local function difference(a, b)
  local x, y = core.tidy(a), core.tidy(b)
  if x == y then return "spaces or the normal form" end
  if core.lower(x) == core.lower(y) then return "capitals" end
  local function bare(s)
    return (suspect.skeleton(s):gsub("[iy]", "i"))
  end
  if suspect.skeleton(x) ~= suspect.skeleton(y) and bare(x) == bare(y) then
    return "i and y"
  end
  return "where the tone stands"
end

local describe = {}

function describe.vocabulary(self, miss)
  local def = miss.mend.fail.node.def
  local list = suspect.nearest(def.list, miss.found, 3)
  miss.message = ("'%s' is not in the vocabulary %s"):format(miss.found,
    def.simple)
  miss.nearest = list
  local from = def.node.file or place_of(def, def.node)
  miss.hint = list[1]
    and ("nearest: %s; or add it to %s"):format(table.concat(list, ", "), from)
    or ("add it to %s"):format(from)
end

function describe.text(_, miss)
  miss.message = ("expected %s, found '%s'"):format(miss.wanted[1], miss.found)
end

function describe.spelling(_, miss)
  miss.message = ("'%s' is spelt otherwise than %s"):format(miss.found,
    miss.wanted[1])
end

function describe.form(self, miss)
  if miss.mend.fail.node.tag == "builtin" then
    miss.message = ("expected %s: '%s' is written with other capitals")
      :format(miss.wanted[1], miss.found)
    return
  end
  local text = miss.mend.fail.node.text
  miss.message = ("'%s' is not written exactly as '%s': they differ in %s")
    :format(miss.found, text, difference(self.t:text(miss.at, miss.e), text))
  miss.hint = ([[write it in double quotes, "%s", to match every form]])
    :format(text)
end

function describe.between(_, miss)
  local what = miss.found:match("^%p+$") and "a sequence crosses white space \z
    only" or "nothing may stand between"
  miss.message = ("'%s' stands before %s: %s"):format(miss.found,
    miss.wanted[1], what)
  if miss.found == "," then
    miss.hint = 'write  ","?  where a comma may stand'
  end
end

function describe.space(_, miss)
  if miss.mend.relax.to then
    miss.message = ("'%s' is %s but for its spaces"):format(miss.found,
      miss.wanted[1])
    return
  end
  miss.message = ("white space stands before %s, where '~' wants none"):format(
    miss.wanted[1])
  miss.hint = "leave out the ~ to allow white space"
end

function describe.missing(_, miss)
  miss.message = ("%s is missing before '%s'"):format(miss.wanted[1],
    miss.found or "the end")
end

function describe.anchor(_, miss)
  miss.message = ("'%s' does not hold here"):format(miss.wanted[1])
end

function describe.guard(self, miss)
  local def, kid = miss.mend.fail.node, miss.mend.fail.more.kid
  local values = values_of(self, def, kid)
  miss.message = ("the guard of %s says no: where %s"):format(def.name or
    def.kind, source_of(def, def.node.where))
  miss.hint = values[1] and table.concat(values, ", ")
  miss.values = values
  local v, text = other_form(self, def, kid)
  if v then
    miss.kind = "form"
    miss.message = ("'%s' is not '%s' for the guard of %s: they differ in %s")
      :format(v, text, def.name or def.kind, difference(v, text))
    miss.hint = "fold(a) == fold(b) compares as texts in double quotes match"
  end
end

function describe.look(self, miss)
  local n, def = miss.mend.fail.node, miss.mend.fail.frame.def
  miss.message = ("%s says no"):format(short(source_of(def, n), 60))
  local e = miss.mend.fail.more and miss.mend.fail.more.e
  if n.op == "!" and e and e > miss.at then
    miss.e = e
    miss.found = self.t:text(self.t:skip(miss.at, 1), e)
    miss.message = miss.message .. (": '%s' stands there"):format(miss.found)
  elseif n.op:sub(1, 1) == "<" then
    local i = self:before(miss.at)
    if self.tokens[i] then
      miss.message = miss.message .. (": '%s' stands before"):format(
        (self:found_text(self.tokens[i], 1)))
    end
  end
end

function describe.gap(self, miss)
  local n = miss.mend.relax.node
  local used = miss.used
  miss.message = ("the gap ...{%d} spans %d tokens at most, and %s stands \z
    further on"):format(n.max, n.max, miss.wanted[1])
  if used then
    miss.message = miss.message .. (" (%d tokens)"):format(used)
    miss.hint = ("...{%d} would reach it"):format(used)
  end
  return self
end

function describe.order(self, miss)
  local turn = miss.mend.turn
  local def = turn.frame.def
  miss.message = ("an earlier alternative, %s, took '%s'"):format(
    short(source_of(def, turn.node[turn.i]), 60), miss.found)
  miss.hint = "put the longer alternative first"
  return self
end

function describe.greedy(self, miss)
  local turn = miss.mend.turn
  miss.message = ("%s also took '%s', which must follow it"):format(
    short(source_of(turn.frame.def, turn.node), 60), miss.found)
  miss.hint = "a repetition never gives back; say where it stops: (!… word)+"
  return self
end

function describe.phrase(_, miss)
  local turn = miss.mend.turn
  miss.message = ("%s took its longest phrase, '%s'"):format(turn.node.name,
    miss.found)
end

local function turned_span(self, miss)
  local turn, r = miss.mend.turn, miss.mend.relax
  if turn.kind == "rep" then
    local from = r.max == 0 and turn.at or turn.ends[r.max]
    return self.t:skip(from, 1), turn.ends[#turn.ends]
  end
  return self.t:skip(turn.at, 1), turn.e
end

-- The gap that was needed: the way of the relaxed match tells it.
local function gap_used(self, miss)
  local r = miss.mend.relax
  self.t:run(miss.def, miss.start, { record = true, relax = r })
  for _, turn in ipairs(self.t.turns) do
    if turn.kind == "gap" and turn.node == r.node and turn.at == r.at then
      return turn.used, turn.e
    end
  end
end

local function wanted_of(miss)
  if miss.wanted then return miss.wanted end
  local mend = miss.mend
  if not mend.fail or mend.fail.how == "guard" then return {} end
  if mend.kind == "gap" then
    local fail = mend.fail
    local def, seq = fail.frame.def, nil
    local function look(n)
      for i, part in ipairs(n) do
        if part == fail.node then seq = n[i + 1] end
        look(part)
      end
      if n.p then look(n.p) end
    end
    look(def.node.pattern)
    return { seq and short(source_of(def, seq), 40) or "what follows" }
  end
  return { expected(mend.fail) }
end

-- Completes a near miss with its place, what was found and how to say it.
local function tell(self, miss)
  local t, mend = self.t, miss.mend
  miss.wanted = wanted_of(miss)
  if mend and mend.turn then
    miss.at, miss.e = turned_span(self, miss)
    miss.found = t:text(miss.at, miss.e)
  elseif miss.kind == "gap" and mend then
    miss.used, miss.e = gap_used(self, miss)
    miss.at = t:skip(miss.at, 2)
    miss.e = miss.e or miss.at
    miss.found = t:text(miss.at, miss.e)
  elseif miss.kind == "guard" then
    local kid = mend.fail.more.kid
    miss.at, miss.e, miss.found = kid.s, kid.e, t:text(kid.s, kid.e)
  elseif mend and mend.relax.to and mend.relax.to > miss.at then
    miss.e, miss.found = mend.relax.to, t:text(miss.at, mend.relax.to)
  elseif mend and (mend.relax.skip or mend.relax.white) then
    if miss.kind == "space" then miss.at = mend.relax.skip end
    local e = t:tokens(miss.at, mend.relax.n)
    miss.e, miss.found = e, t:text(miss.at, e)
  else
    miss.found, miss.at, miss.e = self:found_text(miss.at, 1)
  end
  miss.found = miss.found or ""
  local f = describe[miss.kind]
  if miss.kind == "text" and not miss.tried then
    miss.message = ("expected %s, found %s"):format(
      #miss.wanted > 0 and table.concat(miss.wanted, " or ", 1,
        math.min(4, #miss.wanted)) or "more",
      miss.found ~= "" and "'" .. miss.found .. "'" or "the end")
  else
    f(self, miss)
  end
  return miss
end

return { tell = tell, expected = expected, source_of = source_of,
  place_of = place_of, short = short, show = show }
