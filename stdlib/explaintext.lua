--[[
What `trich explain` found, for a terminal.

    local explaintext = require "explaintext"
    host.write(explaintext.of(out))
]]
local misswords = require "misswords"
local quote = require "quote"

local ipairs, math, pairs, table, tostring, type = ipairs, math, pairs, table,
  tostring, type

local _ENV <const> = nil

local titles = {
  lookalike = "a letter that only looks right", space = "white space",
  form = "the form in which it is written",
  vocabulary = "a word missing from a vocabulary", spelling = "spelling",
  text = "another text stands there", missing = "something is missing",
  between = "something stands between", gap = "the gap is too short",
  guard = "a guard says no", look = "a condition says no",
  anchor = "the wrong place", order = "an earlier alternative took it",
  greedy = "a repetition took it", phrase = "a longer phrase took it",
  overlap = "it lost to another match",
  ignored = "it stands in what is ignored",
  needs = "what it needs is not there", target = "nothing to add to",
  merged = "it was joined to another record" }

-- ---------------------------------------------------------------------------
-- As text

local function shown(v)
  if type(v) ~= "table" then return tostring(v) end
  if v[1] == nil then return tostring(v) end
  local parts = {}
  for i, item in ipairs(v) do parts[i] = tostring(item) end
  return table.concat(parts, "; ")
end

local function where(id, p)
  return ("%s:%d:%d"):format(id, p.line, p.column)
end

local function field_line(id, f)
  local how = {}
  if f.from then
    how[1] = ("%s %s"):format(f.by, f.from)
  else
    if f.capture then how[1] = f.capture end
    if f.terms and f.terms[1] then
      how[#how + 1] = table.concat(f.terms, " > ")
    end
    if f.set then how[#how + 1] = "set " .. f.set end
    if f.default then how[#how + 1] = "the record's default" end
  end
  if f.place then how[#how + 1] = where(id, f.place) end
  local doubts = f.doubts and (" "):rep(19) .. "but see: "
    .. table.concat(f.doubts, "; ") .. "\n" or ""
  return ("    %-14s %s\n%s%s"):format(f.name, shown(f.value),
    how[1] and (" "):rep(19) .. table.concat(how, " | ") .. "\n" or "",
    doubts)
end

local function matched_text(out, lines)
  for _, r in ipairs(out.matched) do
    lines[#lines + 1] = ("%s by %s (%s)\n"):format(r.type, r.rule, r.at or "")
    if r.place then
      lines[#lines + 1] = ("  %s\n%s\n"):format(where(out.id, r.place),
        quote.lines(r.place.sentence, r.place.from, r.place.to, "  | "))
    end
    for _, a in ipairs(r.alternatives) do
      lines[#lines + 1] = ("    alternative %d of %d: %s (%s)\n"):format(
        a.number, a.of, a.pattern, a.at)
    end
    for _, f in ipairs(r.fields) do
      lines[#lines + 1] = field_line(out.id, f)
    end
    for _, a in ipairs(r.added) do
      lines[#lines + 1] = ("    added by %s at %s: %s%s\n"):format(a.rule,
        where(out.id, a.place), table.concat(a.fields, ", "), a.kept_out
          and (" (there already: %s)"):format(table.concat(a.kept_out, ", "))
          or "")
    end
    for _, j in ipairs(r.joined) do
      lines[#lines + 1] = ("    joined with %s at %s: '%s'\n"):format(j.rule,
        where(out.id, j.place), misswords.short(j.place.text, 60))
    end
    lines[#lines + 1] = "\n"
  end
end

local function miss_text(id, i, miss, lines)
  lines[#lines + 1] = ("%d. %s (%s): %s\n"):format(i, miss.rule, miss.at,
    titles[miss.kind] or miss.kind)
  lines[#lines + 1] = ("%s: %s\n%s\n"):format(where(id, miss.place),
    miss.message, quote.lines(miss.place.sentence, miss.place.from,
      miss.place.to, "  | "))
  if miss.hint then lines[#lines + 1] = ("  %s\n"):format(miss.hint) end
  if miss.expected and #miss.expected > 1 and miss.sure then
    lines[#lines + 1] = ("  would do there: %s\n"):format(
      table.concat(miss.expected, ", "))
  end
  if miss.would then
    local names, parts = {}, {}
    for name in pairs(miss.would) do names[#names + 1] = name end
    table.sort(names)
    for k, name in ipairs(names) do
      parts[k] = name .. " = " .. shown(miss.would[name])
    end
    lines[#lines + 1] = ("  mended it gives: %s\n"):format(
      table.concat(parts, ", "))
  end
  if not miss.sure then
    lines[#lines + 1] = "  (this is how far it came; more may be amiss)\n"
  end
  if miss.also then
    lines[#lines + 1] = ("  likewise: %s\n"):format(
      table.concat(miss.also, ", ", 1, math.min(6, #miss.also)))
  end
  lines[#lines + 1] = "\n"
end

-- What one link did, record by record.
local function link_text(out)
  local lines = {}
  for _, one in ipairs(out.links) do
    lines[#lines + 1] = ("%s by %s\n  %s\n%s\n"):format(one.type, one.rule,
      where(out.id, one.place), quote.lines(one.place.sentence,
        one.place.from, one.place.to, "  | "))
    for _, f in ipairs(one.fields) do
      lines[#lines + 1] = field_line(out.id, f)
    end
    if one.message then
      lines[#lines + 1] = ("    nothing: %s\n"):format(one.message)
    end
    lines[#lines + 1] = "\n"
  end
  return lines[1] and table.concat(lines) or "no record for it here\n"
end

local function text_of(out)
  local lines = {}
  if out.error then
    return ("error: %s\n"):format(out.error.message)
  end
  if out.links then return link_text(out) end
  lines[#lines + 1] = out.matched[1] and "matched\n\n" or "nothing matched\n\n"
  matched_text(out, lines)
  if out.near[1] then
    lines[#lines + 1] = "not matched, the nearest first\n\n"
    for i, miss in ipairs(out.near) do miss_text(out.id, i, miss, lines) end
  elseif not out.matched[1] then
    lines[#lines + 1] = "no rule came past its first word here\n"
  end
  return table.concat(lines)
end

-- As data: without what only serves the text.
return { of = text_of }
