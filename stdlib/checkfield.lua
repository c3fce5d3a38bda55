--[[
Findings in expressions:

    field   a field or a column that a value never has; one that nothing has set
    value   a comparison with what no row of the vocabulary holds

    require("checkfield").run(ctx)
]]
local expression = require "expression"
local functions = require "functions"
local shape = require "shape"
local tree = require "tree"

local fold = functions.fold
local ipairs, next, pairs, type = ipairs, next, pairs, type

local _ENV <const> = nil

local function suggest(name, set)
  local near = expression.nearest(name, set)
  return near and ("did you mean '%s'?"):format(near) or nil
end

-- ---------------------------------------------------------------------------
-- x.name where x never has a `name`

local function described(s)
  if s.records and s.records[1] then
    return "no record '" .. s.records[1].name .. "'", s.records[1].fields
  end
  if s.rows and s.rows[1] then
    return "no row of '" .. s.rows[1].simple .. "'", shape.columns(s.rows[1])
  end
  if s.tables and s.tables[1] then return "no such value", s.tables[1] end
  if s.number then return "no number", {} end
  return "no text", {}
end

local function absent(ctx, file, e, names)
  tree.each(e, function (n)
    if n.tag ~= "field" then return end
    local s = shape.of(n.e, names)
    if s.any or not next(s) or shape.field(s, n.name) then return end
    local what, near = described(s)
    ctx:report(file, n, "field", ("%s has '%s': this is always nil")
      :format(what, n.name), suggest(n.name, near)
        or s.text and "write the value itself" or nil)
  end)
end

-- ---------------------------------------------------------------------------
-- x.column == "text" that no row holds

-- The phrases of vocabularies, folded: the wording of the page is one of them.
local function phrases(list)
  local texts = {}
  for _, def in ipairs(list) do
    for _, row in ipairs(tree.rows(def)) do texts[fold(row.phrase)] = true end
  end
  return texts
end

local function row_values(e, names)
  if e.tag ~= "field" then return nil end
  local s = shape.of(e.e, names)
  if s.any or s.text or s.number or s.tables or s.records or not s.rows then
    return nil
  end
  if e.name == "text" or e.name == "phrase" then
    return phrases(s.rows), s.rows[1], true
  end
  local values = {}
  for _, def in ipairs(s.rows) do
    local column = shape.columns(def)[e.name]
    if column and column.number then return nil end
    for v in pairs(column and column.values or {}) do values[v] = true end
  end
  return next(values) and values or nil, s.rows[1]
end

local function compared(ctx, file, e, names)
  tree.each(e, function (n)
    if n.op ~= "==" and n.op ~= "~=" then return end
    for _, pair in ipairs { { n.a, n.b }, { n.b, n.a } } do
      local values, vocabulary, wording = row_values(pair[1], names)
      local text = pair[2].tag == "str" and pair[2].text
      if values and text and not values[wording and fold(text) or text] then
        local what = wording and "no phrase of '%s' is '%s'"
          or "no row of '%s' has '%s' in its column '" .. pair[1].name .. "'"
        ctx:report(file, n, "value", ("%s: this is always %s"):format(
          what:format(vocabulary.simple, text), n.op == "==" and "false"
          or "true"), suggest(text, values))
      end
    end
  end)
end

-- ---------------------------------------------------------------------------
-- The names that each expression of an item sees

local function target(base, file, name)
  if base.records[name] then return { records = { base.records[name] } } end
  local rule = base:get("rules", file, name)
  if rule then
    local record = base.records[rule.node.makes or rule.node.adds]
    return record and { records = { record } } or shape.ANY
  end
  local mention = base:get("terms", file, name)
  return mention and shape.of_term(mention) or shape.ANY
end

local function with(names, more)
  return function (name) return more[name] or names(name) end
end

-- Names of a rule: what `set` has written hides what was captured.
local function rule_names(def)
  local written = {}
  local names = shape.env(def)
  return function (name)
    if not written[name] then return names(name) end
    return def.captures[name] and shape.union(names(name), written[name])
      or shape.ANY
  end, written
end

local function simple(s)
  return not (s.any or s.rows or s.tables or s.records) and s or shape.ANY
end

local function look(ctx, file, e, names)
  absent(ctx, file, e, names)
  compared(ctx, file, e, names)
end

local function paths(ctx, def, names)
  for _, step in ipairs(tree.steps(def.node)) do
    if step.where then
      look(ctx, def.file, step.where,
        with(names, { it = target(ctx.base, def.file, step.of) }))
    end
  end
end

-- A field that an expression of `set` reads, and nothing has given a value yet.
-- Behind a copy, `set amount`, that is not asked.
local function unset(ctx, def)
  local fields, done = def.record and def.record.fields, {}
  for _, set in ipairs(fields and def.node.sets or {}) do
    if not set.value then return end
    tree.each(set.value, function (n)
      if n.tag == "name" and fields[n.name] and not def.captures[n.name]
         and not done[n.name] and not fields[n.name].default then
        ctx:report(def.file, n, "field",
          ("nothing has set '%s' here: this is always nil"):format(n.name),
          "capture it, or set it before")
      end
    end)
    done[set.name] = true
  end
end

local function defined(ctx, def)
  local node = def.node
  local names, written = rule_names(def)
  if node.where then look(ctx, def.file, node.where, names) end
  if node.value then look(ctx, def.file, node.value, names) end
  for _, set in ipairs(node.sets or {}) do
    if set.value then
      look(ctx, def.file, set.value, names)
      written[set.name] = simple(shape.of(set.value, names))
    end
  end
  unset(ctx, def)
  paths(ctx, def, names)
end

local function any() return shape.ANY end

local function linked(ctx, def)
  local node, that = def.node, nil
  for _, step in ipairs(node.from) do
    that = shape.union(that, target(ctx.base, def.file, step.of))
  end
  if node.where then look(ctx, def.file, node.where, any) end
  for _, set in ipairs(node.sets or {}) do
    if set.value then
      look(ctx, def.file, set.value, with(any, { that = that }))
    end
  end
  paths(ctx, def, any)
  if node.sets then return end
  for _, step in ipairs(node.from) do
    local s = target(ctx.base, def.file, step.of)
    local some = s.records == nil
    for _, name in ipairs(node.takes) do
      name = type(name) == "table" and name.name or name
      if shape.field(s, name) then some = true end
    end
    if not some then
      ctx:report(def.file, step, "field",
        ("record '%s' has none of the fields that are taken"):format(
          s.records[1].name), "name another source, or use `set`")
    end
  end
end

local function merged(ctx, def)
  local record = { records = { def.record } }
  if def.node.where then
    look(ctx, def.file, def.node.where, with(any, { a = record, b = record }))
  end
  paths(ctx, def, any)
end

-- ---------------------------------------------------------------------------
-- Expectations

local function expected(ctx, def)
  local fields = def.record and def.record.fields
  local s = not fields and not def.record and def.kind ~= "ignore"
    and shape.of_term(def)
  for _, test in ipairs(def.node.tests or {}) do
    local e = test.expect
    for _, entry in ipairs(e and e.tag == "table" and e.entries or {}) do
      local known = fields and fields[entry.key]
        or s and (s.any or shape.field(s, entry.key or ""))
      if entry.key and (fields or s) and not known then
        ctx:report(def.file, e, "field",
          ("nothing here has a '%s': no text can agree"):format(entry.key),
          suggest(entry.key, fields or s.tables and s.tables[1] or {}))
      end
    end
  end
end

local function run(ctx)
  for _, def in ipairs(ctx.defs) do
    defined(ctx, def)
    expected(ctx, def)
  end
  for _, def in ipairs(ctx.links) do
    linked(ctx, def)
    expected(ctx, def)
  end
  for _, def in ipairs(ctx.base.merges) do
    if def.record then merged(ctx, def) end
  end
end

return { run = run }
