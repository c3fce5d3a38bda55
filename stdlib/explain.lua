--[[
`trich explain`: why a rule matched, and why another did not.

    trich explain "Kim ngạch xuất khẩu đạt 8,7 tỷ USD"
    trich explain -r mine.rule --rule seen page.txt:12
    trich explain --type event --json page.html

The argument is a file, a line of a file, or a text. Of what matched: the
rule, the alternatives that were taken, the term or link that gave each field,
and where each value stands. Of what did not: the rules that came furthest,
best first, with the place, what was wanted there, what was found, and the kind
of cause.
]]
local core = require "core"
local engine = require "engine"
local expression = require "expression"
local host = require "host"
local json = require "json"
local explaintext = require "explaintext"
local matched = require "matched"
local mended = require "mended"
local misswords = require "misswords"
local nearmiss = require "nearmiss"
local options = require "options"

local io, ipairs, math, next, pairs, table, tonumber = io, ipairs,
  math, next, pairs, table, tonumber

local _ENV <const> = nil

local MOST_MISSES <const> = 5 -- that are shown where no number is given
local MATTERS <const> = 70 -- score of a miss that is told beside what matched
local OWN <const> = 25 -- by so much the user's rules go before the shipped
local MOST_TOLD <const> = 60 -- near misses that are put into words
local MOST_MENDED <const> = 20000 -- bytes of a text that is tried mended

-- ---------------------------------------------------------------------------
-- What is asked about

-- The definitions that a name or a type means; nil and a message.
local function chosen(program, given)
  local defs, names = {}, {}
  for _, def in ipairs(program.terms) do
    if def.name and def.simple then
      names[def.name], names[def.simple] = true, true
      local record = def.record and def.record.name
      if given.rule and (def.name == given.rule or def.simple == given.rule)
         or given.type and record == given.type
         or not given.rule and not given.type and def.kind == "rule" then
        defs[#defs + 1] = def
      end
    end
  end
  local links = {}
  for _, def in ipairs(program.links) do
    names[def.name], names[def.simple] = true, true
    if given.rule and (def.name == given.rule or def.simple == given.rule) then
      links[#links + 1] = def
    end
  end
  if defs[1] then return defs end
  if links[2] then
    return nil, ("'%s' is the name of several links: %s or %s")
      :format(given.rule, links[1].name, links[2].name)
  end
  if links[1] then return links end
  if given.type and not program.records[given.type] then
    local near = expression.nearest(given.type, program.records)
    return nil, ("there is no record type '%s'%s"):format(given.type,
      near and (" (did you mean '%s'?)"):format(near) or "")
  end
  if given.rule then
    local near = expression.nearest(given.rule, names)
    return nil, ("there is no rule '%s'%s"):format(given.rule,
      near and (" (did you mean '%s'?)"):format(near) or "")
  end
  return defs
end

local function is_file(path)
  if host.isfolder(path) then return false end
  local file = io.open(path, "rb")
  if file then file:close() end
  return file ~= nil
end

-- The bytes to explain, their name, and the line asked for.
local function input(arg)
  if arg == "-" then return host.readfile("-"), "-" end
  local path, line = arg:match("^(.*):(%d+)$")
  if path and is_file(path) then
    local text, message = host.readfile(path)
    return text, path, tonumber(line), message
  end
  if is_file(arg) then
    local text, message = host.readfile(arg)
    return text, arg, nil, message
  end
  -- a word that can only be meant for a file is no text
  local stem = arg:gsub(":%d+$", "")
  if not arg:find("%s") and (stem:find("/", 1, true)
     or stem:find("%.txt$") or stem:find("%.html?$")) then
    return nil, arg, nil, "there is no such file"
  end
  return arg, "text"
end

local function scope_of(doc, line)
  local tokens = core.tokens()
  if not tokens[1] then return 1, 1 end
  local subject = core.subject()
  if not line then return 1, #subject + 1 end
  local from, to
  local n, at = 1, 1
  while n < line do
    local e = doc.bytes:find("\n", at, true)
    if not e then return 1, 1 end
    n, at = n + 1, e + 1
  end
  local low = at - 1
  local high = (doc.bytes:find("\n", at, true) or #doc.bytes + 1) - 1
  for _, token in ipairs(tokens) do
    local e = subject:match("^[\1-\6][\33-\255]*()", token + 1) - 1
    local _, _, start = core.offsets(token, e)
    if start >= low and start < high then
      from = from or token + 1
      to = e + 1
    end
  end
  return from or 1, to or 1
end

local function copy_miss(doc, self, miss)
  misswords.tell(self, miss)
  return { rule = miss.def.name, at = misswords.place_of(miss.def,
      miss.def.node), kind = miss.kind, message = miss.message,
    hint = miss.hint, expected = miss.wanted, found = miss.found,
    nearest = miss.nearest, values = miss.values, sure = miss.tried or false,
    place = matched.view_place(doc, miss.at, miss.e), score = miss.score,
    def = miss.def, span = { miss.start, miss.stop } }
end

-- One near miss for each cause, the others under it.
local function grouped(list, most)
  local out, known, per = {}, {}, {}
  for _, miss in ipairs(list) do
    local p = miss.place
    local key = ("%s %d %d"):format(miss.kind, p.start, p["end"])
    local old = known[key]
    if old then
      if old.rule ~= miss.rule then
        old.also_seen = old.also_seen or {}
        if not old.also_seen[miss.rule] then
          old.also_seen[miss.rule] = true
          old.also = old.also or {}
          table.insert(old.also, miss.rule)
        end
      end
      for _, text in ipairs(miss.expected or {}) do
        local there
        for _, other in ipairs(old.expected or {}) do
          there = there or other == text
        end
        if not there and #(old.expected or {}) < 6 then
          old.expected = old.expected or {}
          table.insert(old.expected, text)
        end
      end
    elseif (per[miss.rule] or 0) < 2 and #out < most then
      per[miss.rule] = (per[miss.rule] or 0) + 1
      known[key] = miss
      out[#out + 1] = miss
    end
  end
  for _, miss in ipairs(out) do miss.also_seen = nil end
  return out
end

-- ---------------------------------------------------------------------------

-- The words of a span of the view: where each stands in the page's text, from 1
-- at `base`, and in the document.
local function words_of(a, b, base)
  local subject, list = core.subject(), {}
  for _, at in ipairs(core.tokens()) do
    if at >= a and at < b then
      local e = subject:match("^[\1-\6][\33-\255]*()", at + 1) - 1
      local from, to, start, stop = core.offsets(at, e)
      list[#list + 1] = { from = from - base + 1, to = to - base + 1,
                          start = start, stop = stop }
    end
  end
  return list
end

-- The bytes of the document for bytes of the region.
local function document_span(doc, ask, s, e)
  local at = ask.region_at
  if ask.region == doc.bytes:sub(at + 1, at + #ask.region) then
    return at + s - 1, at + e - 1
  end
  -- of HTML the region is the page's text: word by word
  local start, stop
  for _, word in ipairs(ask.words) do
    if word.to > s and not start then start = word.start end
    if word.from < e then stop = word.stop end
  end
  start = start or at
  return start, stop and stop > start and stop or start
end

-- What the open page tells; the near misses of its rules into `candidates`.
local function read_page(doc, r, ask, seen, out)
  local page = r.page
  local from, to = scope_of(doc, ask.line)
  local scope = { from = from, to = to, defs = ask.defs,
                  asked = ask.asked ~= nil }
  out.meta = next(r.meta) and r.meta or nil
  page.taken = page.taken or {}
  out.matched = matched.records(doc, page, scope, ask.defs, ask.asked)
  out.lost = matched.lost(doc, page, seen, scope, ask.defs)
  if ask.link then
    out.links = matched.links(doc, scope, ask.link, seen.links)
    return
  end
  local list, finder = nearmiss.find(page, engine.state.program, scope)
  for i = 1, math.min(#list, MOST_TOLD) do
    ask.candidates[i] = copy_miss(doc, finder, list[i])
  end
  if to > from then
    local a = core.sentence(from - 1)
    local _, b = core.sentence(math.min(to - 2, #core.subject() - 2))
    local base, _, start = core.offsets(a, b)
    ask.region, ask.region_at = core.raw(a, b), start
    ask.words = words_of(a, b, base)
  end
end

local function public(fields)
  local shown = {}
  for name, v in pairs(fields or {}) do
    if name:sub(1, 1) ~= "_" then shown[name] = v end
  end
  return next(shown) and shown or nil
end

-- Near misses that a mended text explains.
local function add_mended(doc, ask)
  local region = ask.region
  if not region or #region > MOST_MENDED then return end
  local set = {}
  for _, def in ipairs(ask.defs) do set[def] = true end
  for _, miss in ipairs(mended.find(region, engine.state.program,
      function (def) return set[def] end)) do
    local start, stop = document_span(doc, ask, miss.s, miss.e)
    local line, column = matched.line_column(doc.bytes, start)
    ask.candidates[#ask.candidates + 1] = { rule = miss.def.name,
      at = misswords.place_of(miss.def, miss.def.node), kind = miss.kind,
      message = miss.message, hint = miss.hint, found = miss.found,
      expected = miss.expected and { miss.expected } or {},
      nearest = miss.nearest, sure = true, score = miss.score,
      would = public(miss.thing and miss.thing.fields), def = miss.def,
      place = { start = start, ["end"] = stop, line = line,
        column = column, sentence = region, from = miss.s, to = miss.e,
        text = miss.found } }
  end
end

-- What matched and came to nothing is as near as can be.
local function add_lost(ask, lost)
  for _, one in ipairs(lost) do
    local mine = ask.rule or not one.def.file.shipped
    one.sure = true
    if one.kind == "overlap" then
      -- a rule's own matches overlap as a matter of course
      one.score = mine and one.winner ~= one.def and 68 or 15
    else
      one.score = mine and 92 or ask.asked and 80 or 60
    end
    one.winner = nil
    ask.candidates[#ask.candidates + 1] = one
  end
end

-- The likeliest first, and of those only what matters.
local function ranked(ask, any_matched)
  local list = {}
  -- where all is well and nothing was asked about, the rest is no news
  local least = not ask.asked and any_matched and MATTERS or 0
  for _, one in ipairs(ask.candidates) do
    -- a user's own rules are what a user asks about
    if not ask.asked and not one.def.file.shipped then
      one.score = one.score + OWN
    end
    if one.score >= least then list[#list + 1] = one end
  end
  table.sort(list, function (a, b)
    if a.score ~= b.score then return a.score > b.score end
    if a.place.start ~= b.place.start then
      return a.place.start < b.place.start
    end
    if a.rule ~= b.rule then return a.rule < b.rule end
    return a.message < b.message
  end)
  return grouped(list, ask.count)
end

-- What is to be said of a text. `given`: rule, type, count.
local function explain(bytes, id, line, given, defs)
  local doc = { bytes = bytes, id = id }
  local out = { id = id, matched = {}, lost = {}, near = {} }
  local ask = { line = line, defs = defs, rule = given.rule,
    asked = given.rule or given.type, count = given.count, candidates = {},
    link = defs[1] and defs[1].kind == "link" and defs[1] or nil }
  if ask.link then ask.defs = {} end
  local seen = matched.listener(ask.link)
  matched.index(engine.state.program)
  local result = engine.extract(bytes, { id = id, listener = seen.on },
    function (r)
      if not r.error then read_page(doc, r, ask, seen, out) end
    end)
  if result.error then
    out.error = result.error
    return out
  end
  add_mended(doc, ask)
  add_lost(ask, out.lost)
  out.near = ranked(ask, out.matched[1] ~= nil)
  return out
end

-- As data: without what serves only the text.
local function data_of(out)
  for _, list in ipairs { out.near, out.lost } do
    for _, miss in ipairs(list) do
      miss.def, miss.span, miss.score = nil, nil, nil
    end
  end
  out.lost = nil
  return out
end

local function main(args, opts)
  local given = options.of("explain", args, { flags = { "json" },
    values = { "rule", "type", "count" }, short = { n = "count" } })
  if not given then return 2 end
  if not given[1] or given[2] then
    host.warn("trich explain: name one text, FILE or FILE:LINE\n")
    return 2
  end
  given.count = tonumber(given.count or MOST_MISSES)
  if not given.count then
    host.warn("trich explain: --count needs a number\n")
    return 2
  end
  if not engine.prepare(opts) then return 3 end
  local defs, why = chosen(engine.state.program, given)
  if not defs then
    host.warn(("trich explain: %s\n"):format(why))
    return 2
  end
  local bytes, id, line, bad = input(given[1])
  if not bytes then
    host.warn(("trich explain: %s: %s\n"):format(id, bad or "cannot be read"))
    return 1
  end
  local out = explain(bytes, id, line, given, defs)
  host.write(given.json and json.encode(data_of(out)) .. "\n"
    or explaintext.of(out))
  return out.error and 1 or 0
end

return { main = main, explain = explain, chosen = chosen }
