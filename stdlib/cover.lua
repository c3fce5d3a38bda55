--[[
`trich cover`: what rules do on a folder of pages: how often each rule and each
alternative fired, which never did, which rules stand in each other's way, what
each cost, and which figures and names no record took.

    trich cover pages/
    trich cover -r mine.rule -t text pages/      the rule files, with counts
    trich cover -t html -o cover.html pages/
    trich cover --missed pages/                  what no record took
    trich cover --json --clock pages/

Costs are counted in entries of terms, the same on every machine; --clock adds
time. Rules are those named by -r, or else the shipped ones.
]]
local core = require "core"
local covertext = require "covertext"
local documents = require "documents"
local engine = require "engine"
local host = require "host"
local json = require "json"
local missed = require "missed"
local misswords = require "misswords"
local options = require "options"
local tracer = require "tracer"

local ipairs, next, pairs, table, tonumber = ipairs, next, pairs, table,
  tonumber

local _ENV <const> = nil

-- ---------------------------------------------------------------------------
-- Counting

-- Every choice of a pattern, but for what is only looked for: of that a match
-- keeps nothing.
local function choices(n, list)
  if n.tag == "look" then return list end
  if n.tag == "choice" then list[#list + 1] = n end
  if n.p then choices(n.p, list) end
  for _, part in ipairs(n) do choices(part, list) end
  return list
end

-- The terms that can be part of a match; where `looks`, those too that are only
-- looked for.
local function parts(n, into, looks)
  if n.tag == "look" and not looks then return end
  if n.tag == "ref" and not into[n.def] and n.def.kind ~= "vocabulary" then
    into[n.def] = true
    parts(n.def.node.pattern, into, looks)
  end
  if n.p then parts(n.p, into, looks) end
  for _, part in ipairs(n) do parts(part, into, looks) end
end

local function new_count(def)
  return { def = def, tries = 0, entries = 0, matched = 0, kept = 0, lost = 0,
    used = 0, joined = 0, reasons = {}, nanoseconds = 0,
    choices = choices(def.node.pattern, {}) }
end

-- Counts what a match was made of: terms, and alternatives of choices.
local function count_tree(cover, m)
  for _, ev in ipairs(m.ev) do
    if ev.tag == "alt" then
      local taken = cover.taken[ev.node]
      if not taken then
        taken = {}
        cover.taken[ev.node] = taken
      end
      taken[ev.i] = (taken[ev.i] or 0) + 1
    elseif ev.tag == "kid" and ev.def then
      local c = cover.of[ev.def]
      if c then c.used = c.used + 1 end
      if ev.ev then count_tree(cover, ev) end
    end
  end
end

local function place_of(id, m)
  local _, _, s, e = core.offsets(m.s, m.e)
  return { id = id, start = s, ["end"] = e, text = core.raw(m.s, m.e) }
end

-- Notes that one rule's match kept out another's.
local function conflict(cover, id, winner, m)
  local key = winner.def.name .. "\0" .. m.def.name
  local c = cover.conflicts[key]
  if not c then
    c = { winner = winner.def.name, loser = m.def.name, times = 0,
          example = place_of(id, m) }
    c.example.won = core.raw(winner.s, winner.e)
    cover.conflicts[key] = c
  end
  c.times = c.times + 1
end

-- The taken match that stands in the way of another.
local function in_the_way(page, m)
  local name = m.def.record and m.def.record.name
  for i = #page.taken, 1, -1 do
    local other = page.taken[i]
    if other.s <= m.s and other.e > m.s and (other.def == m.def
       or name and other.def.record and other.def.record.name == name
       and m.def.node.makes and other.def.node.makes) then
      return other
    end
  end
end

local function listener(cover, seen)
  return {
    lost = function (_, m, why) seen[#seen + 1] = { m = m, why = why } end,
    made = function (page, thing, m)
      local c = cover.of[m.def]
      c.kept = c.kept + 1
      thing.match = m
      page.taken = page.taken or {}
      page.taken[#page.taken + 1] = m
    end,
    added = function (_, m)
      local c = cover.of[m.def]
      c.kept = c.kept + 1
    end,
    joined = function (_, keep, other)
      keep.others = keep.others or {}
      table.insert(keep.others, other)
      for _, one in ipairs(other.others or {}) do
        table.insert(keep.others, one)
      end
      local c = other.match and cover.of[other.match.def]
      if c then c.joined = c.joined + 1 end
    end }
end

local function count_links(cover, page)
  for _, list in pairs(page.records) do
    for _, thing in ipairs(list) do
      for name, span in pairs(thing.spans) do
        local c = span.rule and cover.links[span.rule]
        if c and thing.fields[name] ~= nil then
          c.times = c.times + 1
          c.fields[name] = (c.fields[name] or 0) + 1
        end
      end
    end
  end
end

local function count_page(cover, r, id, seen)
  local page = r.page
  page.taken = page.taken or {}
  local t = tracer.new(page.program, page.values)
  for _, m in ipairs(page.matches) do
    local c = cover.of[m.def]
    c.matched = c.matched + 1
    local tree = t:run(m.def, m.s + 1, { pure = true })
    if tree then count_tree(cover, tree) end
  end
  for _, one in ipairs(seen) do
    local c = cover.of[one.m.def]
    c.lost = c.lost + 1
    c.reasons[one.why] = (c.reasons[one.why] or 0) + 1
    local winner = one.why == "overlap" and in_the_way(page, one.m)
    if winner then conflict(cover, id, winner, one.m) end
  end
  for _, thing in ipairs(page.output) do
    cover.records = cover.records + 1
    cover.types[thing.type] = (cover.types[thing.type] or 0) + 1
  end
  count_links(cover, page)
  if cover.missed then missed.collect(cover.missed, page, id) end
end

local function new_cover(program, given)
  local cover = { of = {}, rules = {}, terms = {}, links = {}, taken = {},
    conflicts = {}, documents = 0, records = 0, types = {}, failed = 0,
    missed = given.missed and missed.new(program) or nil }
  local used, reached = {}, {}
  for _, def in ipairs(program.rules) do
    parts(def.node.pattern, used, false)
    parts(def.node.pattern, reached, true)
  end
  for _, def in ipairs(program.terms) do
    local c = new_count(def)
    cover.of[def] = c
    c.looked = def.kind == "term" and reached[def] and not used[def]
      or nil
    if def.kind == "term" then cover.terms[#cover.terms + 1] = c
    else cover.rules[#cover.rules + 1] = c
    end
  end
  for _, def in ipairs(program.links) do
    cover.links[def.name] = { def = def, times = 0, fields = {} }
  end
  return cover
end

-- Runs the loaded rules over documents. Plain counts, but for `def`s.
local function cover_documents(paths, given, report)
  local program = engine.state.program
  local cover = new_cover(program, given)
  core.clocked(given.clock == true)
  for id, bytes in documents.each(paths, report) do
    local seen = {}
    local result = engine.extract(bytes, { id = id,
      listener = listener(cover, seen) }, function (r)
        if not r.error then count_page(cover, r, id, seen) end
      end)
    cover.documents = cover.documents + 1
    if result.error then
      cover.failed = cover.failed + 1
      report(("%s: %s"):format(id, result.error.message))
    end
  end
  core.clocked(false)
  local costs = core.costs()
  for i, def in ipairs(program.rules) do
    local c = cover.of[def]
    c.tries, c.entries = costs[3 * i - 2], costs[3 * i - 1]
    c.nanoseconds = costs[3 * i]
    if def.kind ~= "rule" then c.kept = c.matched - c.lost end
  end
  return cover
end

-- ---------------------------------------------------------------------------
-- As data

local function sorted_conflicts(cover)
  local list = {}
  for _, c in pairs(cover.conflicts) do list[#list + 1] = c end
  table.sort(list, function (a, b)
    if a.times ~= b.times then return a.times > b.times end
    if a.winner ~= b.winner then return a.winner < b.winner end
    return a.loser < b.loser
  end)
  return list
end

local function alternatives_of(cover, c)
  local list = {}
  for _, n in ipairs(c.choices) do
    for i, alternative in ipairs(n) do
      local taken = cover.taken[n]
      list[#list + 1] = { number = i, of = #n,
        times = taken and taken[i] or 0,
        at = misswords.place_of(c.def, alternative),
        pattern = misswords.short(misswords.source_of(c.def, alternative),
          60) }
    end
  end
  return list
end

local function name_of(def)
  if def.kind ~= "ignore" then return def.name end
  local line = misswords.place_of(def, def.node):match("[^/]*$")
  return ("ignore %s %s"):format(def.node.of, line)
end

local function data_of(cover, mine, given)
  local out = { documents = cover.documents, records = cover.records,
    types = next(cover.types) and cover.types or nil, failed = cover.failed,
    rules = {}, terms = {}, links = {}, conflicts = sorted_conflicts(cover),
    missed = cover.missed and missed.report(cover.missed) or nil }
  for _, list in ipairs { "rules", "terms" } do
    for _, c in ipairs(cover[list]) do
      if mine(c.def) then
        local one = { name = name_of(c.def), kind = c.def.kind,
          at = misswords.place_of(c.def, c.def.node),
          alternatives = alternatives_of(cover, c), used = c.used,
          only_looked_for = c.looked }
        if c.def.kind ~= "term" then
          one.tries, one.entries, one.matched = c.tries, c.entries, c.matched
          one.kept, one.lost, one.joined = c.kept, c.lost, c.joined
          one.reasons = next(c.reasons) and c.reasons or nil
          one.nanoseconds = given.clock and c.nanoseconds or nil
        end
        out[list][#out[list] + 1] = one
      end
    end
  end
  for _, def in ipairs(engine.state.program.links) do
    local c = cover.links[def.name]
    if mine(def) then
      out.links[#out.links + 1] = { name = def.name, times = c.times,
        at = misswords.place_of(def, def.node),
        fields = next(c.fields) and c.fields or nil }
    end
  end
  return out
end

-- ---------------------------------------------------------------------------

local spec <const> = { flags = { "json", "missed", "clock" },
  values = { "to", "top" }, short = { t = "to", n = "top" } }
local formats <const> = { table = true, text = true, html = true }

local function usage(message)
  host.warn(("trich cover: %s\n"):format(message))
  return 2
end

local function main(args, opts)
  local given = options.of("cover", args, spec)
  if not given then return 2 end
  given.to = given.to or "table"
  given.top = tonumber(given.top or 20)
  if not given[1] then return usage "name a folder or files" end
  if not formats[given.to] then
    return usage(("unknown format '%s': table, text or html")
      :format(given.to))
  end
  if not given.top then return usage "--top needs a number" end
  if not engine.prepare(opts) then return 3 end
  local failed = false
  local cover = cover_documents(given, given, function (text)
    failed = true
    host.warn(("trich cover: %s\n"):format(text))
  end)
  local shipped = not opts.paths[1]
  local data = data_of(cover, function (def)
    return def.file.shipped == shipped
      or not shipped and not opts.shipped and not def.file.shipped
  end, given)
  if given.json then host.write(json.encode(data) .. "\n")
  elseif given.to == "table" then host.write(covertext.table(data, given))
  else
    host.write(covertext.files(cover, engine.state.base.files, shipped, given))
  end
  return failed and 1 or 0
end

return { main = main, documents = cover_documents, data = data_of }
