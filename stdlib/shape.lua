--[[
What kind of value an expression of a rule file can have, as far as the tree
tells.

    local shape = require "shape"
    local env = shape.env(def)            -- of the captures of a definition
    local s = shape.of(expression, env)
    shape.field(s, "unit")   --> the shape of s.unit, or nil: always absent

A shape is a set of what is possible: any, text, number, truth, and lists `rows`
(vocabularies), `tables` (keys to shapes) and `records`. Nil is always possible.
]]
local tree = require "tree"

local ipairs, pairs, setmetatable, type = ipairs, pairs, setmetatable, type

local _ENV <const> = nil

local ANY <const> = { any = true }
local TEXT <const> = { text = true }
local NUMBER <const> = { number = true }
local TRUTH <const> = { truth = true }

local function append(a, b)
  if not a and not b then return nil end
  local list = {}
  for _, from in ipairs { a or {}, b or {} } do
    for _, item in ipairs(from) do list[#list + 1] = item end
  end
  return list
end

local function union(a, b)
  if not a then return b end
  if not b then return a end
  if a.any or b.any then return ANY end
  return { text = a.text or b.text, number = a.number or b.number,
           truth = a.truth or b.truth, rows = append(a.rows, b.rows),
           tables = append(a.tables, b.tables),
           records = append(a.records, b.records) }
end

-- ---------------------------------------------------------------------------
-- Vocabularies: their columns, and the values of each

local function columns(def)
  if def.columns then return def.columns end
  local all = {}
  for _, row in ipairs(tree.rows(def)) do
    for name, v in pairs(row.columns) do
      all[name] = all[name] or { values = {} }
      all[name].values[v] = true
      if type(v) ~= "string" then all[name].number = true end
    end
  end
  all.text = { values = {}, any = true }
  def.columns = all
  return all
end

-- ---------------------------------------------------------------------------
-- Fields

local meta = { title = true, published = true, byline = true, outlet = true,
  views = true, language = true }

-- The shape of s.name; nil where it is always absent.
local function field(s, name)
  if s.any then return ANY end
  local found = s.text and name == "text" and TEXT or nil
  for _, def in ipairs(s.rows or {}) do
    local column = columns(def)[name]
    if column then found = union(found, column.number and NUMBER or TEXT) end
  end
  for _, keys in ipairs(s.tables or {}) do found = union(found, keys[name]) end
  for _, record in ipairs(s.records or {}) do
    if record.fields[name] or record.name == "page" and meta[name] then
      found = ANY
    end
  end
  return found
end

-- ---------------------------------------------------------------------------
-- Patterns and terms

local of, of_pattern

local known = setmetatable({}, { __mode = "k" })

-- The names that the expressions of a definition see: name to shape.
local function env(def, more)
  local captures, given = def.captures or {}, nil
  local spots = {}
  if def.node.pattern then
    tree.walk(def.node.pattern, function (n)
      if n.tag == "cap" then
        spots[n.name] = spots[n.name] or {}
        spots[n.name][#spots[n.name] + 1] = n.p
      end
    end)
  end
  return function (name)
    if more and more[name] then return more[name] end
    if name == "match" or name == "sentence" then return TEXT end
    if not spots[name] or captures[name] ~= 1 then return ANY end
    given = nil
    for _, p in ipairs(spots[name]) do given = union(given, of_pattern(p)) end
    return given or ANY
  end
end

-- The value of a term: of its =>, else its text.
local function of_term(def)
  if not def.node.value then return TEXT end
  if not known[def] then
    known[def] = ANY -- while it is computed
    known[def] = of(def.node.value, env(def))
  end
  return known[def]
end

local patterns = {}
function patterns.lit() return TEXT end
patterns.exact, patterns.builtin, patterns.gap = patterns.lit, patterns.lit,
  patterns.lit
function patterns.ref(n)
  if not n.def then return ANY end
  if n.def.kind == "vocabulary" then return { rows = { n.def } } end
  return of_term(n.def)
end
function patterns.choice(n)
  local s
  for _, p in ipairs(n) do s = union(s, of_pattern(p)) end
  return s
end
function patterns.rep(n) return n.max == 1 and of_pattern(n.p) or ANY end
function patterns.seq(n)
  local plain = true
  tree.walk(n, function (m)
    if m.tag == "ref" or m.tag == "cap" then plain = false end
  end)
  return plain and TEXT or ANY
end
function patterns.cap() return ANY end
function patterns.look() return ANY end

function of_pattern(p) return patterns[p.tag](p) end

-- ---------------------------------------------------------------------------
-- Expressions

local functions = { lower = TEXT, upper = TEXT, fold = TEXT, words = NUMBER,
  decimal = NUMBER, roman = NUMBER, integer = NUMBER }

local shapes = {}
function shapes.num() return NUMBER end
function shapes.str() return TEXT end
function shapes.const(n) return n.value == "nil" and {} or TRUTH end
function shapes.name(n, names) return names(n.name) end
function shapes.field(n, names)
  return field(of(n.e, names), n.name) or {}
end
function shapes.index() return ANY end
function shapes.call(n)
  return n.f.tag == "name" and functions[n.f.name] or ANY
end
function shapes.un(n) return n.op == "not" and TRUTH or NUMBER end
function shapes.bin(n, names)
  if n.op == "or" then return union(of(n.a, names), of(n.b, names)) end
  if n.op == "and" then return of(n.b, names) end
  if n.op == ".." then return TEXT end
  return n.op:match("^[-+*/%%]") and NUMBER or TRUTH
end
shapes["table"] = function (n, names)
  local keys = {}
  for _, entry in ipairs(n.entries) do
    if entry.key then keys[entry.key] = of(entry.value, names) end
  end
  return { tables = { keys } }
end

function of(e, names) return shapes[e.tag](e, names) end

return { of = of, env = env, of_term = of_term, field = field, union = union,
         columns = columns, ANY = ANY, meta = meta }
