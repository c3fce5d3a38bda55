--[[
What there is at the REPL: :rules, :terms, :records list it, :rule shows where
it stands in its file.

    local replnames = require "replnames"
    replnames.commands                 -- for the REPL
    replnames.named "price"            --> rules, terms, records, links so named
    replnames.line_of(source, at)      --> the number of the line of a place
]]
local engine = require "engine"
local grammar = require "grammar"
local host = require "host"

local ipairs, next, pairs, table = ipairs, next, pairs, table

local _ENV <const> = nil

local commands = {}

local function say(text) host.write(text .. "\n") end

local function program() return engine.state.program end

-- ---------------------------------------------------------------------------
-- Lists

local function line_of(source, at)
  local _, n = source:sub(1, at - 1):gsub("\n", "")
  return n + 1
end

local function place(def)
  return ("%s:%d"):format(def.file.path, line_of(def.file.source, def.node.at))
end

local function list_names(sets, part, describe)
  local found = {}
  for _, set in ipairs(sets) do
    for name, def in pairs(set) do
      if name:lower():find(part:lower(), 1, true) then found[name] = def end
    end
  end
  local sorted = {}
  for name in pairs(found) do sorted[#sorted + 1] = name end
  table.sort(sorted)
  for _, name in ipairs(sorted) do say(describe(name, found[name])) end
  if not next(found) then say("none") end
end

local function with_kind(name, def)
  local kind = def.kind == "rule" and (def.node.makes and ": " .. def.node.makes
    or "adds " .. def.node.adds) or def.kind
  return ("  %-34s %-18s %s"):format(name, kind, place(def))
end

local function with_fields(name, record)
  return ("  %-14s %s"):format(name, table.concat(record.order, ", "))
end

local function need_rules(f)
  return function (_, rest)
    if not program() then return say("no rules are loaded") end
    f(program().base, rest)
  end
end

commands.rules = need_rules(function (base, rest)
  list_names({ base.rules }, rest, with_kind)
end)

commands.terms = need_rules(function (base, rest)
  list_names({ base.terms, base.vocabularies }, rest, with_kind)
end)

commands.records = need_rules(function (base, rest)
  list_names({ base.records }, rest, with_fields)
end)

-- ---------------------------------------------------------------------------
-- The source of a rule

-- All that has this name, in full or simple, each with its file and node.
local function named(name)
  local base, list = program().base, {}
  local function add(def)
    if (def.name == name or def.simple == name
        or def.name:match("([^.]*)$") == name) and def.file and def.node then
      list[#list + 1] = def
    end
  end
  for _, set in ipairs { base.rules, base.terms, base.vocabularies,
    base.records } do
    for _, def in pairs(set) do add(def) end
  end
  for _, def in ipairs(base.links) do add(def) end
  table.sort(list, function (a, b)
    if a.name ~= b.name then return a.name < b.name end
    return a.node.at < b.node.at
  end)
  return list
end

local function show_source(def)
  local source, node = def.file.source, def.node
  local number = line_of(source, node.at)
  local to = grammar.trim(source, node.at, node.to) - 1
  local from = source:sub(1, node.at - 1):match(".*\n()") or 1
  say(("%s:%d:"):format(def.file.path, number))
  for line in (source:sub(from, to) .. "\n"):gmatch("([^\n]*)\n") do
    say(("%4d | %s"):format(number, line))
    number = number + 1
  end
end

function commands.rule(_, rest)
  if not program() then return say("no rules are loaded") end
  if rest == "" then return say("which one?  :rule NAME") end
  local list = named(rest)
  if not list[1] then
    return say(("there is no rule, term or record '%s': see :rules, :terms")
      :format(rest))
  end
  for _, def in ipairs(list) do show_source(def) end
end

return { commands = commands, named = named, line_of = line_of }
