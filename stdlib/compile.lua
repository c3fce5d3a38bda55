--[[
A rule base to the engine: patterns, vocabularies, heads, expressions.

    local compile = require "compile"
    local program, problems = compile.compile(base)

A program holds everything that records.lua needs:

    rules[i]     the i-th rule of the engine (from 0): { def, kind, ... }
    terms[id]    definitions by the id of their term
    sets[id]     vocabularies by the id of their set
    links, merges, records, mentions by name
]]
local analyse = require "analyse"
local spot = require "base".spot
local core = require "core"
local expression = require "expression"
local functions = require "functions"
local grammar = require "grammar"
local links = require "links"
local pattern = require "pattern"
local required = require "required"
local settled = require "settled"
local sieve = require "sieve"

local ipairs, next, pairs, table = ipairs, next, pairs, table
local type = type

local _ENV <const> = nil

local MOST_REQUIRED <const> = 190 -- different heads: three words of bits

-- ---------------------------------------------------------------------------
-- Vocabularies

local function add_rows(base, def, rows, strict)
  for _, row in ipairs(rows) do
    local old, message = core.addphrase(def.set, #def.list + 1, row.phrase)
    if message then
      base:problem(row.file, row.node or { at = 1, to = 1 }, message,
        "leave the phrase out")
    elseif old and strict then
      local node = row.node
      if row.tsv then
        local at = 1
        for _ = 2, row.line do
          at = row.file.source:find("\n", at, true) + 1
        end
        node = { at = at, to = at + #row.phrase }
      end
      base:problem(row.file, node, ("'%s' stands twice in this vocabulary")
        :format(row.phrase), "forms that fold to the same are one phrase")
    elseif old then
      def.list[old] = row.columns
    else
      def.list[#def.list + 1] = row.columns
    end
  end
end

local function vocabularies(base, program)
  local names = {}
  for name in pairs(base.vocabularies) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do
    local def = base.vocabularies[name]
    def.set, def.list, def.classes = core.newset(), {}, {}
    program.sets[def.set] = def
    add_rows(base, def, def.rows, true)
    for _, rows in ipairs(def.more or {}) do
      add_rows(base, def, rows, false)
    end
  end
end

-- ---------------------------------------------------------------------------
-- Expressions

-- The functions that an expression of `file` can call: the common ones, those
-- of the packages that it uses, and its own.
local function functions_of(base, file)
  if file.callable then return file.callable end
  local all = {}
  for name, f in pairs(functions) do all[name] = f end
  for i = #file.uses, 1, -1 do
    for _, used in ipairs(base.packages[file.uses[i]] or {}) do
      for name, f in pairs(used.functions) do all[name] = f end
    end
  end
  for _, part in ipairs(base.packages[file.package] or {}) do
    for name, f in pairs(part.functions) do all[name] = f end
  end
  for name, f in pairs(file.functions) do all[name] = f end
  file.callable = all
  return all
end

-- The function of a tree; `given`: which names it takes as arguments of their
-- own, `tables`: as tables of fields. And whether it asks for more than fields:
-- for `match`, `sentence`; and the names that it uses.
local function compiled(base, def, tree, names, given, tables)
  local f, problems, used = expression.compile(tree, { names = names,
    functions = functions_of(base, def.file), given = given, tables = tables })
  for _, p in ipairs(problems) do
    base:problem(def.file, p, p.message, p.hint)
  end
  return f, used.match or used.sentence or false, used
end

-- The captures of a definition that are in a set of names.
local function captured(def, used)
  local list = {}
  for _, name in ipairs(def.captures or {}) do
    if used[name] then list[#list + 1] = name end
  end
  return list
end

-- Whether a set of names has that one alone.
local function only(set, name)
  return next(set) == name and next(set, name) == nil
end

local function names_with(...)
  local names = {}
  for _, source in ipairs { ... } do
    for k, v in pairs(source) do
      names[type(k) == "string" and k or v] = true
    end
  end
  return names
end

local always = { match = true, sentence = true }

-- ---------------------------------------------------------------------------
-- What a path or a link can look at: a record type, one rule, or a mention

local function wrong_target(base, file, node, name)
  local term, hint = base:lookup("terms", file, name)
  local near = {}
  for record in pairs(base.records) do near[record] = true end
  for _, def in pairs(base.rules) do near[def.simple] = true end
  for _, def in pairs(base.terms) do
    near[def.simple] = def.kind == "mention" or nil
  end
  if term then
    base:problem(file, node, ("'%s' is a term: nothing looks for it on its own")
      :format(name), "write  mention  in place of  term  where it is defined")
  else
    local simple = name:match("%.([^.]*)$")
    if simple and base:get("rules", file, simple) then
      hint = ("the rule is named  %s  here"):format(simple)
    end
    base:problem(file, node, ("there is no record, rule or mention '%s'")
      :format(name), base:suggest(name, near) or hint
        or base:suggest(name, near, "there are:"))
  end
end

local function target(base, file, node)
  local name = node.of
  if base.records[name] then return { record = name } end
  local def = base:get("rules", file, name)
  if def then
    return { rule = def.name, record = def.node.makes or def.node.adds }
  end
  local term = base:lookup("terms", file, name)
  if term and term.kind == "mention" then return { mention = term } end
  wrong_target(base, file, spot(node, "of"), name)
  return nil
end

local function path(base, def, steps, names)
  local list = {}
  for i, step in ipairs(steps) do
    local to = target(base, def.file, step)
    list[i] = { to = to,
      plan = links.plan(step.dir, step.scope or "document") }
    if step.where then
      local used
      list[i].where, list[i].wide, used = compiled(base, def, step.where,
        names_with(names, { it = true }), { "it" }, to and to.record ~= nil)
      list[i].fixed = to ~= nil and to.mention ~= nil and only(used, "it")
    end
  end
  return list
end

-- ---------------------------------------------------------------------------
-- Rules

local function check_field(base, def, record, node, name)
  if not record then return end
  if not record.fields[name] then
    base:problem(def.file, node, ("record '%s' has no field '%s'")
      :format(record.name, name),
      base:suggest(name, record.fields, "its fields:"))
  end
end

-- The names of a list of fields.
local function checked_fields(base, def, record, list)
  local names = {}
  for i, node in ipairs(list) do
    check_field(base, def, record, node, node.name)
    names[i] = node.name
  end
  return names
end

local function setters(base, def, record, names, given)
  local list = {}
  for i, set in ipairs(def.node.sets or {}) do
    list[i] = { name = set.name }
    if set.value then
      check_field(base, def, record, set, set.name)
      list[i].value, list[i].wide = compiled(base, def, set.value, names, given)
    elseif not def.captures then
      base:problem(def.file, set, ("what is '%s' set to?"):format(set.name),
        "write  set " .. set.name .. " = that." .. set.name)
    elseif not def.captures[set.name] then
      base:problem(def.file, set, ("there is no capture '%s' to copy from")
        :format(set.name), base:suggest(set.name, def.captures, "there are:"))
    end
  end
  return list
end

local function check_repeats(base, def, record)
  for _, name in ipairs(def.captures) do
    local field = record.fields[name]
    if def.captures[name] > 1 and field and not field.list
       and def.node.each ~= name then
      base:problem(def.file, def.node.pattern,
        ("'%s' can be captured more than once, and is no list"):format(name),
        ("declare it as  %s*  in record '%s', or write  each %s")
          :format(name, record.name, name))
    end
  end
end

-- What goes with `adds`, and what with making a record.
local function check_adds(base, def)
  local node = def.node
  if node.adds and node.each then
    base:problem(def.file, spot(node, "each"),
      "'each' makes records, and 'adds' makes none", "write  rule name : "
      .. node.adds .. " each " .. node.each)
  elseif node.adds and node.adds ~= "page" and not node.target then
    base:problem(def.file, spot(node, "adds"), ("to which %s does it add?")
      :format(node.adds), "end the rule with, for example,  to previous "
      .. node.adds .. " in sentence")
  elseif node.makes and node.target then
    base:problem(def.file, node.target[1],
      "'to' belongs to a rule that adds to a record", "write  rule "
      .. def.simple .. " adds " .. node.makes)
  end
end

local function rule(base, def)
  local node = def.node
  local record = base.records[node.makes or node.adds]
  if not record then
    base:problem(def.file, spot(node, node.makes and "makes" or "adds"),
      ("there is no record '%s'"):format(node.makes or node.adds),
      base:suggest(node.makes or node.adds, base.records, "the records:"))
    return
  end
  def.record = record
  check_repeats(base, def, record)
  if node.each and not def.captures[node.each] then
    base:problem(def.file, spot(node, "each"),
      ("there is no capture '%s' for each"):format(node.each),
      base:suggest(node.each, def.captures, "there are:"))
  end
  check_adds(base, def)
  local names = names_with(def.captures, record.fields, always)
  def.sets = setters(base, def, record, names)
  def.needs = {}
  for _, need in ipairs(node) do
    if need.tag == "needs" then
      def.needs[#def.needs + 1] = { no = need.no,
        path = path(base, def, need.path, names) }
    end
  end
  if node.target then def.to = path(base, def, node.target, names) end
end

-- The condition of a definition, and what `=>` makes.
local function guard(base, def, names)
  local node = def.node
  local used, _
  if node.where then
    def.where, def.wide, used = compiled(base, def, node.where, names)
    def.tested = captured(def, used)
  end
  if node.value then
    def.value, _, used = compiled(base, def, node.value, names)
    def.valued = captured(def, used)
  end
end

-- The record whose fields a link fills or a merge joins; nil where it is none.
local function record_of(base, def)
  def.of = target(base, def.file, def.node)
  if def.of and def.of.mention then
    base:problem(def.file, spot(def.node, "of"),
      ("'%s' is a mention: it has no fields to fill"):format(def.node.of),
      "name a record here, and take from the mention")
  end
  return def.of and base.records[def.of.record]
end

local function link(base, def)
  local node, record = def.node, record_of(base, def)
  if not record then return end
  local names = names_with(record.fields, always)
  def.record, def.takes = record, checked_fields(base, def, record, node.takes)
  def.takes.single = #def.takes == 1 or nil
  guard(base, def, names)
  def.from = path(base, def, node.from, names)
  def.sets = setters(base, def, record, names_with(names, { that = true }),
    { "that" })
end

-- The fields whose equality a condition of a merge demands: those of the parts
-- `a.f == b.f` that all must hold. Records in which they differ need no asking.
local function equal_fields(tree, record, list)
  local a, b = tree.a, tree.b
  if tree.op == "and" then
    equal_fields(a, record, list)
    equal_fields(b, record, list)
  elseif tree.op == "==" and a.tag == "field" and b.tag == "field"
     and a.name == b.name and a.e.tag == "name" and b.e.tag == "name"
     and a.e.name ~= b.e.name and record.fields[a.name]
     and not record.fields[a.name].list then
    list[#list + 1] = a.name
  end
  return list
end

local function merge(base, def)
  local node = def.node
  def.record = record_of(base, def)
  if not def.record then return end
  def.by = node.by and checked_fields(base, def, def.record, node.by)
  if node.where then
    def.where = compiled(base, def, node.where, { a = true, b = true },
      { "a", "b" }, true)
    def.equal = equal_fields(node.where, def.record, {})
  end
  if node.into then
    def.into = path(base, def, node.into,
      names_with(def.record.fields, always))
  end
end

-- ---------------------------------------------------------------------------
-- Patterns and heads

local function context(def)
  return { number = def.number,
    term = function (d)
      d.call = d.call or pattern.call(core.term(d.id))
      return d.call
    end,
    vocabulary = function (d)
      d.call = d.call or pattern.call(core.vocabulary(d.set))
      return d.call
    end,
    behind = function (d) return pattern.test(core.behind(d.set)) end }
end

-- Gives the engine the guard of the definition and what makes its LPeg pattern,
-- which only the reference path asks for.
local function define(program, def)
  def.number, def.single = {}, {}
  for i, name in ipairs(def.captures) do
    def.number[name] = i
    def.single[name] = def.captures[name] == 1 and i or nil
  end
  core.define(def.id, function ()
    return pattern.compile(def.node.pattern, context(def))
  end, def.where and function (node) return program.guard(def, node) end)
end

-- Tells the scan where `id` may begin.
local function addhead(id, head)
  for kind in pairs(head.kinds) do core.headkind(id, kind) end
  if head.kinds.any then return end
  for vocabulary in pairs(head.sets) do core.headset(id, vocabulary.set) end
  if not next(head.literals) then return end
  local set = core.newset()
  for text in pairs(head.literals) do core.addphrase(set, 0, text) end
  core.headset(id, set)
end

-- The same text for the same head.
local function key_of(head)
  local all = {}
  for kind in pairs(head.kinds) do all[#all + 1] = "k" .. kind end
  for vocabulary in pairs(head.sets) do
    all[#all + 1] = "s" .. vocabulary.set
  end
  for text in pairs(head.literals) do all[#all + 1] = "l" .. text end
  table.sort(all)
  return table.concat(all, "\0")
end

-- What rules require: the different heads, and of each rule their numbers.
local function requirements(program)
  local list, number, ofrule = {}, {}, {}
  for i, def in ipairs(program.rules) do
    ofrule[i] = {}
    for _, head in ipairs(required.heads(program.base, def.node.pattern)) do
      local key = key_of(head)
      if not number[key] and #list < MOST_REQUIRED then
        list[#list + 1] = head
        number[key] = #list
      end
      ofrule[i][#ofrule[i] + 1] = number[key]
    end
  end
  return list, ofrule
end

-- Behind the terms, and the one that a pattern typed at the REPL takes, what
-- rules require has numbers like terms: the scan finds its beginnings, too.
local function heads(program)
  local ids = {}
  for i, def in ipairs(program.rules) do ids[i] = def.id end
  local first = #program.terms + 2
  local list, ofrule = requirements(program)
  core.rules(first + #list, ids)
  for id, def in ipairs(program.terms) do
    core.sift(id, sieve.compile(def.node.pattern, def.number), def.where ~= nil,
      settled.guard(def))
    addhead(id, def.head)
  end
  for i, head in ipairs(list) do addhead(first + i - 1, head) end
  for i in ipairs(program.rules) do
    for _, n in ipairs(ofrule[i]) do core.requires(i - 1, first + n - 1) end
  end
end

-- Everything that has a pattern, each with the id of its term.
local function definitions(base, program)
  local all = {}
  for _, def in ipairs(base.order) do
    if not def.off then all[#all + 1] = def end
  end
  for _, def in ipairs(base.ignores) do all[#all + 1] = def end
  for i, def in ipairs(all) do
    def.id = i
    program.terms[i] = def
    if def.kind ~= "term" then
      program.rules[#program.rules + 1] = def
    end
  end
  return all
end

-- The expectations of `accepts` and `rejects`.
local function tests(base, def)
  for _, test in ipairs(def.node.tests or {}) do
    if test.expect then
      local f = compiled(base, def, test.expect, {})
      test.want = f and f {}
    end
  end
end

local function ignores(base)
  for _, def in ipairs(base.ignores) do
    def.of = target(base, def.file, def.node)
  end
end

-- The guard of a term sees its captures; `value` is set by records.lua.
local function compile(base)
  local program = { rules = {}, terms = {}, sets = {}, base = base,
                    records = base.records, links = {}, merges = base.merges }
  vocabularies(base, program)
  local all = definitions(base, program)
  for _, def in ipairs(all) do analyse.resolve(base, def) end
  for _, def in ipairs(all) do analyse.finish(base, def) end
  for _, def in ipairs(all) do
    local names = names_with(def.captures, always)
    guard(base, def, names)
    if def.kind == "rule" then rule(base, def) end
    tests(base, def)
  end
  ignores(base)
  for _, def in ipairs(base.links) do
    if not def.off then
      link(base, def)
      tests(base, def)
      program.links[#program.links + 1] = def
    end
  end
  for _, def in ipairs(base.merges) do merge(base, def) end
  for _, record in pairs(base.records) do
    record.defaults = {}
    for _, field in ipairs(record.node.fields) do
      if field.default then
        record.defaults[field.name] =
          compiled(base, record, field.default, {})
      end
    end
  end
  if next(base.problems) then return nil, base.problems end
  for _, def in ipairs(all) do define(program, def) end
  heads(program)
  return program
end

-- The packages of a base, the user's first.
local function packages_of(base)
  local list, seen = {}, {}
  for _, shipped in ipairs { false, true } do
    for _, file in ipairs(base.files) do
      if file.shipped == shipped and not seen[file.package] then
        seen[file.package] = true
        list[#list + 1] = file.package
      end
    end
  end
  return list
end

local function add_pattern(program, file, node)
  local base = program.base
  program.spare = program.spare or #program.terms + 1
  local def = { name = "pattern", simple = "pattern", kind = "term",
    file = file, node = node, id = program.spare }
  analyse.resolve(base, def)
  analyse.finish(base, def)
  local names = names_with(def.captures, always)
  guard(base, def, names)
  if next(base.problems) then return nil end
  program.terms[def.id] = def
  define(program, def)
  return def
end

-- One pattern more over compiled rules, all of whose names it sees: what stands
-- behind `term T =`. Its definition, or nil and its problems; where it is a
-- name, what that stands for is captured as `value`. The one before is
-- forgotten.
local PREFIX <const> = "term Pattern = "
local function one(program, text)
  local base = program.base
  local file = { path = "pattern", source = PREFIX .. text, functions = {},
    package = "", uses = packages_of(base), folder = "" }
  local items, bad = grammar.parse(file.source)
  local old, def = base.problems, nil
  base.problems = {}
  if not items then base:problem(file, bad, bad.message, bad.hint)
  elseif items[2] then
    base:problem(file, items[2], "a pattern ends before this word")
  else
    local p = items[1].pattern
    if p.tag == "ref" and not items[1].value then -- its value is wanted
      items[1].pattern = { tag = "cap", name = "value", p = p, at = p.at,
                           to = p.to }
    end
    def = add_pattern(program, file, items[1])
  end
  local problems = base.problems
  base.problems = old
  for _, p in ipairs(problems) do
    p.at, p.to = p.at - #PREFIX, p.to - #PREFIX
  end
  file.source = text
  return def, problems
end

-- One expression, with the functions of all packages and the names (a set) of
-- what it will be given: a function, or nil and its problems.
local function one_expression(program, text, names)
  local base = program.base
  local file = { path = "expression", source = text, functions = {},
    package = "", uses = packages_of(base), folder = "" }
  local items, bad = grammar.expression(text)
  local old, f = base.problems, nil
  base.problems = {}
  if items then f = compiled(base, { file = file }, items, names or {})
  else base:problem(file, bad, bad.message, bad.hint)
  end
  local problems = base.problems
  base.problems = old
  if problems[1] then return nil, problems end
  return f
end

return { compile = compile, one = one, expression = one_expression,
         functions_of = functions_of }
