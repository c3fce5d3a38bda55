--[[
The engine as the host and scripts see it: load rules, extract pages.

    local engine = require "engine"
    engine.load { shipped = true, paths = { "mine.rule" } }
        --> true, or nil and what is wrong
    local result = engine.extract("Kim ngạch xuất khẩu đạt 8,7 tỷ USD")
    result.records[1].fields.value  --> 8700000000

A result is what vm/emit.h prints: id, meta, records, warnings, error.
]]
local base = require "base"
local budget = require "budget"
local choice = require "choice"
local compile = require "compile"
local core = require "core"
local functions = require "functions"
local host = require "host"
local records = require "records"
local rehearsal = require "rehearsal"

local error, ipairs, pairs, pcall, table, tostring, type = error, ipairs, pairs,
  pcall, table, tostring, type
local collectgarbage, setmetatable = collectgarbage, setmetatable

local _ENV <const> = nil

-- Of the loaded rules: program, base; disk: the files that were asked for, each
-- with its stamp (host.stamp) just before, false where there was none; choice:
-- of what is printed.
local state = { disk = {} }

-- ---------------------------------------------------------------------------
-- Loading

local function reader(path, shipped, root)
  if shipped then
    local text = host.baked(path)
    return text, not text and "it is not part of the program" or nil
  end
  state.disk[path] = state.disk[path] or host.stamp(path) or false
  return host.readrule(path, root)
end

-- As reader, but asks `read` first for what is not shipped; it gives false for
-- what is none of its own.
local function reader_with(read)
  return function (path, shipped, root)
    if shipped then return reader(path, true) end
    local text, message = read(path)
    if text == false then return host.readrule(path, root) end
    return text, message, text == nil
  end
end

-- All problems, each with its place, the quoted line and what to do.
local function render(problems)
  local out = {}
  for _, p in ipairs(problems) do
    out[#out + 1] = p.nowhere and ("%s: %s\n"):format(p.file.path, p.message)
      or host.render(p.file.path, p.file.source, p.at, p.to, "error",
        p.message, p.hint or "")
  end
  return (table.concat(out):gsub("%z", "?"))
end

-- The problems of a base file by file, from top to bottom, each told once.
local function in_order(problems)
  local rank, list, told = {}, {}, {}
  for i, p in ipairs(problems) do
    rank[p.file] = rank[p.file] or i
    local key = ("%d %d %s"):format(rank[p.file], p.at, p.message)
    if not told[key] then list[#list + 1] = p end
    told[key] = true
    rank[p] = i
  end
  table.sort(list, function (a, b)
    if a.file ~= b.file then return rank[a.file] < rank[b.file] end
    if a.at ~= b.at then return a.at < b.at end
    return rank[a] < rank[b]
  end)
  return list
end

-- The files meant by a path of -r: a file, those of a folder, or the package of
-- that name in the search path; for the latter two with that folder. Nil and a
-- message where the folder cannot be read, or has none.
local function paths_of(b, path)
  if host.isfolder(path) then
    local files, message = host.rulefiles(path)
    if files and not files[1] then
      return nil, ("%s: a folder without .rule files\n"):format(path)
    end
    return files, message or path:gsub("/*$", "/")
  end
  if path:find("^%l[%l%d_.]*$") and not b.reader(path, false) then
    local package, root = b:search_for(path)
    if package then return { package }, root end
  end
  return { path }
end

-- The words of every vocabulary named Abbreviation, each on a line, folded.
local function abbreviations(b)
  local words = {}
  for _, def in pairs(b.vocabularies) do
    if def.simple == "Abbreviation" then
      for _, row in ipairs(def.list) do
        words[#words + 1] = functions.fold(row.phrase) .. "\n"
      end
    end
  end
  table.sort(words)
  return table.concat(words)
end

-- The shipped rules as they came with the program: program, base. The first
-- load takes them, or forgets them.
local ready

-- The rules, links and merges are numbered in this order, rules as in C.
local function number_all(program)
  program.numbered = {}
  for _, list in ipairs { program.rules, program.links, program.merges } do
    for _, def in ipairs(list) do
      program.numbered[#program.numbered + 1] = def
      def.serial = #program.numbered
    end
  end
end

local function plain(options)
  return options.shipped and not options.read and not (options.paths or {})[1]
end

-- Which records and fields are printed from now on: texts of choice.lua, nil
-- for all. False and a message where one is wrong.
local function choose(where, fields)
  local problem
  state.choice, problem = choice.new(state.program, where, fields)
  if state.choice then return true end
  return false, type(problem) == "table" and render(problem) or problem
end

-- Reads and compiles: the base, and the program where there are no problems;
-- or nil and a message.
local function build(options, read)
  budget.renew()
  local b = base.new(read, host.searchpath())
  for _, given in ipairs(options.paths or {}) do
    local files, root = paths_of(b, given)
    if not files then return nil, root end
    for _, path in ipairs(files) do
      b:add(path, { shipped = false, root = root })
    end
  end
  if options.shipped then
    for _, name in ipairs(host.bakedrules()) do
      b:add(name, { shipped = true })
    end
  end
  b:finish()
  return b, not b.unread and compile.compile(b) or nil
end

-- `read`, which reads each file that the user named once: it can be a pipe.
local function once(read)
  local known = {}
  return function (path, shipped, root)
    if shipped or root then return read(path, shipped, root) end
    local result = known[path]
    if not result then
      result = table.pack(read(path, shipped))
      known[path] = result
    end
    return table.unpack(result, 1, result.n)
  end
end

-- Most of what is made while rules are compiled stays: the collector looks for
-- garbage less often, but for `options.dense`, where nothing may lie between.
local function load(options)
  state.disk = {}
  if ready and plain(options) then
    state.program, state.base = ready.program, ready.base
    return true
  end
  ready = nil
  if not options.dense then collectgarbage("incremental", 400) end
  local read = once(options.read and reader_with(options.read) or reader)
  local paths = options.paths or {}
  if paths[1] then
    for _, path in ipairs(paths) do
      if not host.isfolder(path) then read(path, false) end
    end
    local ok, message = rehearsal.run(function (some)
      build(setmetatable({ paths = some }, { __index = options }), read)
    end, paths)
    if not ok then return nil, message end
  end
  local b, program = build(options, read)
  if not b then return nil, program end
  state.base = b
  if not program then
    local problems = in_order(b.problems)
    return nil, render(problems), problems
  end
  state.program = program
  number_all(program)
  core.abbreviations(abbreviations(b))
  return true
end

-- Loads rules for a command: what is wrong with them is told, and false given.
local function prepare(options)
  local ok, message = load { shipped = options.shipped, paths = options.paths }
  if not ok then host.warn(message) end
  return ok
end

-- ---------------------------------------------------------------------------
-- Extracting

local function fields_in_order(record)
  if not record.public then
    record.public = {}
    for _, name in ipairs(record.order) do
      if name:sub(1, 1) ~= "_" then
        record.public[#record.public + 1] = name
      end
    end
  end
  return record.public
end

local function public_fields(thing, order)
  local fields = {}
  for _, name in ipairs(order) do fields[name] = thing.fields[name] end
  return fields
end

local function printed(program, thing)
  local order = fields_in_order(program.records[thing.type])
  if state.choice then order = state.choice:order(order) end
  local from_page, to_page, start, stop = core.offsets(thing.s, thing.e)
  local record = { type = thing.type, rule = thing.rule, start = start,
    ["end"] = stop, text = core.raw(thing.s, thing.e),
    xpath = core.xpath(from_page, to_page), at = { from_page, to_page },
    fields = public_fields(thing, order), order = order }
  if thing.from then
    record.from = {}
    for name, span in pairs(thing.from) do
      local _, _, s, e = core.offsets(span.s, span.e)
      record.from[name] = { start = s, ["end"] = e, rule = span.rule }
    end
  end
  return record
end

-- What the page says of itself: first what its markup says, then what the rules
-- of the `page` record found in its text. What only the caller knows serves
-- the rules, and is not printed.
local function meta_of(page, info)
  local meta = {}
  for name, v in pairs(page:pagerecord() and page:pagerecord().fields or {}) do
    if name:sub(1, 1) ~= "_" then meta[name] = v end
  end
  for _, name in ipairs { "published", "outlet" } do
    if info[name] and not (info.meta and info.meta[name])
       and meta[name] == info[name] and not page:pagerecord().spans[name] then
      meta[name] = nil
    end
  end
  return meta
end

-- The name of the rule or link of that number, or nil.
local function rule_name(number)
  local def = state.program and state.program.numbered[number]
  return def and def.name
end

-- Which files the loaded rules were read from, each with its stamp, in order.
local function identity()
  local list = {}
  for path, stamp in pairs(state.disk) do
    list[#list + 1] = ("%s %s"):format(path, stamp or "-"):gsub("%c", "?")
  end
  table.sort(list)
  return table.concat(list, ", ")
end

-- The files that the loaded rules, or those that could not be loaded, were read
-- from or looked for, each with a NUL behind, in order.
local function sources()
  local list = {}
  for path in pairs(state.disk) do list[#list + 1] = path .. "\0" end
  table.sort(list)
  return table.concat(list)
end

-- The kind of error that hitting a limit is.
local function kind_of(limit)
  if limit:find("DEPTH", 1, true) then return "depth" end
  if limit:find("BYTES", 1, true) or limit:find("BLOCK", 1, true) then
    return "memory"
  end
  return "budget"
end

-- The error of a result, of whatever was raised.
local function failure(raised, culprit, hit)
  if type(raised) == "table" and raised.kind then return raised end
  -- the place in a package's functions without its folder; none in stdlib
  local message = tostring(raised):gsub("^stdlib/[^\n]-:%d+: ", "")
    :gsub("^expression:%d+: ", "")
    :gsub("^[^\n]-([^/\n]+:%d+: )", "%1")
  local limit, rule = core.limit(), rule_name(core.working())
  if hit or budget.limit() then
    limit, rule = hit or budget.limit(), culprit and culprit.name
  elseif not limit and message:find("not enough memory", 1, true) then
    return { kind = "memory", limit = budget.refused(), message = message }
  end
  if limit then
    return { kind = kind_of(limit), limit = limit, message = message,
             rule = rule }
  end
  return { kind = "rule", message = message, rule = culprit and culprit.name }
end

local function warn_of_encoding(page)
  local name = core.guessed()
  if name then
    table.insert(page.warnings, 1, { kind = "encoding", message =
      ("its bytes are taken for %s by what they look like (--encoding=%s \z
        says so)"):format(name, name) })
  end
end

-- What --where says of a record; an expression that raises is told once.
local function wanted(thing, result)
  if not state.choice then return true end
  local ok, want = pcall(state.choice.wants, state.choice, thing, result.meta)
  if not ok then result.error = result.error or failure(want) end
  return ok and want
end

-- About how many bytes a record takes in any output.
local function size_of(record)
  local n = 100 + #record.text + (record.xpath and #record.xpath or 0)
  for _, name in ipairs(record.order) do
    local v = record.fields[name]
    n = n + #name
    if type(v) == "string" then n = n + #v
    elseif type(v) == "table" then
      for _, item in ipairs(v) do n = n + #tostring(item) + 3 end
    end
  end
  return n
end

-- Two places of a page can stand for the same raw bytes, and those are printed:
-- their order is made here, of records that are in order of their places.
local function in_raw_order(list)
  local rank
  local function before(a, b)
    if a.start ~= b.start then return a.start < b.start end
    if a["end"] ~= b["end"] then return a["end"] > b["end"] end
    return rank and rank[a] < rank[b]
  end
  local sorted = true
  for i = 2, #list do sorted = sorted and not before(list[i], list[i - 1]) end
  if sorted then return end
  rank = {}
  for i, record in ipairs(list) do rank[record] = i end
  table.sort(list, before)
end

-- Puts the records of a page into its result: as many as BUDGET_OUTPUT bytes
-- hold.
local function print_all(program, page, result)
  local list, left = result.records, budget.most "BUDGET_OUTPUT"
  for _, thing in ipairs(page.output) do
    if wanted(thing, result) then
      local record = printed(program, thing)
      left = left - size_of(record)
      if left < 0 then
        result.error = result.error or { kind = "budget",
          limit = "BUDGET_OUTPUT", rule = thing.rule,
          message = ("the page hit the limit BUDGET_OUTPUT (%d)"):format(
            budget.most "BUDGET_OUTPUT") }
        return
      end
      list[#list + 1] = record
    end
  end
end

-- Extracts the page that is open in the host. `info`: id, published, outlet,
-- meta (of the markup), reference, error (why the page is not whole).
local function run(info)
  local program = state.program
  local result = { id = info.id, meta = info.meta or {}, records = {} }
  program.running = nil
  local page = records.extract(program,
    { reference = info.reference, meta = info.meta, known = info,
      listener = info.listener, cut = info.error ~= nil, upto = info.upto })
  result.error = info.error
  warn_of_encoding(page)
  if page.raised then
    result.error = failure(page.raised, page.culprit, page.limit)
  end
  result.meta = meta_of(page, info)
  print_all(program, page, result)
  in_raw_order(result.records)
  if page.warnings[1] then result.warnings = page.warnings end
  result.page = page
  return result
end

-- Extracts one text (or the bytes of an HTML page). `f`, where given, is called
-- with the result while the page is still open, and its results returned.
local function extract(text, info, f)
  if not state.program then error("no rules are loaded", 2) end
  info = setmetatable({}, { __index = info })
  info.id = info.id or "-"
  local opened, meta = host.open(text, info.encoding or "")
  if not opened then
    return { id = info.id, meta = {}, records = {}, error = meta }
  end
  info.meta = meta
  local ok, result = pcall(function ()
    local r = run(info)
    if f then f(r) end
    r.page = nil
    return r
  end)
  host.close()
  if not ok then error(result, 0) end
  return result
end

-- Part of the build: makes what is otherwise made when the first page comes,
-- and keeps all for the first load.
local function warm()
  host.open("1", "utf-8")
  host.close()
  ready = { program = state.program, base = state.base }
  state.program, state.base = nil, nil
end

return { load = load, prepare = prepare, choose = choose, warm = warm,
         run = run, extract = extract, rule_name = rule_name,
         identity = identity, sources = sources, state = state, render = render,
         read = host.readrule }
