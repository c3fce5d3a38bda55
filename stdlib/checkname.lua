--[[
Findings about names:

    unused      a term, vocabulary, mention, record or capture of no use
    duplicate   two links of one name; a rule that another one always beats
    ambiguous   a name that two of the packages in use have

    require("checkname").run(ctx)
]]
local expression = require "expression"
local tree = require "tree"

local ipairs, pairs = ipairs, pairs

local _ENV <const> = nil

-- Every item that can hold names: definitions, links, merges.
local function holders(base)
  local all = {}
  for _, list in ipairs { base.order, base.ignores, base.links, base.merges } do
    for _, def in ipairs(list) do all[#all + 1] = def end
  end
  return all
end

-- ---------------------------------------------------------------------------
-- What nothing refers to

local function used_in_patterns(base, used)
  for _, def in ipairs(holders(base)) do
    local own = {}
    if def.node.pattern then
      tree.walk(def.node.pattern, function (n)
        if n.tag == "ref" and n.def and n.def ~= def then own[n.def] = true end
        if n.tag == "ref" and not n.def then -- of a rule that is off
          local found = base:get("terms", def.file, n.name)
            or base:get("vocabularies", def.file, n.name)
          if found then own[found] = true end
        end
      end)
    end
    for other in pairs(own) do used[other] = true end
  end
end

local function looked_for(base, used)
  local function look(def, name)
    local mention = not base.records[name]
      and base:get("terms", def.file, name)
    if mention then used[mention] = true end
  end
  for _, def in ipairs(holders(base)) do
    for _, step in ipairs(tree.steps(def.node)) do look(def, step.of) end
    if def.kind == "link" or def.kind == "merge" then look(def, def.node.of) end
  end
end

local function unused_constituents(ctx)
  local base, used, looked = ctx.base, {}, {}
  used_in_patterns(base, used)
  looked_for(base, looked)
  for _, def in pairs(base.terms) do
    if def.kind == "mention" and not looked[def] then
      ctx:report(def.file, def.node, "unused",
        ("nothing looks for the mention '%s'"):format(def.simple), used[def]
          and "write  term  in place of  mention" or "leave it out")
    elseif def.kind ~= "mention" and not used[def] then
      ctx:report(def.file, def.node, "unused",
        ("no pattern uses the term '%s'"):format(def.simple), "leave it out")
    end
  end
  for _, def in pairs(base.vocabularies) do
    -- the words after which a full stop ends no sentence are used by the view
    if not used[def] and def.simple ~= "Abbreviation" then
      ctx:report(def.file, def.node, "unused",
        ("no pattern uses the vocabulary '%s'"):format(def.simple),
        "leave it out")
    end
  end
end

local function unused_records(ctx)
  local made = { page = true } -- there is one on every page
  for _, def in ipairs(ctx.base.order) do
    if def.kind == "rule" and def.node.makes then
      made[def.node.makes] = true
    end
  end
  for name, record in pairs(ctx.base.records) do
    if not made[name] then
      ctx:report(record.file, record.node, "unused",
        ("no rule makes a record '%s'"):format(name),
        "write a rule  rule name : " .. name .. " = ...")
    end
  end
end

-- ---------------------------------------------------------------------------
-- Captures

local function names_in(item)
  local names = {}
  tree.expressions(item, function (e, place)
    if place == "expect" then return end
    tree.each(e, function (n)
      if n.tag == "name" then names[n.name] = true end
    end)
  end)
  for _, set in ipairs(item.sets or {}) do
    if not set.value then names[set.name] = true end
  end
  return names
end

local function unused_captures(ctx, def)
  local fields = def.record and def.record.fields or {}
  local names, told = names_in(def.node), {}
  tree.walk(def.node.pattern, function (n)
    if n.tag ~= "cap" or told[n.name] or names[n.name] or fields[n.name] then
      return
    end
    told[n.name] = true
    local near = expression.nearest(n.name, fields)
      or expression.nearest(n.name, names)
    ctx:report(def.file, n, "unused", def.record
      and ("capture '%s' is no field of '%s', and no expression uses it")
        :format(n.name, def.record.name)
      or ("no expression uses the capture '%s'"):format(n.name),
      near and near ~= n.name and ("did you mean '%s'?"):format(near)
        or "leave the capture out")
  end)
end

-- ---------------------------------------------------------------------------
-- Twice

local function links(ctx)
  local seen = {}
  for _, def in ipairs(ctx.base.links) do
    if seen[def.name] then
      ctx:report(def.file, def.node, "duplicate",
        ("there are two links '%s'"):format(def.simple),
        "`from` of a record and `off` name links: give each its own name")
    end
    seen[def.name] = true
  end
end

-- A rule of the same pattern and type that comes later never makes a record,
-- where nothing but the pattern decides on the first one.
local function beaten(ctx)
  local by = {}
  for _, def in ipairs(ctx.defs) do
    local node = def.node
    if def.kind == "rule" and node.makes then
      local list = by[node.makes] or {}
      by[node.makes] = list
      for _, first in ipairs(list) do
        if tree.same(first.node.pattern, node.pattern) then
          ctx:report(def.file, node, "duplicate",
            ("'%s' has the pattern of '%s', which always comes first"):format(
              def.simple, first.simple), "leave one of the two out")
          break
        end
      end
      if not node.where and not (def.needs and def.needs[1]) then
        list[#list + 1] = def
      end
    end
  end
end

-- ---------------------------------------------------------------------------
-- Names of several packages

local function ambiguous(ctx)
  for _, def in ipairs(ctx.defs) do
    local told = {}
    tree.walk(def.node.pattern, function (n)
      if n.tag ~= "ref" or n.name:find(".", 1, true) or told[n.name] then
        return
      end
      local file, found = def.file, {}
      if n.def.file.package == file.package then return end
      for _, package in ipairs(file.uses) do
        local full = package .. "." .. n.name
        local other = ctx.base.terms[full] or ctx.base.vocabularies[full]
        if other then found[#found + 1] = full end
      end
      if #found > 1 then
        told[n.name] = true
        ctx:report(file, n, "ambiguous",
          ("'%s' stands in two packages that are used: %s and %s"):format(
            n.name, found[1], found[2]), ("write  %s"):format(found[1]))
      end
    end)
  end
end

local function run(ctx)
  unused_constituents(ctx)
  unused_records(ctx)
  for _, def in ipairs(ctx.defs) do unused_captures(ctx, def) end
  links(ctx)
  beaten(ctx)
  ambiguous(ctx)
end

return { run = run }
