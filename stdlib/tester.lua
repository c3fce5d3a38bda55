--[[
`trich test`: runs the `accepts` and `rejects` of rule files, as they stand and
in other clothes (docs/test.md).

    trich test                    the shipped rules
    trich test mine.rule folder   these only
    trich test --only price mine.rule

A term's text must match from its first token to its end. A rule's text is a
page of its own: some record of the type must hold the expected fields, links
and merges included; `rejects` wants no record, or field, of that rule.

Exit: 0 all hold; 1 some fail; 2 wrong usage; 3 a rule does not compile.
]]
local engine = require "engine"
local example = require "example"
local explain = require "explain"
local functions = require "functions"
local host = require "host"
local testreport = require "testreport"

local ipairs, pairs, table = ipairs, pairs, table

local _ENV <const> = nil

-- ---------------------------------------------------------------------------
-- The examples

-- Everything that can have examples, in the order of the rules.
local function definitions()
  local all = {}
  for _, def in ipairs(engine.state.program.terms) do all[#all + 1] = def end
  for _, def in ipairs(engine.state.base.links) do
    if not def.off then all[#all + 1] = def end
  end
  return all
end

local function line_of(file, at)
  local _, n = file.source:sub(1, at - 1):gsub("\n", "")
  return n + 1
end

-- Whether `only` names the rule or the file, or stands in the text.
local function chosen(only, def, test)
  local path = "/" .. def.file.path
  if not only or def.name == only or def.simple == only then return true end
  for _, tail in ipairs { "/" .. only, "/" .. only .. ".rule" } do
    if path:sub(-#tail) == tail then return true end
  end
  return functions.fold(test.text):find(functions.fold(only), 1, true) ~= nil
end

-- The examples of the user's files; without one, of the shipped rules.
local function examples(mine, only)
  local list = {}
  for _, def in ipairs(definitions()) do
    for _, test in ipairs(def.file.shipped ~= mine and def.node.tests or {}) do
      if chosen(only, def, test) then
        list[#list + 1] = { def = def, test = test }
      end
    end
  end
  return list
end

-- Why an example that a rule or a term should accept is not matched, in a line
-- or two: the nearest that the explainer finds, or nil.
local function because(def, test)
  if test.kind ~= "accepts" or not def.node.pattern or def.kind == "ignore" then
    return nil
  end
  local near = explain.explain(test.text, "text", nil, { rule = def.name,
    count = 1 }, { def }).near[1]
  return near and near.message .. (near.hint and "\n" .. near.hint or "") or nil
end

-- What of one example is told.
local function item_of(def, test, outcome)
  local first = outcome.failures[1]
  if first and not (first.form or first.raised or first.have) then
    first.near = because(def, test)
  end
  return { file = def.file.path, line = line_of(def.file, test.at),
    name = def.name, kind = test.kind, text = test.text,
    failures = outcome.failures, capitals = outcome.capitals }
end

-- One example as it stands: whether it holds, and what is wrong.
local function run(def, test)
  local f = example.try(def, test, false).failures[1]
  if not f then return true end
  return false, f.why .. (f.want and ", expected " .. f.want or "")
    .. (f.have and ", got " .. f.have or "")
end

-- ---------------------------------------------------------------------------
-- One run

local function load(options)
  if engine.prepare(options) then return true end
  if options.tap then host.write("Bail out! the rules do not compile\n") end
  return false
end

local function once(options)
  if not load(options) then return 3 end
  local list = examples(options.paths[1] ~= nil, options.only)
  if options.only and not list[1] then
    host.warn(("trich test: no example of a rule, a file or a text '%s'\n")
      :format(options.only))
    return 2
  end
  local report = testreport[options.tap and "tap" or "text"](host.write)
  report:begin(#list)
  for _, e in ipairs(list) do
    report:example(item_of(e.def, e.test,
      example.try(e.def, e.test, not options.plain)))
  end
  return report:finish() > 0 and 1 or 0
end

-- ---------------------------------------------------------------------------
-- Watching

-- The rule files of the folders that were named: others may come.
local function listing(paths)
  local names = {}
  for _, path in ipairs(paths) do
    for _, name in ipairs(host.isfolder(path) and host.rulefiles(path) or {}) do
      names[#names + 1] = name
    end
  end
  return table.concat(names, "\n")
end

-- A file that is not as it was, in byte order of the names, or nil.
local function changed(disk)
  local names = {}
  for path, stamp in pairs(disk) do
    if (host.stamp(path) or false) ~= stamp then names[#names + 1] = path end
  end
  table.sort(names)
  return names[1]
end

local POLL <const> = 200 -- milliseconds: soon enough for one who writes

-- The file that changes, once it has come to rest.
local function wait(paths, names)
  local path
  repeat
    host.sleep(POLL)
    path = changed(engine.state.disk)
      or listing(paths) ~= names and "a folder"
  until path
  local before
  repeat
    before = host.stamp(path)
    host.sleep(POLL // 2)
  until host.stamp(path) == before
  return path
end

-- Runs again whenever a file changes that was read, until it is interrupted or
-- nobody listens any more.
local function watch(options)
  local heard
  repeat
    local names = listing(options.paths)
    once(options)
    host.write "waiting for a change\n"
    local path = wait(options.paths, names)
    heard = host.write(("\n%s has changed\n"):format(path))
  until not heard
  return 0
end

-- ---------------------------------------------------------------------------
-- The command

local flags = { ["--plain"] = "plain", ["--tap"] = "tap",
                ["--watch"] = "watch" }

-- The options of the command, or nil and what is wrong.
local function arguments(args, options)
  local o = { shipped = options.shipped, paths = {} }
  for _, path in ipairs(options.paths) do o.paths[#o.paths + 1] = path end
  local i = 1
  while args[i] do
    local arg = args[i]
    if flags[arg] then o[flags[arg]] = true
    elseif arg == "--only" then
      i = i + 1
      o.only = args[i]
      if not o.only then return nil, "option '--only' needs a value" end
    elseif arg:match("^%-%-only=") then o.only = arg:sub(8)
    elseif arg:match("^%-.") then
      return nil, ("unknown option '%s'"):format(arg)
    else o.paths[#o.paths + 1] = arg
    end
    i = i + 1
  end
  return o
end

local function main(args, options)
  local o, message = arguments(args, options)
  if o and o.watch and not o.paths[1] then
    o, message = nil, "--watch needs a rule file to look at"
  end
  if not o then
    host.warn(("trich test: %s\n"):format(message))
    return 2
  end
  return o.watch and watch(o) or once(o)
end

return { main = main, show = example.show, run = run }
