--[[
Findings about the fields of records:

    field   a field that nothing sets; a private one that nothing reads

    require("checkset").run(ctx)
]]
local shape = require "shape"
local tree = require "tree"

local ipairs, pairs, type = ipairs, pairs, type

local _ENV <const> = nil

-- What the copy `set x` may set: false where that cannot be told.
local function copied(def, name, set)
  local s = shape.env(def)(name)
  if s.any or s.records then return false end
  for _, keys in ipairs(s.tables or {}) do
    for key in pairs(keys) do set[key] = true end
  end
  for _, vocabulary in ipairs(s.rows or {}) do
    for key in pairs(shape.columns(vocabulary)) do set[key] = true end
  end
  return true
end

-- The fields of each record that something may set; `all`: perhaps any.
local function set_fields(ctx)
  local set = {}
  for name, record in pairs(ctx.base.records) do
    set[record] = {}
    for _, field in ipairs(record.node.fields) do
      if field.default then set[record][field.name] = true end
    end
    for key in pairs(name == "page" and shape.meta or {}) do
      set[record][key] = true
    end
  end
  for _, def in ipairs(ctx.holders) do
    local own = def.record and set[def.record]
    for _, name in ipairs(own and def.captures or {}) do own[name] = true end
    for _, s in ipairs(own and def.node.sets or {}) do
      if s.value then own[s.name] = true
      elseif not copied(def, s.name, own) then own.all = true end
    end
    for _, name in ipairs(own and not def.node.sets and def.node.takes or {}) do
      own[type(name) == "table" and name.name or name] = true
    end
  end
  return set
end

-- The names that any expression reads, and whether a whole record is given to a
-- function, which may read what it likes.
local function read_names(ctx)
  local read, whole = {}, false
  for _, def in ipairs(ctx.holders) do
    tree.expressions(def.node, function (e, place)
      if place == "expect" then return end
      tree.each(e, function (n)
        if n.tag == "name" or n.tag == "field" then read[n.name] = true end
        for _, arg in ipairs(n.tag == "call" and n.args or {}) do
          local name = arg.tag == "name" and arg.name
          if name == "it" or name == "that" or name == "a" or name == "b" then
            whole = true
          end
        end
      end)
    end)
    for _, list in ipairs { def.node.by or {}, def.node.takes or {} } do
      for _, name in ipairs(list) do
        read[type(name) == "table" and name.name or name] = true
      end
    end
  end
  return read, whole
end

local function run(ctx)
  local set = set_fields(ctx)
  local read, whole = read_names(ctx)
  for _, record in pairs(ctx.base.records) do
    for _, field in ipairs(record.node.fields) do
      local name = field.name
      if not set[record][name] and not set[record].all then
        ctx:report(record.file, field, "field",
          ("nothing sets the field '%s' of '%s'"):format(name, record.name),
          "set it in a rule or a link, or leave it out")
      elseif name:match("^_") and not read[name] and not whole then
        ctx:report(record.file, field, "field",
          ("nothing reads the private field '%s', and it is never printed")
          :format(name), "leave it out")
      end
    end
  end
end

return { run = run }
