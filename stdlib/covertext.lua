--[[
What `trich cover` counted: as a table, and as the rule files with counts in the
margin, as text or HTML.
]]
local misswords = require "misswords"

local ipairs, pairs, table = ipairs, pairs, table

local _ENV <const> = nil

-- ---------------------------------------------------------------------------
-- The table

local function add(lines, format, ...)
  lines[#lines + 1] = format:format(...)
end

local function reasons(r)
  local names, parts = {}, {}
  for name in pairs(r or {}) do names[#names + 1] = name end
  table.sort(names)
  for i, name in ipairs(names) do
    parts[i] = ("%s %d"):format(name, r[name])
  end
  return table.concat(parts, ", ")
end

local function rule_rows(lines, data, given)
  local clock = given.clock and ("%9s"):format("ms") or ""
  add(lines, "%-32s %9s %10s%s %8s %7s %7s %7s", "rule", "tried", "entries",
    clock, "matched", "kept", "joined", "lost")
  local total = { tries = 0, entries = 0, matched = 0, kept = 0, joined = 0,
                  lost = 0, nanoseconds = 0 }
  for _, c in ipairs(data.rules) do
    for name in pairs(total) do total[name] = total[name] + (c[name] or 0) end
    add(lines, "%-32s %9d %10d%s %8d %7d %7d %7d  %s", c.name, c.tries,
      c.entries, given.clock
        and ("%9.1f"):format(c.nanoseconds / 1e6) or "", c.matched, c.kept,
      c.joined, c.lost, reasons(c.reasons))
    lines[#lines] = lines[#lines]:gsub(" +$", "")
  end
  add(lines, "%-32s %9d %10d%s %8d %7d %7d %7d", "all", total.tries,
    total.entries, given.clock
      and ("%9.1f"):format(total.nanoseconds / 1e6) or "", total.matched,
    total.kept, total.joined, total.lost)
end

local function idle(lines, data)
  local never = {}
  for _, c in ipairs(data.rules) do
    if c.matched == 0 then never[#never + 1] = c end
  end
  for _, c in ipairs(data.terms) do
    if c.used == 0 and not c.only_looked_for then never[#never + 1] = c end
  end
  for _, c in ipairs(data.links) do
    if c.times == 0 then never[#never + 1] = c end
  end
  if never[1] then
    add(lines, "\nnever fired")
    for _, c in ipairs(never) do add(lines, "  %s: %s", c.at, c.name) end
  end
  local first = true
  for _, list in ipairs { data.rules, data.terms } do
    for _, c in ipairs(list) do
      if (c.matched or 0) + c.used > 0 then
        for _, a in ipairs(c.alternatives) do
          if a.times == 0 then
            if first then add(lines, "\nalternatives never taken") end
            first = false
            add(lines, "  %s: %s, %d of %d: %s", a.at, c.name, a.number, a.of,
              a.pattern)
          end
        end
      end
    end
  end
end

local function conflict_rows(lines, data, given)
  if not data.conflicts[1] then return end
  add(lines, "\noverlaps: who was taken, who was not")
  for i, c in ipairs(data.conflicts) do
    if i > given.top then
      add(lines, "  ... and %d more", #data.conflicts - given.top)
      break
    end
    local text = c.example.text:gsub("%s+", " ")
    local won = c.example.won:gsub("%s+", " ")
    add(lines, "  %6d  %s over %s", c.times, c.winner, c.loser)
    add(lines, "          %s:%d: '%s' over '%s'", c.example.id,
      c.example.start, misswords.short(won, 50), misswords.short(text, 50))
  end
end

local function link_rows(lines, data)
  local first = true
  for _, c in ipairs(data.links) do
    if c.times > 0 then
      if first then add(lines, "\nlinks: values brought") end
      first = false
      add(lines, "  %6d  %s: %s", c.times, c.name, reasons(c.fields))
    end
  end
end

local function missed_rows(lines, data, given)
  local m = data.missed
  if not m then return end
  add(lines, "\namounts that no record took: %d of %d, by the words before",
    m.left, m.figures)
  for i, one in ipairs(m.amounts) do
    if i > given.top then
      add(lines, "  ... and %d more", #m.amounts - given.top)
      break
    end
    local p = one.places[1]
    add(lines, "  %6d  %s [%s]  %s:%d", one.times, one.text,
      misswords.short(p.text, 40), p.id, p.start)
  end
  add(lines, "\ncapitalised words that no record took")
  for i, one in ipairs(m.names) do
    if i > given.top then
      add(lines, "  ... and %d more", #m.names - given.top)
      break
    end
    local p = one.places[1]
    add(lines, "  %6d  %s  %s:%d", one.times, one.text, p.id, p.start)
  end
end

local function as_table(data, given)
  local lines = {}
  add(lines, "%d documents, %d records", data.documents, data.records)
  if data.failed > 0 then add(lines, "%d with an error", data.failed) end
  add(lines, "")
  rule_rows(lines, data, given)
  idle(lines, data)
  conflict_rows(lines, data, given)
  link_rows(lines, data)
  missed_rows(lines, data, given)
  return table.concat(lines, "\n") .. "\n"
end

-- ---------------------------------------------------------------------------
-- Rule files with counts

local function line_starts(source)
  local list = { 1 }
  for at in source:gmatch("\n()") do list[#list + 1] = at end
  return list
end

local function line_at(starts, at)
  local low, high = 1, #starts
  while low < high do
    local mid = (low + high + 1) // 2
    if starts[mid] <= at then low = mid else high = mid - 1 end
  end
  return low
end

-- By line: what stands in its margin.
local function margins(cover, file)
  local starts, margin, idle_lines = line_starts(file.source), {}, {}
  local function note(at, text, none)
    local line = line_at(starts, at)
    margin[line] = margin[line] and margin[line] .. " " .. text or text
    idle_lines[line] = idle_lines[line] or none
  end
  for _, list in ipairs { cover.rules, cover.terms } do
    for _, c in ipairs(list) do
      if c.def.file == file then
        if c.def.kind == "term" then
          note(c.def.node.at, c.looked and "looked for"
            or ("%d"):format(c.used), c.used == 0 and not c.looked)
        elseif c.def.kind == "rule" then
          note(c.def.node.at, ("%d of %d"):format(c.kept, c.matched),
            c.matched == 0)
        else
          note(c.def.node.at, ("%d"):format(c.matched + c.used),
            c.matched + c.used == 0)
        end
      end
    end
  end
  for _, c in pairs(cover.links) do
    if c.def.file == file then
      note(c.def.node.at, ("%d"):format(c.times), c.times == 0)
    end
  end
  return margin, idle_lines, starts
end

-- Every alternative of a file: { at, to, times }, outer ones first.
local function alternatives(cover, file)
  local list = {}
  for _, kind in ipairs { cover.rules, cover.terms } do
    for _, c in ipairs(kind) do
      if c.def.file == file and not c.looked then
        for _, n in ipairs(c.choices) do
          local taken = cover.taken[n] or {}
          for i, a in ipairs(n) do
            list[#list + 1] = { at = a.at, to = a.to, times = taken[i] or 0,
                                number = i }
          end
        end
      end
    end
  end
  return list
end

local function ours(file, shipped) return file.shipped == shipped end

local function lines_of(file, starts)
  local list = {}
  for i, at in ipairs(starts) do
    list[i] = file.source:sub(at, (starts[i + 1] or #file.source + 2) - 2)
  end
  return list
end

-- The counts of the alternatives of each line: 12/0/3.
local function line_alternatives(cover, file, starts)
  local by = {}
  local list = alternatives(cover, file)
  table.sort(list, function (a, b)
    if a.at ~= b.at then return a.at < b.at end
    return a.to > b.to
  end)
  for _, a in ipairs(list) do
    local line = line_at(starts, a.at)
    by[line] = by[line] or {}
    table.insert(by[line], ("%d"):format(a.times))
    if a.times == 0 then by[line].idle = true end
  end
  return by
end

local function as_text(cover, file, lines)
  local margin, idle_lines, starts = margins(cover, file)
  local by = line_alternatives(cover, file, starts)
  add(lines, "%s", file.path)
  for i, text in ipairs(lines_of(file, starts)) do
    local m = margin[i] or ""
    if by[i] then
      m = m .. (m ~= "" and ": " or "") .. table.concat(by[i], "/")
    end
    local none = idle_lines[i] or by[i] and by[i].idle
    if #m > 22 then m = m:sub(1, 21) .. "+" end
    lines[#lines + 1] = (("%22s %s| %s"):format(m, none and "!" or " ", text)
      :gsub(" +$", ""))
  end
  add(lines, "")
end

local escapes <const> = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;",
                          ['"'] = "&quot;" }
local function escape(s) return (s:gsub('[&<>"]', escapes)) end

-- The end of a node without the white space and comments behind it.
local function trimmed(source, at, to)
  local text = source:sub(at, to - 1)
  local before
  repeat
    before = text
    text = text:gsub("%s+$", ""):gsub("\n%s*%-%-[^\n]*$", "")
  until text == before
  return at + #text
end

-- The source with each alternative marked by how often it was taken.
local function marked(cover, file)
  local opens, closes, source = {}, {}, file.source
  for _, a in ipairs(alternatives(cover, file)) do
    a.to = trimmed(source, a.at, a.to)
    opens[a.at] = opens[a.at] or {}
    table.insert(opens[a.at], a)
    closes[a.to] = (closes[a.to] or 0) + 1
  end
  local out = {}
  for at = 1, #source + 1 do
    out[#out + 1] = ("</span>"):rep(closes[at] or 0)
    local here = opens[at] or {}
    table.sort(here, function (a, b) return a.to > b.to end)
    for _, a in ipairs(here) do
      out[#out + 1] = ('<span class="%s" title="%d times">'):format(
        a.times == 0 and "a none" or "a", a.times)
    end
    out[#out + 1] = escape(source:sub(at, at))
  end
  return table.concat(out)
end

local page_head <const> = [[
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>trich cover</title><style>
body { font-family: sans-serif; margin: 2em }
table { border-collapse: collapse; font-family: monospace }
td { padding: 0 .8em 0 0; vertical-align: top; white-space: pre-wrap }
td.n { text-align: right; color: #666; white-space: nowrap }
tr.idle td.n { color: #b00; font-weight: bold }
table.files th, table.files td { text-align: right; padding: 0 1.2em 0 0 }
table.files th:first-child, table.files td:first-child { text-align: left }
span.a { border-bottom: 1px solid #bcd }
span.none { border-bottom: 2px solid #b00; background: #fee }
</style></head><body>
]]

local function as_html(cover, file, lines)
  local margin, idle_lines, starts = margins(cover, file)
  add(lines, '<h2 id="%s">%s</h2>\n<table>', escape(file.path),
    escape(file.path))
  -- a span may run over lines: closed at the end of each, and opened again
  local open, number = {}, 0
  for text in (marked(cover, file) .. "\n"):gmatch("([^\n]*)\n") do
    number = number + 1
    if number > #starts then break end
    local before = table.concat(open)
    for tag in text:gmatch("</?span[^>]*>") do
      if tag == "</span>" then open[#open] = nil
      else open[#open + 1] = tag
      end
    end
    add(lines, '<tr%s><td class="n">%s</td><td>%s%s%s</td></tr>',
      idle_lines[number] and ' class="idle"' or "", margin[number] or "",
      before, text, ("</span>"):rep(#open))
  end
  add(lines, "</table>")
end

-- How many lines have something that is not false.
local function size_of(set)
  local n = 0
  for _, v in pairs(set) do n = n + (v and 1 or 0) end
  return n
end

-- A list of the files: how much of each never did anything there.
local function contents(cover, list, lines)
  add(lines, '<table class="files"><tr><th>file</th><th>rules, terms and \z
    links</th><th>never</th><th>alternatives</th><th>never</th></tr>')
  for _, file in ipairs(list) do
    local margin, idle_lines = margins(cover, file)
    local all, never = alternatives(cover, file), 0
    for _, a in ipairs(all) do never = never + (a.times == 0 and 1 or 0) end
    add(lines, '<tr><td><a href="#%s">%s</a></td><td class="n">%d</td>\z
      <td class="n">%d</td><td class="n">%d</td><td class="n">%d</td></tr>',
      escape(file.path), escape(file.path), size_of(margin),
      size_of(idle_lines), #all, never)
  end
  add(lines, "</table>")
end

-- The rule files in use with counts in the margin.
local function files(cover, list, shipped, given)
  local lines, mine = {}, {}
  for _, file in ipairs(list) do
    if file.items and ours(file, shipped) then mine[#mine + 1] = file end
  end
  local html = given.to == "html"
  if html then
    lines[1] = page_head
    add(lines, "<h1>trich cover</h1><p>%d documents, %d records. In the \z
      margin: records kept of matches; of terms, how often they were part of \z
      a match. Underlined: alternatives, with how often they were taken.</p>",
      cover.documents, cover.records)
    contents(cover, mine, lines)
  else
    add(lines, "%d documents, %d records; in the margin: kept of matched, \z
      then the alternatives of the line; ! never", cover.documents,
      cover.records)
    add(lines, "")
  end
  for _, file in ipairs(mine) do
    (html and as_html or as_text)(cover, file, lines)
  end
  if html then add(lines, "</body></html>") end
  return table.concat(lines, "\n") .. "\n"
end

return { table = as_table, files = files }
