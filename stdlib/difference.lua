--[[
`trich diff`: what two sets of rules make of the same pages: records gained,
lost and changed, grouped by the rule responsible.

    trich diff old/ new/ pages/
    trich diff --git HEAD~1 HEAD rules/ pages/      two revisions of a folder
    trich diff --no-shipped --fail-on-loss a.rule b.rule pages/
    trich diff --json a.rule b.rule pages/

Both are used beside the rules of -r and (but for --no-shipped) the shipped
ones. With --fail-on-loss the exit status is 1 where a record, or a field of
one, is lost.
]]
local documents = require "documents"
local engine = require "engine"
local host = require "host"
local json = require "json"
local misswords = require "misswords"
local options = require "options"
local revision = require "revision"

local ipairs, math, pairs, table, tostring, type = ipairs, math, pairs, table,
  tostring, type
local decimal = require "decimal"

local _ENV <const> = nil

-- ---------------------------------------------------------------------------
-- Records as they are compared

local function text_of(v)
  if type(v) == "table" and not decimal.is(v) then
    local parts = {}
    for i, item in ipairs(v) do parts[i] = tostring(item) end
    return table.concat(parts, "; ")
  end
  return tostring(v)
end

local function snapshot(record)
  local fields, names = {}, {}
  for name, v in pairs(record.fields) do
    if name:sub(1, 1) ~= "_" then
      fields[name] = text_of(v)
      names[#names + 1] = name
    end
  end
  table.sort(names)
  local parts = { record.type }
  for _, name in ipairs(names) do
    parts[#parts + 1] = name .. "=" .. fields[name]
  end
  local from = {}
  for name, f in pairs(record.from or {}) do from[name] = f.rule end
  return { type = record.type, rule = record.rule, start = record.start,
    stop = record["end"], text = record.text, fields = fields, names = names,
    from = from, key = table.concat(parts, "\0") }
end

-- The records of all documents: { id, records }, in order; nil and a message
-- where the rules do not compile.
local function extract_all(load, paths, report)
  local ok, message = engine.load(load)
  if not ok then return nil, message end
  local list = {}
  for id, bytes in documents.each(paths, report) do
    local result = engine.extract(bytes, { id = id })
    local records = {}
    if result.error then
      report(("%s: %s"):format(id, result.error.message))
    end
    for i, record in ipairs(result.records) do records[i] = snapshot(record) end
    list[#list + 1] = { id = id, records = records }
  end
  return list
end

-- ---------------------------------------------------------------------------
-- Pairing

-- Takes out pairs that `same` finds alike, each record once, in order.
local function take(a, b, key, found)
  local by = {}
  for _, y in ipairs(b) do
    local k = key(y)
    by[k] = by[k] or {}
    table.insert(by[k], y)
  end
  for _, x in ipairs(a) do
    local list = not x.pair and by[key(x)]
    for _, y in ipairs(list or {}) do
      if not y.pair then
        x.pair, y.pair = y, x
        found(x, y)
        break
      end
    end
  end
end

local function overlap(x, y)
  return math.min(x.stop, y.stop) - math.max(x.start, y.start)
end

-- How much two records of a type have in common: equal fields, then the span.
local function likeness(x, y)
  local n = 0
  for name, v in pairs(x.fields) do
    if y.fields[name] == v then n = n + 1 end
  end
  local shared = overlap(x, y)
  if shared <= 0 and n == 0 then return 0 end
  if shared <= 0 and n * 2 < math.max(#x.names, #y.names) then return 0 end
  return n * 1000 + (shared > 0 and 500 + math.min(shared, 400) or 0)
end

-- What is left is paired by likeness, the most alike first.
local function pair_rest(a, b, found)
  local pairs_of = {}
  for i, x in ipairs(a) do
    for j, y in ipairs(b) do
      if not x.pair and not y.pair and x.type == y.type then
        local n = likeness(x, y)
        if n > 0 then
          pairs_of[#pairs_of + 1] = { x = x, y = y, n = n, i = i, j = j }
        end
      end
    end
  end
  table.sort(pairs_of, function (p, q)
    if p.n ~= q.n then return p.n > q.n end
    if p.i ~= q.i then return p.i < q.i end
    return p.j < q.j
  end)
  for _, p in ipairs(pairs_of) do
    if not p.x.pair and not p.y.pair then
      p.x.pair, p.y.pair = p.y, p.x
      found(p.x, p.y)
    end
  end
end

-- The fields that differ: { name, old, new, rule }.
local function changes(x, y)
  local names, seen, list = {}, {}, {}
  for _, record in ipairs { x, y } do
    for _, name in ipairs(record.names) do
      if not seen[name] then
        seen[name] = true
        names[#names + 1] = name
      end
    end
  end
  table.sort(names)
  for _, name in ipairs(names) do
    local old, new = x.fields[name], y.fields[name]
    if old ~= new then
      list[#list + 1] = { name = name, old = old, new = new,
        rule = new and (y.from[name] or y.rule) or x.from[name] or x.rule }
    end
  end
  return list
end

-- ---------------------------------------------------------------------------
-- Comparing

local function group(report, rule)
  local g = report.byrule[rule]
  if not g then
    g = { rule = rule, gained = {}, lost = {}, changed = {} }
    report.byrule[rule] = g
    report.rules[#report.rules + 1] = g
  end
  return g
end

local function entry(id, record)
  return { doc = id, type = record.type, rule = record.rule,
    start = record.start, ["end"] = record.stop, text = record.text,
    fields = record.fields }
end

local function compare_document(report, id, a, b)
  take(a, b, function (r) return r.start .. "-" .. r.stop .. "\0" .. r.key end,
    function (x, y)
      report.same = report.same + 1
      if x.rule ~= y.rule then report.moved = report.moved + 1 end
    end)
  local function changed(x, y)
    local list = changes(x, y)
    if not list[1] then
      report.same = report.same + 1
      return
    end
    report.changed = report.changed + 1
    local one = entry(id, y)
    one.changes = list
    for _, c in ipairs(list) do
      if c.new == nil then report.fields_lost = report.fields_lost + 1 end
    end
    table.insert(group(report, list[1].rule).changed, one)
  end
  take(a, b, function (r) return r.key end, changed)
  pair_rest(a, b, changed)
  for what, list in pairs { lost = a, gained = b } do
    for _, record in ipairs(list) do
      if not record.pair then
        report[what] = report[what] + 1
        table.insert(group(report, record.rule)[what], entry(id, record))
      end
    end
  end
end

-- Compares two lists of { id, records }, of the same documents in the same
-- order.
local function compare(old, new)
  local report = { documents = #old, same = 0, moved = 0, changed = 0,
    gained = 0, lost = 0, fields_lost = 0, rules = {}, byrule = {} }
  for i, a in ipairs(old) do
    compare_document(report, a.id, a.records, new[i].records)
  end
  table.sort(report.rules, function (x, y) return x.rule < y.rule end)
  report.byrule = nil
  return report
end

-- ---------------------------------------------------------------------------
-- As text

local function one_line(one)
  local text = misswords.short((one.text:gsub("%s+", " ")), 70)
  return ("%s:%d: %s '%s'"):format(one.doc, one.start, one.type, text)
end

local function fields_line(one)
  local names, parts = {}, {}
  for name in pairs(one.fields) do names[#names + 1] = name end
  table.sort(names)
  for i, name in ipairs(names) do
    parts[i] = name .. " = " .. misswords.short(one.fields[name], 40)
  end
  return table.concat(parts, ", ")
end

local function as_text(report)
  local lines = {}
  for _, g in ipairs(report.rules) do
    lines[#lines + 1] = ("%s: %d gained, %d lost, %d changed"):format(g.rule,
      #g.gained, #g.lost, #g.changed)
    local function whole(list, sign)
      for _, one in ipairs(list) do
        lines[#lines + 1] = ("  %s %s"):format(sign, one_line(one))
        lines[#lines + 1] = "      " .. fields_line(one)
      end
    end
    whole(g.gained, "+")
    whole(g.lost, "-")
    for _, one in ipairs(g.changed) do
      lines[#lines + 1] = "  ~ " .. one_line(one)
      for _, c in ipairs(one.changes) do
        lines[#lines + 1] = ("      %s: %s -> %s (%s)"):format(c.name,
          c.old or "none", c.new or "none", c.rule)
      end
    end
    lines[#lines + 1] = ""
  end
  lines[#lines + 1] = ("%d documents: %d records the same, %d gained, %d \z
    lost, %d changed"):format(report.documents, report.same, report.gained,
    report.lost, report.changed)
  if report.moved > 0 then
    lines[#lines + 1] = ("%d of the same come from another rule now"):format(
      report.moved)
  end
  return table.concat(lines, "\n") .. "\n"
end

-- ---------------------------------------------------------------------------

local function usage(message)
  host.warn(("trich diff: %s\n"):format(message))
  return 2
end

-- What engine.load takes for each side, and the documents; nil and a message.
local function sides(given, opts)
  local function load(paths, read)
    local all = {}
    for _, path in ipairs(opts.paths) do all[#all + 1] = path end
    for _, path in ipairs(paths) do all[#all + 1] = path end
    return { shipped = opts.shipped, paths = all, read = read }
  end
  if not given.git then
    if #given < 3 then
      return nil, "name two rule files or folders, and a folder of pages"
    end
    return load { given[1] }, load { given[2] }, { table.unpack(given, 3) }
  end
  if #given < 4 then
    return nil, "--git takes two revisions, a rule file or folder, and a \z
      folder of pages"
  end
  local list = {}
  for i = 1, 2 do
    local files, read = revision.open(given[i], given[3])
    if not files then return nil, read end
    list[i] = load(files, read)
  end
  return list[1], list[2], { table.unpack(given, 4) }
end

local function main(args, opts)
  local given = options.of("diff", args,
    { flags = { "json", "git", "fail-on-loss" } })
  if not given then return 2 end
  local a, b, paths = sides(given, opts)
  if not a then return usage(b) end
  local failed = false
  local told = {}
  local function report(text)
    failed = true
    if not told[text] then host.warn(("trich diff: %s\n"):format(text)) end
    told[text] = true
  end
  local old, message = extract_all(a, paths, report)
  local new
  if old then new, message = extract_all(b, paths, report) end
  if not new then
    host.warn(message)
    return 3
  end
  local result = compare(old, new)
  host.write(given.json and json.encode(result) .. "\n" or as_text(result))
  local loss = result.lost + result.fields_lost > 0
  return (failed or given["fail-on-loss"] and loss) and 1 or 0
end

return { main = main, compare = compare, snapshot = snapshot }
