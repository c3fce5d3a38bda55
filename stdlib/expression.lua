--[[
Expressions of rule files (`where`, `set`, `=>`) to Lua functions.

    local expression = require "expression"
    local f, problems = expression.compile(tree, { names = { n = true },
      functions = { lower = string.lower }, given = { "it" } })
    f({ n = decimal.new "3" }, it)  --> the value

The names in `given` are arguments of their own; all others are asked of the
first.

An expression is safe on what is absent: a field of nil is nil, arithmetic with
nil is nil, a comparison with nil is false. Numbers are decimals. A name
that is neither a capture, a field nor a function is a problem found here, at
compile time.
]]
local budget = require "budget"
local decimal = require "decimal"

local ipairs, load, pairs, table, tostring, type = ipairs, load, pairs, table,
  tostring, type
local error, next, utf8 = error, next, utf8

local _ENV <const> = nil

-- The text of a value: of a vocabulary's row its `.text`; nil of the rest.
local function text_of(v)
  if type(v) == "table" then v = v.text end
  if type(v) == "string" then return v end
  if decimal.is(v) then return tostring(v) end
  return nil
end

local function number_of(v)
  if type(v) == "table" then v = v.n or v.value end
  if decimal.is(v) then return v end
  if type(v) == "number" then return decimal.new(v) end
  return nil
end

-- ---------------------------------------------------------------------------
-- Operators on values that may be absent

local ops = {}

local LONG <const> = 64 -- bytes that are compared at no cost to speak of

function ops.field(v, name)
  if type(v) == "table" then return v[name] end
  if name == "text" and type(v) == "string" then return v end
  return nil
end

function ops.index(v, key)
  if type(v) ~= "table" or key == nil then return nil end
  return v[decimal.is(key) and decimal.integer(key) or key]
end

-- Two of one kind; no tables, which stand for their text or number.
local function same(a, b, kind)
  if kind == "string" and #a == #b and #a > LONG then budget.read(#a) end
  return a == b
end

function ops.eq(a, b)
  if a == nil or b == nil then return a == b end
  local kind, other = type(a), type(b)
  if kind == other and kind ~= "table" then return same(a, b, kind) end
  if decimal.is(a) or decimal.is(b) then
    a, b = number_of(a), number_of(b)
    return a ~= nil and b ~= nil and a == b
  end
  if kind == "string" or other == "string" then
    a, b = text_of(a), text_of(b)
    if a and b then return same(a, b, "string") end
  end
  return a == b
end

function ops.ne(a, b) return not ops.eq(a, b) end

local function compare(a, b, numbers, texts)
  local x, y = number_of(a), number_of(b)
  if x and y then return numbers(x, y) end
  x, y = text_of(a), text_of(b)
  if not (x and y) then return false end
  if #x > LONG then budget.read(#x) end
  return texts(x, y)
end

local function less(a, b) return a < b end
local function lesseq(a, b) return a <= b end
function ops.lt(a, b) return compare(a, b, less, less) end
function ops.le(a, b) return compare(a, b, lesseq, lesseq) end
function ops.gt(a, b) return ops.lt(b, a) end
function ops.ge(a, b) return ops.le(b, a) end

local function arithmetic(f)
  return function (a, b)
    a, b = number_of(a), number_of(b)
    if a == nil or b == nil then return nil end
    return f(a, b)
  end
end
ops.add = arithmetic(function (a, b) return a + b end)
ops.sub = arithmetic(function (a, b) return a - b end)
ops.mul = arithmetic(function (a, b) return a * b end)
ops.div = arithmetic(function (a, b)
  return b ~= decimal.new "0" and a / b or nil
end)
ops.idiv = arithmetic(function (a, b)
  return b ~= decimal.new "0" and a // b or nil
end)
ops.mod = arithmetic(function (a, b)
  return b ~= decimal.new "0" and a % b or nil
end)

function ops.neg(a)
  a = number_of(a)
  return a and -a
end

function ops.concat(a, b)
  a, b = text_of(a), text_of(b)
  if not (a and b) then return nil end
  budget.text(#a + #b)
  budget.read(#a + #b)
  return a .. b
end

function ops.len(v)
  if type(v) == "string" then
    budget.read(#v)
    return decimal.new(utf8.len(v) or #v)
  end
  if type(v) == "table" then return decimal.new(#v) end
  return decimal.new "0"
end

local binary = { ["+"] = "add", ["-"] = "sub", ["*"] = "mul", ["/"] = "div",
  ["//"] = "idiv", ["%"] = "mod", [".."] = "concat", ["=="] = "eq",
  ["~="] = "ne", ["<"] = "lt", ["<="] = "le", [">"] = "gt", [">="] = "ge" }

-- ---------------------------------------------------------------------------
-- The nearest known name, for "did you mean"

-- Letters to change, add, drop or swap to get from a to b.
local function distance(a, b)
  local before, row = {}, {}
  for j = 0, #b do row[j] = j end
  for i = 1, #a do
    local last2 = before
    before, row = row, { [0] = i }
    for j = 1, #b do
      local cost = a:byte(i) == b:byte(j) and 0 or 1
      local best = before[j - 1] + cost
      if before[j] + 1 < best then best = before[j] + 1 end
      if row[j - 1] + 1 < best then best = row[j - 1] + 1 end
      if i > 1 and j > 1 and a:byte(i) == b:byte(j - 1)
         and a:byte(i - 1) == b:byte(j) and last2[j - 2] + 1 < best then
        best = last2[j - 2] + 1
      end
      row[j] = best
    end
  end
  return row[#b]
end

-- The name of the set nearest to `name` within a third of its length, or nil.
local function nearest(name, set)
  local best, found = #name // 3 + 1, nil
  for other in pairs(set) do
    if type(other) == "string" then -- a list of captures has numbers, too
      local d = distance(name:lower(), other:lower())
      if d < best or d == best and found and other < found then
        best, found = d, other
      end
    end
  end
  return found
end

-- Names as a message shows them: in order, and not more than a few.
local function listed(set)
  local names = {}
  for name in pairs(set) do
    if type(name) == "string" then names[#names + 1] = name end
  end
  table.sort(names)
  local n = #names
  if n > 12 then names[12] = ("... (%d in all)"):format(n) end
  return n == 0 and "none" or table.concat(names, ", ", 1, n > 12 and 12 or n)
end

-- ---------------------------------------------------------------------------
-- Code generation. The code sees: c the names' values, f the functions,
-- k the constants, o the operators; and what is given, each by its name.

local generate

local function list(out, entries, ctx)
  for i, e in ipairs(entries) do
    if i > 1 then out[#out + 1] = "," end
    generate(e, out, ctx)
  end
end

local function problem(ctx, node, message, hint)
  ctx.problems[#ctx.problems + 1] =
    { at = node.at, to = node.to, message = message, hint = hint }
end

local emit = {}

function emit.num(node, out, ctx)
  ctx.constants[#ctx.constants + 1] = decimal.new(node.text)
  out[#out + 1] = "k[" .. #ctx.constants .. "]"
end

function emit.str(node, out) out[#out + 1] = ("%q"):format(node.text) end

function emit.const(node, out) out[#out + 1] = node.value end

function emit.name(node, out, ctx)
  local name = node.name
  if ctx.names[name] then
    ctx.used[name] = true
    out[#out + 1] = ctx.given[name] or ("c[%q]"):format(name)
  elseif ctx.functions[name] then
    out[#out + 1] = ("f[%q]"):format(name)
  else
    local near = nearest(name, ctx.names) or nearest(name, ctx.functions)
    problem(ctx, node, ("nothing here is named '%s'"):format(name),
      near and ("did you mean '%s'?"):format(near)
        or "the names here: " .. listed(ctx.names))
    out[#out + 1] = "nil"
  end
end

function emit.field(node, out, ctx)
  if node.e.tag == "name" and ctx.tables and ctx.given[node.e.name] then
    out[#out + 1] = ("%s[%q]"):format(ctx.given[node.e.name], node.name)
    return
  end
  out[#out + 1] = "o.field("
  generate(node.e, out, ctx)
  out[#out + 1] = (",%q)"):format(node.name)
end

function emit.index(node, out, ctx)
  out[#out + 1] = "o.index("
  list(out, { node.e, node.key }, ctx)
  out[#out + 1] = ")"
end

function emit.call(node, out, ctx)
  if node.f.tag ~= "name" or not ctx.functions[node.f.name] then
    if node.f.tag == "name" and not ctx.names[node.f.name] then
      local near = nearest(node.f.name, ctx.functions)
      problem(ctx, node.f, ("there is no function '%s'"):format(node.f.name),
        near and ("did you mean '%s'?"):format(near) or
          'functions come from a file: use lua "file.lua"')
    else
      problem(ctx, node.f, "only a function can be called",
        "functions are called by name: lower(label)")
    end
    out[#out + 1] = "nil"
    return
  end
  out[#out + 1] = ("f[%q]("):format(node.f.name)
  list(out, node.args, ctx)
  out[#out + 1] = ")"
end

function emit.un(node, out, ctx)
  if node.op == "not" then out[#out + 1] = "(not "
  else out[#out + 1] = node.op == "#" and "o.len(" or "o.neg(" end
  generate(node.e, out, ctx)
  out[#out + 1] = ")"
end

function emit.bin(node, out, ctx)
  if node.op == "and" or node.op == "or" then
    out[#out + 1] = "("
    generate(node.a, out, ctx)
    out[#out + 1] = " " .. node.op .. " "
    generate(node.b, out, ctx)
  else
    out[#out + 1] = "o." .. binary[node.op] .. "("
    list(out, { node.a, node.b }, ctx)
  end
  out[#out + 1] = ")"
end

function emit.table(node, out, ctx)
  out[#out + 1] = "{"
  for _, entry in ipairs(node.entries) do
    if entry.key then out[#out + 1] = ("[%q]="):format(entry.key) end
    generate(entry.value, out, ctx)
    out[#out + 1] = ","
  end
  out[#out + 1] = "}"
end

function generate(node, out, ctx) return emit[node.tag](node, out, ctx) end

-- Compiles a tree. `scope.names`: the names that c will have;
-- `scope.functions`: the functions; `scope.given`: what are arguments, all of
-- them tables where `scope.tables` is true. Returns the function, the list of
-- problems (empty: none), and the set of names used.
local function compile(tree, scope)
  local ctx = { names = scope.names, functions = scope.functions,
                constants = {}, problems = {}, used = {}, given = {},
                tables = scope.tables }
  local given = { "c" }
  for i, name in ipairs(scope.given or {}) do
    given[i + 1] = "g_" .. name
    ctx.given[name] = given[i + 1]
  end
  local out = { ("local f,k,o=... return function(%s) return "):format(
    table.concat(given, ",")) }
  generate(tree, out, ctx)
  out[#out + 1] = " end"
  if next(ctx.problems) then return nil, ctx.problems, ctx.used end
  local chunk, message = load(table.concat(out), "=expression", "t", {})
  if not chunk then error(message) end
  return chunk(scope.functions, ctx.constants, ops), ctx.problems, ctx.used
end

return { compile = compile, nearest = nearest, listed = listed, ops = ops,
         text_of = text_of, number_of = number_of }
