--[[
Syntax trees of rule files (grammar.lua) back to text, in the one canonical
layout. Comments are no part of the tree: fmt.lua puts them back.

    local unparse = require "unparse"
    unparse.item(tree, open)        --> text of an item, without a last newline
    unparse.pattern(tree)           --> 'x:A ("b" / C)*' on one line
    unparse.expression(tree)        --> 'a.n * (b or 1)'

`open`: its parts on lines of their own even where one line would do; that is
where comments stand between them.
]]
local layout = require "layout"

local ipairs, math, table, type = ipairs, math, table, type

local _ENV <const> = nil

local WIDTH <const> = 100 -- columns of a line

local line, soft, hard = layout.line, layout.soft, layout.hard
local nest, align, group, fill = layout.nest, layout.align, layout.group,
  layout.fill

local function quoted(text, quote)
  return quote .. text:gsub('[\\\n' .. quote .. ']', "\\%0") .. quote
end

-- A name that stands in the tree by itself, or in a node of its own.
local function name_of(n) return type(n) == "table" and n.name or n end

local function names_of(list)
  local out = {}
  for i, n in ipairs(list) do out[i] = name_of(n) end
  return out
end

-- ---------------------------------------------------------------------------
-- Patterns

local pattern

-- What can stand before a suffix, behind `x:`, behind a test; all else needs
-- brackets there.
local primary = { lit = true, exact = true, ref = true, builtin = true }
local suffixed = { rep = true, lit = true, exact = true, ref = true,
  builtin = true }
local tested = { cap = true, rep = true, lit = true, exact = true, ref = true,
  builtin = true }

-- One word, perhaps tested, captured or repeated.
local function is_word(n)
  return primary[n.tag] or n.p ~= nil and is_word(n.p)
end

-- A choice between words fills lines; other alternatives stand one below the
-- other where they need more than a line.
local function alternatives(n, open)
  local docs, short = {}, not open
  for i, p in ipairs(n) do
    if not is_word(p) then short = false end
    docs[i] = { i > 1 and "/ " or "", nest(2, pattern(p, "alternative")) }
  end
  if short then return { fill(docs, "") } end
  for i = 2, #docs do
    docs[i] = { open and hard or line, docs[i] }
  end
  return docs
end

local function bracketed(n)
  if n.tag == "choice" then
    return group(align { "(", layout.broken " ", alternatives(n), soft, ")" })
  end
  return { "(", align(pattern(n, "whole")), ")" }
end

local function operand(n, allowed)
  return allowed[n.tag] and pattern(n) or bracketed(n)
end

local function mark(n)
  if n.max == nil then
    return n.min == 0 and "*" or n.min == 1 and "+" or ("{%d,}"):format(n.min)
  end
  if n.min == 0 and n.max == 1 then return "?" end
  if n.min == n.max then return ("{%d}"):format(n.min) end
  return ("{%d,%d}"):format(n.min, n.max)
end

local make = {}
function make.lit(n) return quoted(n.text, '"') end
function make.exact(n) return quoted(n.text, "'") end
function make.ref(n) return n.name end
function make.builtin(n) return n.name end
function make.gap(n) return n.max and ("...{%d}"):format(n.max) or "..." end
function make.cap(n) return { n.name, ":", operand(n.p, suffixed) } end
function make.look(n) return { n.op, operand(n.p, tested) } end
function make.rep(n)
  local p = n.p.tag == "rep" and pattern(n.p) or operand(n.p, primary)
  return { p, mark(n) }
end
function make.seq(n)
  local parts = {}
  for i, part in ipairs(n) do
    local needs = part.tag == "seq" or part.tag == "choice"
    parts[i] = { part.adjacent and "~ " or "",
      needs and bracketed(part) or pattern(part) }
  end
  return fill(parts, "")
end
function make.choice(n) return alternatives(n) end

function pattern(n, place)
  if n.tag == "choice" and place == "alternative" then return bracketed(n) end
  return make[n.tag](n)
end

-- ---------------------------------------------------------------------------
-- Expressions

local rank = { ["or"] = 1, ["and"] = 2, ["=="] = 3, ["~="] = 3, ["<"] = 3,
  ["<="] = 3, [">"] = 3, [">="] = 3, [".."] = 4, ["+"] = 5, ["-"] = 5,
  ["*"] = 6, ["/"] = 6, ["//"] = 6, ["%"] = 6 }
local UNARY <const>, POSTFIX <const> = 7, 8

local function rank_of(n)
  if n.tag == "bin" then return rank[n.op] end
  return n.tag == "un" and UNARY or POSTFIX
end

local expression

local function ranked(n, least)
  local doc = expression(n)
  return rank_of(n) < least and { "(", align(doc), ")" } or doc
end

local function entries_of(list)
  local docs = {}
  for i, entry in ipairs(list) do
    docs[i] = { entry.key and entry.key .. " = " or "",
      expression(entry.value) }
  end
  return docs
end

local express = {}
function express.num(n) return n.text end
function express.str(n)
  return quoted(n.text, n.text:find('"', 1, true)
    and not n.text:find("'", 1, true) and "'" or '"')
end
function express.const(n) return n.value end
function express.name(n) return n.name end
function express.field(n) return { ranked(n.e, POSTFIX), ".", n.name } end
function express.index(n)
  return { ranked(n.e, POSTFIX), "[", expression(n.key), "]" }
end
function express.call(n)
  local args = n.args
  if #args == 1 and args[1].tag == "table" then
    return { ranked(n.f, POSTFIX), " ", expression(args[1]) }
  end
  local docs = {}
  for i, arg in ipairs(args) do docs[i] = expression(arg) end
  return { ranked(n.f, POSTFIX), "(", align(fill(docs, ",")), ")" }
end
function express.un(n)
  local e = ranked(n.e, UNARY)
  -- "--" would begin a comment
  if n.op == "-" and n.e.tag == "un" and n.e.op == "-" then
    e = { "(", expression(n.e), ")" }
  end
  return { n.op == "not" and "not " or n.op, e }
end
-- a + b - c is one chain, broken before its operators.
function express.bin(n)
  local own, docs = rank[n.op], {}
  while rank_of(n) == own do
    table.insert(docs, 1, { n.op, " ", ranked(n.b, own + 1) })
    n = n.a
  end
  table.insert(docs, 1, ranked(n, own))
  return fill(docs, "")
end
express["table"] = function (n)
  if not n.entries[1] then return "{}" end
  return { "{ ", align(fill(entries_of(n.entries), ",")), " }" }
end

function expression(n) return express[n.tag](n) end

local function whole(n) return group(align(expression(n))) end

-- ---------------------------------------------------------------------------
-- Parts of items

local function steps(list)
  local docs = {}
  for i, step in ipairs(list) do
    docs[#docs + 1] = i > 1 and { line, "else " } or ""
    docs[#docs + 1] = { step.dir, " ", step.of,
      step.where and { " where ", whole(step.where) } or "",
      step.scope and " in " .. step.scope or "" }
  end
  return group(align(docs))
end

local function setters(list)
  local docs = {}
  for i, set in ipairs(list) do
    docs[i] = { set.name, set.value and { " = ", whole(set.value) } or "" }
  end
  return align(fill(docs, ","))
end

-- What follows the pattern of an item, clause by clause.
local function clauses(n)
  local list = {}
  local function add(...) list[#list + 1] = { ... } end
  if n.where then add("where ", whole(n.where)) end
  if n.value then add("=> ", whole(n.value)) end
  if n.sets then add("set ", setters(n.sets)) end
  for _, need in ipairs(n) do
    if need.tag == "needs" then
      add("needs ", need.no and "no " or "", steps(need.path))
    end
  end
  if n.target then add("to ", steps(n.target)) end
  return list
end

local function tests(n)
  local docs = {}
  for _, test in ipairs(n.tests or {}) do
    docs[#docs + 1] = { hard, group { test.kind, " ", quoted(test.text, '"'),
      test.expect and nest(2, { line, "=> ", whole(test.expect) }) or "" } }
  end
  return nest(2, docs)
end

local function broken(list, open)
  local docs = {}
  for _, clause in ipairs(list) do
    docs[#docs + 1] = open and hard or line
    docs[#docs + 1] = clause
  end
  return nest(2, docs)
end

-- head = pattern clauses: on one line, or the clauses on lines of their own;
-- alternatives that need more than a line stand one below the other.
local function patterned(head, n, open)
  local p = n.pattern
  local docs = p.tag == "choice" and alternatives(p, open)
  local body
  if not docs then
    body = nest(4, { line, pattern(p, "whole") })
  elseif docs[1].tag == "fill" then
    body = nest(2, { line, layout.broken "  ", docs[1] })
  else
    body = { nest(4, { open and hard or line, docs[1] }),
      nest(2, { table.unpack(docs, 2) }) }
  end
  return { group { head, " =", group(body), broken(clauses(n), open) },
    tests(n) }
end

local function braced(docs)
  if not docs[1] then return "{}" end
  return { "{", nest(2, { line, fill(docs, ",") }), line, "}" }
end

-- ---------------------------------------------------------------------------
-- Items

local items = {}

items["package"] = function (n) return { "package ", n.name } end

function items.use(n)
  local docs = {}
  for i, ref in ipairs(n.refs) do
    docs[i] = ref.tag == "lua" and "lua " .. quoted(ref.file, '"') or ref.name
  end
  return { "use ", align(fill(docs, ",")) }
end

function items.record(n)
  local docs = {}
  for i, field in ipairs(n.fields) do
    docs[i] = { field.name, field.list and "*" or "",
      field.default and { " = ", whole(field.default) } or "" }
  end
  return group { "record ", n.name, " ", braced(docs) }
end

function items.vocabulary(n)
  local head = { "vocabulary ", n.name, n.adds and " + " or " " }
  if n.file then return { head, quoted(n.file, '"') } end
  local docs = {}
  for i, phrase in ipairs(n.phrases) do docs[i] = quoted(phrase.text, '"') end
  return group { head, braced(docs) }
end

local function override(n) return n.override and "override " or "" end

function items.term(n, open)
  return patterned({ override(n), n.kind, " ", n.name }, n, open)
end

function items.rule(n, open)
  return patterned({ override(n), "rule ", n.name,
    n.makes and " : " or " adds ", n.makes or n.adds,
    n.each and " each " .. name_of(n.each) or "" }, n, open)
end

function items.ignore(n, open)
  return patterned({ "ignore ", n.of }, n, open)
end

function items.link(n, open)
  local list = {}
  if n.where then list[1] = { "where ", whole(n.where) } end
  list[#list + 1] = { "takes ", table.concat(names_of(n.takes), ", "),
    " from ", steps(n.from) }
  if n.sets then list[#list + 1] = { "set ", setters(n.sets) } end
  return { group { "link ", n.name, " : ", n.of, broken(list, open) },
    tests(n) }
end

function items.merge(n, open)
  local list = {}
  if n.by then
    list[1] = { "by ", table.concat(names_of(n.by), ", ") }
  end
  if n.where then list[#list + 1] = { "where ", whole(n.where) } end
  if n.into then list[#list + 1] = { "into ", steps(n.into) } end
  return group { "merge ", n.of, broken(list, open) }
end

function items.off(n)
  return { "off ", align(fill(names_of(n.names), ",")) }
end

return {
  item = function (n, open)
    return layout.render(items[n.tag](n, open), WIDTH)
  end,
  pattern = function (n)
    return layout.render(group(pattern(n, "whole")), math.huge)
  end,
  expression = function (n)
    return layout.render(group(expression(n)), math.huge)
  end,
}
