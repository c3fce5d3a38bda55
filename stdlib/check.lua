--[[
`trich check`: mistakes in rule files that compile. docs/check.md lists what is
found, and what is not decided.

    trich check                     the shipped rules
    trich check mine.rule folder    these files, with the shipped rules in use
    trich check --json mine.rule    one JSON object for each finding

Exit: 0 nothing found; 1 findings; 3 a rule does not compile. A comment on an
item, or in the lines before it, says that its author knows:

    -- check: allow unused, prefix
]]
local allow = require "checkallow"
local engine = require "engine"
local grammar = require "grammar"
local host = require "host"

local ipairs, require, setmetatable, table, utf8 = ipairs, require,
  setmetatable, table, utf8

local _ENV <const> = nil

-- One module for each family of findings.
local families = { "checkpattern", "checknever", "checkloop", "checkname",
  "checkfield", "checkset", "checkspelling", "checkexample" }

-- ---------------------------------------------------------------------------
-- Findings

local Context = {}
Context.__index = Context

-- Adds a finding at a node of a file. `owner`: the item that may allow it,
-- where the file is no rule file.
function Context:report(file, node, kind, message, hint, owner)
  if not (file.items and self.mine(file) or owner) then return end
  local f = { file = file, at = node.at, to = node.to, kind = kind,
              message = message, hint = hint or "", owner = owner }
  local key = table.concat({ file.path, f.at, kind, message }, "\0")
  if self.seen[key] then return end
  self.seen[key] = true
  self.findings[#self.findings + 1] = f
end

local function line_node(source, line)
  local at = 1
  for _ = 2, line do at = (source:find("\n", at, true) or #source) + 1 end
  return at
end

-- Adds a finding at a phrase of a vocabulary.
function Context:report_row(vocabulary, row, kind, message, hint)
  if not self.mine(vocabulary.file) then return end
  if not row.tsv then
    self:report(row.file, row.node, kind, message, hint)
    return
  end
  local at = line_node(row.file.source, row.line)
  self:report(row.file, { at = at, to = at + #row.phrase }, kind, message, hint,
    vocabulary)
end

local function inorder(a, b)
  if a.file ~= b.file then return a.file.path < b.file.path end
  if a.at ~= b.at then return a.at < b.at end
  return a.kind .. a.message < b.kind .. b.message
end

-- All findings in the loaded rules, those that are allowed left out.
local function findings(mine)
  local program, base = engine.state.program, engine.state.base
  local ctx = setmetatable({ program = program, base = base, findings = {},
    seen = {}, defs = program.terms, links = program.links, mine = mine,
    holders = {} }, Context)
  for _, list in ipairs { program.terms, program.links, base.merges } do
    for _, def in ipairs(list) do ctx.holders[#ctx.holders + 1] = def end
  end
  for _, name in ipairs(families) do require(name).run(ctx) end
  local list = allow.sift(ctx)
  table.sort(list, inorder)
  return list
end

-- ---------------------------------------------------------------------------
-- Output

local function json_text(s)
  return '"' .. s:gsub('["\\]', "\\%0"):gsub("%c", function (c)
    return ("\\u%04x"):format(c:byte())
  end) .. '"'
end

local function place_of(source, at)
  local before = source:sub(1, at - 1)
  local _, lines = before:gsub("\n", "")
  local start = before:match("[^\n]*$")
  return lines + 1, (utf8.len(start) or #start) + 1
end

-- A finding (or a problem of the compiler) as one line of JSON.
local function json_line(f)
  local line, column = place_of(f.file.source, f.at)
  local to = grammar.trim(f.file.source, f.at, f.to)
  local end_line, end_column = place_of(f.file.source, to > f.at and to or f.at)
  return ('{"file":%s,"line":%d,"column":%d,"end_line":%d,"end_column":%d,\z
    "kind":%s,"reason":%s,"suggestion":%s}\n'):format(json_text(f.file.path),
    line, column, end_line, end_column, json_text(f.kind or "error"),
    json_text(f.message), json_text(f.hint or ""))
end

local function rendered(f)
  return host.render(f.file.path, f.file.source, f.at,
    grammar.trim(f.file.source, f.at, f.to), f.kind, f.message, f.hint)
end

-- ---------------------------------------------------------------------------
-- The command

local function arguments(args, options)
  local paths, json = {}, false
  for _, path in ipairs(options.paths) do paths[#paths + 1] = path end
  for _, arg in ipairs(args) do
    if arg == "--json" then json = true
    elseif arg:match("^%-%-") then
      host.warn(("trich check: unknown option '%s'\n"):format(arg))
      return nil
    else
      paths[#paths + 1] = arg
    end
  end
  return paths, json
end

local function main(args, options)
  local paths, json = arguments(args, options)
  if not paths then return 2 end
  local ok, message, problems = engine.load { shipped = options.shipped,
    paths = paths }
  if not ok then
    if json and problems then
      for _, p in ipairs(problems) do host.write(json_line(p)) end
    else
      host.warn(message)
    end
    return 3
  end
  local own = paths[1] ~= nil
  local list = findings(function (file) return file.shipped ~= own end)
  for _, f in ipairs(list) do
    host.write(json and json_line(f) or rendered(f))
  end
  if not json then
    host.write(#list == 0 and "no findings\n" or #list == 1 and "1 finding\n"
      or ("%d findings\n"):format(#list))
  end
  return list[1] and 1 or 0
end

return { main = main, findings = findings }
