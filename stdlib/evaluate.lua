--[[
`trich eval FOLDER...`: scores what the rules give against gold files. A gold
file is {"doc": FILE, "meta": ..., "records": ...}; it lies in FOLDER or
FOLDER/gold, and its document beside it or one folder up.

    trich eval corpus
    trich eval --json corpus >base.json
    trich eval --baseline base.json corpus      what has changed since
    trich eval --brief corpus                   the table of types alone

Differences are shown in the text, grouped by their likely cause. With a
baseline the exit status is 1 where F1 over all facts is lower than there.
]]
local causes = require "causes"
local engine = require "engine"
local eval = require "eval"
local evalfact = require "evalfact"
local evaltext = require "evaltext"
local functions = require "functions"
local host = require "host"
local json = require "json"
local options = require "options"
local quote = require "quote"

local ipairs, table, type = ipairs, table, type

local _ENV <const> = nil

-- ---------------------------------------------------------------------------
-- Gold and documents

local function read_gold(path)
  local text, message = host.readfile(path)
  if not text then return nil, message end
  local gold, why = host.json(text)
  if type(gold) ~= "table" or type(gold.doc) ~= "string"
     or type(gold.records) ~= "table" then
    return nil, path .. ": " .. (why or 'a gold file needs "doc" and "records"')
  end
  return gold
end

-- Every gold file below a folder: { path, gold }.
local function gold_files(folder, report)
  local found = {}
  for _, place in ipairs { folder, folder .. "/gold" } do
    local names = host.jsonfiles(place) or {}
    table.sort(names)
    for _, name in ipairs(names) do
      local gold, message = read_gold(place .. "/" .. name)
      if gold then
        found[#found + 1] = { place = place, gold = gold }
      else
        report(message)
      end
    end
  end
  return found
end

local function read_document(item)
  for _, place in ipairs { item.place, item.place .. "/.." } do
    local text = host.readfile(place .. "/" .. item.gold.doc)
    if text then return text end
  end
  return nil
end

local function extract(item, text, report)
  local seen, doc = causes.watch(), nil
  local result = engine.extract(text, { id = item.gold.doc,
    listener = seen.on }, function (r)
      if not r.error then doc = causes.document(text, r, seen) end
    end)
  if result.error then
    report(item.gold.doc .. ": " .. result.error.message)
  end
  return { doc = item.gold.doc, gold = item.gold.records,
           got = result.records, page = doc }
end

local function extract_all(folders, report)
  local list = {}
  for _, folder in ipairs(folders) do
    for _, item in ipairs(gold_files(folder, report)) do
      local text = read_document(item)
      if text then
        list[#list + 1] = extract(item, text, report)
      else
        report(("%s: its document is neither beside the gold file nor one \z
          folder up"):format(item.gold.doc))
      end
    end
  end
  return list
end

-- ---------------------------------------------------------------------------
-- Differences by cause

-- Completes each difference of the report with its cause and its place.
local function explain(report, list)
  for i, document in ipairs(report.documents) do
    local one = list[i]
    for _, note in ipairs(document.differences) do
      if one.page then
        local why = causes.of(one.page, one.gold, one.got, note)
        note.cause, note.place, note.by = why.cause, why.place, why.detail
        for k, field in ipairs(why.fields or {}) do
          note.fields[k].cause, note.fields[k].by = field.cause, field.by
        end
      else
        note.cause = "the document was not done"
      end
    end
  end
end

local function by_cause(report)
  local groups, by = {}, {}
  for _, document in ipairs(report.documents) do
    for _, note in ipairs(document.differences) do
      local key = note.type .. ": " .. note.cause
      if note.what ~= "differs" then
        key = ("%s %s: %s"):format(note.type, note.what, note.cause)
      end
      if not by[key] then
        by[key] = { cause = key, facts = 0 }
        groups[#groups + 1] = by[key]
      end
      by[key].facts = by[key].facts + note.fp + note.fn
      table.insert(by[key], { doc = document.doc, note = note })
    end
  end
  table.sort(groups, function (a, b)
    if a.facts ~= b.facts then return a.facts > b.facts end
    return a.cause < b.cause
  end)
  return groups
end

local marks <const> = { missing = "-", extra = "+", differs = "~" }

local function difference(lines, doc, note)
  local p = note.place
  lines[#lines + 1] = ("  %s%s %s %s: %s%s"):format(doc,
    p and (":%d:%d"):format(p.line, p.column) or "", marks[note.what],
    note.type, note.record, note.by and (" (%s)"):format(note.by) or "")
  if p then
    lines[#lines + 1] = quote.lines(p.sentence, p.from, p.to, "    | ")
  end
  if note.what == "differs" then
    for _, field in ipairs(note.fields) do
      lines[#lines + 1] = ("      %s: gold %s, got %s: %s (%s)"):format(
        field.field, evalfact.show(field.gold), evalfact.show(field.got),
        field.cause or "", field.by or "")
    end
  end
end

local function differences(report)
  local lines = {}
  for _, group in ipairs(by_cause(report)) do
    lines[#lines + 1] = ""
    lines[#lines + 1] = ("%s (%d, %d facts)"):format(group.cause, #group,
      group.facts)
    for _, one in ipairs(group) do difference(lines, one.doc, one.note) end
  end
  return lines[1] and table.concat(lines, "\n") .. "\n" or ""
end

-- ---------------------------------------------------------------------------

local function read_baseline(path)
  local text, message = host.readfile(path)
  if not text then return nil, ("%s: %s"):format(path, message) end
  local value, why = host.json(text)
  if type(value) ~= "table" or type(value.types) ~= "table"
     or type(value.micro) ~= "table" then
    return nil, ("%s: %s"):format(path, why
      or "no output of trich eval --json")
  end
  return value
end

-- The documents with differences, one a line.
local function by_document(report)
  local lines = {}
  for _, document in ipairs(report.documents) do
    if document.differences[1] then
      lines[#lines + 1] = ("%s: F1 %.4f, %d missed, %d too many\n"):format(
        document.doc, document.f1, document.fn, document.fp)
    end
  end
  return lines[1] and "\n" .. table.concat(lines) or ""
end

-- Each difference of a report by what it says.
local function by_words(report)
  local set, list = {}, {}
  for _, document in ipairs(report.documents or {}) do
    for _, note in ipairs(document.differences or {}) do
      local parts = { document.doc, marks[note.what], note.type, note.record }
      for _, field in ipairs(note.fields or {}) do
        parts[#parts + 1] = note.what == "differs" and ("%s: gold %s, got %s")
          :format(field.field, evalfact.show(field.gold),
            evalfact.show(field.got))
          or nil
      end
      local words = table.concat(parts, " ")
      if not set[words] then list[#list + 1] = words end
      set[words] = true
    end
  end
  return list, set
end

-- Differences that the baseline has not, and those that are gone.
local function news_of(report, baseline)
  local new, was = {}, {}
  local now_list, now_set = by_words(report)
  local old_list, old_set = by_words(baseline)
  for _, words in ipairs(now_list) do
    if not old_set[words] then new[#new + 1] = words end
  end
  for _, words in ipairs(old_list) do
    if not now_set[words] then was[#was + 1] = words end
  end
  return { scores = evaltext.since(report, baseline), new = new, gone = was }
end

local function news_text(news)
  local lines = {}
  for _, name in ipairs { "new", "gone" } do
    for _, words in ipairs(news[name]) do
      lines[#lines + 1] = ("  %-4s %s\n"):format(name, words)
    end
  end
  return evaltext.since_text(news.scores) .. table.concat(lines)
end

local function write(report, given, baseline)
  local news = baseline and news_of(report, baseline)
  if given.json then
    report.since = news
    host.write(json.encode(report) .. "\n")
    return
  end
  host.write(evaltext.report(report, { differences = false }))
  if not given.brief then
    host.write("\nby field\n" .. evaltext.fields(report))
    host.write(by_document(report))
    host.write(differences(report))
  end
  if news then host.write("\n" .. news_text(news)) end
end

local function main(args, opts)
  local given = options.of("eval", args, { flags = { "json", "brief" },
    values = { "baseline" } })
  if not given then return 2 end
  if not given[1] then
    host.warn("trich eval: name a folder with gold files\n")
    return 2
  end
  local baseline, bad
  if given.baseline then
    baseline, bad = read_baseline(given.baseline)
    if not baseline then
      host.warn(("trich eval: %s\n"):format(bad))
      return 2
    end
  end
  if not engine.prepare(opts) then return 3 end
  local failed = false
  local list = extract_all(given, function (text)
    failed = true
    host.warn("trich eval: " .. text .. "\n")
  end)
  if not list[1] then
    host.warn("trich eval: no gold file there\n")
    return 1
  end
  local report = eval.score(list, { fold = functions.fold })
  explain(report, list)
  write(report, given, baseline)
  if baseline and report.micro.f1 < baseline.micro.f1 then failed = true end
  return failed and 1 or 0
end

return { main = main }
