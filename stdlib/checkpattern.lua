--[[
Findings in choices and repetitions, told by what they begin with (starts.lua):

    unreachable   an alternative that an earlier one always takes the place of
    prefix        the same, where the earlier one is the beginning of the later
    greedy        a repetition that takes what must follow it

    require("checkpattern").run(ctx)
]]
local starts = require "starts"
local tree = require "tree"
local unparse = require "unparse"

local ipairs, table = ipairs, table

local _ENV <const> = nil

local function shown(n)
  local text = unparse.pattern(n)
  if #text <= 60 then return text end
  return text:sub(1, 57):gsub("[\128-\255]*$", "") .. "..."
end

-- ---------------------------------------------------------------------------
-- Choices

-- The alternatives of a choice, those of choices in it included.
local function flat(n, list, done)
  for _, p in ipairs(n) do
    local inner = tree.bare(p)
    if inner.tag == "choice" then
      done[inner] = true
      flat(inner, list, done)
    else
      list[#list + 1] = p
    end
  end
  return list
end

local longer_first = "put the longer one first, or both into a vocabulary, of \z
  which the longest phrase wins"

-- before: the sure sets of the alternatives before number j.
local function report_dead(ctx, def, list, j, before)
  local p = list[j]
  for i = 1, j - 1 do
    if tree.begins(p, list[i]) then
      local same = tree.same(p, list[i])
      ctx:report(def.file, p, same and "unreachable" or "prefix",
        ("%s is never reached: %s before it matches %s"):format(shown(p),
          shown(list[i]), same and "the same" or "first"),
        same and "leave one of the two out" or longer_first)
      return true
    end
  end
  local stems = starts.stems(p)
  if not starts.covered(stems, table.unpack(before)) then return false end
  local cover, number = starts.cover_of(stems[1], table.unpack(before))
  local by = list[number]
  if #cover == 0 then
    ctx:report(def.file, p, "unreachable",
      ("%s is never reached: %s before it always matches"):format(shown(p),
        shown(by)), "an alternative that can match nothing comes last")
    return true
  end
  local shorter = #cover < #stems[1]
  ctx:report(def.file, p, shorter and "prefix" or "unreachable",
    ("%s is never reached: %s before it matches %s"):format(shown(p), shown(by),
      shorter and "first" or "the same"),
    shorter and longer_first or "leave one of the two out")
  return true
end

local function vocabulary_of(p)
  p = tree.plain(p)
  return p.tag == "ref" and p.def.kind == "vocabulary" and p or nil
end

-- The phrases of a vocabulary that shorter sequences hide, and the number of
-- the set that hides the first.
local function hidden_by(p, before)
  local hidden, by = {}, nil
  for _, stem in ipairs(starts.stems(p)) do
    local cover, number = starts.cover_of(stem, table.unpack(before))
    if cover and #cover < #stem then
      hidden[#hidden + 1] = '"' .. stem.row.phrase .. '"'
      by = by or number
    end
  end
  return hidden, by
end

local function report_hidden(ctx, def, list, j, before)
  local p = vocabulary_of(list[j])
  if not p then return end
  local hidden, number = hidden_by(p, before)
  if not number then return end
  local n, by = #hidden, list[number]
  local other = vocabulary_of(by)
  local mutual = other and hidden_by(other, { starts.sure(p) })[1]
  ctx:report(def.file, list[j], "prefix",
    ("%s of %s %s never reached here: %s before it matches first"):format(
      n == 1 and hidden[1] or ("%s and %d more"):format(hidden[1], n - 1),
      p.def.simple, n == 1 and "is" or "are", shown(by)),
    mutual and "make one vocabulary of both: its longest phrase wins"
      or ("put %s first"):format(p.def.simple))
end

-- Marks the choices that end a test with & or !: there all alternatives say the
-- same, so nothing is lost where a shorter phrase hides a longer one.
local function mark_ends(p, ends)
  p = tree.bare(p)
  if p.tag == "choice" then
    ends[p] = true
    for _, alternative in ipairs(p) do mark_ends(alternative, ends) end
  elseif p.tag == "seq" then
    mark_ends(p[#p], ends)
  end
end

local function choice(ctx, def, n, done, ends)
  local list = flat(n, {}, done)
  local before = {}
  for j = 2, #list do
    before[j - 1] = starts.sure(list[j - 1])
    if not report_dead(ctx, def, list, j, before) and not ends[n] then
      report_hidden(ctx, def, list, j, before)
    end
  end
end

-- ---------------------------------------------------------------------------
-- Repetitions

-- Whether part i touches what stands before it: "~" reaches over tests.
local function touches(n, i)
  return n[i].adjacent
    or i > 1 and tree.consumes_nothing(n[i - 1]) and touches(n, i - 1)
end

-- The repetition at whose end a part ends: there its inside matches no more (or
-- it has been matched as often as may be). One that may be empty and touches
-- what stands before it says nothing of what follows after white space.
local function last_repeat(p, touching, depth)
  local inner = tree.bare(p)
  if inner.tag == "rep" then
    touching = (touching or inner.adjacent) and inner.min == 0
    return not touching and inner.max ~= 0 and inner or nil
  end
  if inner.tag == "seq" then
    for i = #inner, 1, -1 do
      if not tree.consumes_nothing(inner[i]) then
        return last_repeat(inner[i], touches(inner, i), depth)
      end
    end
  elseif inner.tag == "ref" and inner.def.kind ~= "vocabulary"
    and depth < 5 then
    return last_repeat(inner.def.node.pattern, false, depth + 1)
  end
  return nil
end

local function give_back(rep, follows)
  return ("repetition never gives back; say where it stops: (!%s %s)%s"):format(
    follows.tag == "choice" and "(" .. shown(follows) .. ")" or shown(follows),
    shown(rep.p), rep.max and ("{%d,%d}"):format(rep.min, rep.max)
      or rep.min == 0 and "*" or "+")
end

-- alone: it is only this part of what follows that can never match.
local function report_greedy(ctx, def, part, rep, follows, alone)
  local message
  if rep.max == nil then
    message = ("'%s' also takes %s: %s can never match"):format(shown(rep),
      shown(follows), alone and "here it" or "what follows it")
  elseif rep.max == 1 then
    ctx:report(def.file, part, "greedy",
      ("'%s' cannot be left out: it takes %s, which must follow it"):format(
        shown(rep), shown(follows)),
      "repetition never gives back; leave the mark out, or say what stands "
        .. "before what")
    return
  else
    message = ("'%s' also takes %s: what follows it matches only after all %d")
      :format(shown(rep), shown(follows), rep.max)
  end
  ctx:report(def.file, part, "greedy", message, give_back(rep, follows))
end

local function sequence(ctx, def, n)
  for i = 1, #n - 1 do
    local rep = last_repeat(n[i], touches(n, i), 0)
    local k = i + 1
    while n[k] and tree.consumes_nothing(n[k]) do k = k + 1 end
    local follows = n[k]
    if rep and follows and follows.tag ~= "gap" and rep.min ~= rep.max then
      local takes = starts.sure(rep.p)
      if starts.covered(starts.stems_from(n, k), takes) then
        report_greedy(ctx, def, n[i], rep, follows)
      elseif rep.max == nil then
        local inner = tree.bare(follows)
        local parts = inner.tag == "choice" and inner
          or inner.tag == "rep" and inner.min == 0 and { inner.p } or {}
        for _, p in ipairs(parts) do
          if starts.covered(starts.stems(p), takes) then
            report_greedy(ctx, def, n[i], rep, p, true)
          end
        end
      end
    end
  end
end

local function run(ctx)
  for _, def in ipairs(ctx.defs) do
    local done, ends = {}, {}
    tree.walk(def.node.pattern, function (n)
      if n.tag == "look" and (n.op == "&" or n.op == "!") then
        mark_ends(n.p, ends)
      elseif n.tag == "choice" and not done[n] then
        choice(ctx, def, n, done, ends)
      end
      if n.tag == "seq" then sequence(ctx, def, n) end
    end)
  end
end

return { run = run, shown = shown }
