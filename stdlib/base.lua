--[[
A rule base: the rule files that are in use, their packages, and what each name
means where. Reading and naming only; compile.lua makes patterns of it.

    local base = require "base"
    local b = base.new(reader, folders)
    b:add("rules/indicator.rule", { shipped = true })
    b:finish()
    b.problems  --> list of { file, at, to, message, hint }; empty: all is well;
                    `nowhere`: of the file itself, not of a place in it
    b.unread    --> whether something that is needed could not be read: what is
                    missing then need not be a mistake

`folders`, each with a slash at its end, is where packages are looked for that
stand neither beside the user's file nor among the shipped ones.
`reader(path, shipped, root)` gives the text of a file; or nil, a message, and
whether there is none. Below the folder `root` no link is followed; without one
the user named the path. A file:

    { path, source, package, shipped, folder, root, uses = {package...},
      functions = {name = f}, items }
]]
local grammar = require "grammar"
local sandbox = require "sandbox"
local tsv = require "tsv"
local expression = require "expression"

local ipairs, pairs, setmetatable, table, next = ipairs, pairs, setmetatable,
  table, next

local _ENV <const> = nil

local Base = {}
Base.__index = Base

local function new(reader, search)
  return setmetatable({ reader = reader, search = search or {}, files = {},
    bypath = {}, packages = {}, problems = {}, terms = {}, vocabularies = {},
    records = {}, rules = {}, order = {}, ignores = {}, links = {}, merges = {},
    offs = {}, overrides = {} }, Base)
end

function Base:problem(file, node, message, hint)
  self.problems[#self.problems + 1] = { file = file, at = node.at,
    to = grammar.trim(file.source, node.at, node.to), message = message,
    hint = hint }
end

-- ---------------------------------------------------------------------------
-- Files

local function folder_of(path) return path:match("^(.*/)[^/]*$") or "" end

local function package_of(path)
  local stem = path:match("([^/]*)$"):gsub("%.rule$", ""):lower()
  return stem:match("^[%l_][%w_]*$") and not grammar.keywords[stem] and stem
    or "user"
end

-- A path inside the file's folder, or nil where it would leave it.
local function inside(file, name)
  if name:match("^/") or name:match("%.%.") or name:match("\\")
     or name:match("%z") then
    return nil
  end
  return file.folder .. name
end

function Base:readnear(file, node, name)
  local path = inside(file, name)
  if not path then
    self:problem(file, node, ("'%s' lies outside the rule file's folder")
      :format(name), "name a file beside the rule file or below it")
    return nil
  end
  local text, message = self.reader(path, file.shipped, file.root)
  if not text then
    self:problem(file, node, ("'%s' cannot be read: %s"):format(path, message),
      "a file is named from the folder of the rule file")
  end
  return text, path
end

function Base:loadfunctions(file, node)
  local text, path = self:readnear(file, node, node.file)
  local functions, message
  if text then functions, message = sandbox.load(text, path, file.shipped) end
  if message then
    self:problem(file, node, message,
      "such a file ends with  return { name = a_function }")
  end
  if not functions then
    self.unread = true
    return
  end
  for name, f in pairs(functions) do file.functions[name] = f end
end

-- Where package `name` stands: a file of that name near the user's, one of the
-- shipped ones, or one in the folders of the search path.
function Base:find(file, name)
  local relative = name:gsub("%.", "/") .. ".rule"
  if not file.shipped then
    local path = file.folder .. relative
    local text, message, missing = self.reader(path, false, file.root)
    if self.bypath[path] or text then return path, false, file.root end
    if not missing then return nil, nil, nil, message end
  end
  for _, prefix in ipairs { "stdlib/", "rules/" } do
    if self.reader(prefix .. relative, true) then
      return prefix .. relative, true
    end
  end
  if file.shipped then return nil end
  local path, root = self:search_for(name)
  return path, false, root
end

-- The file of a package in the folders of the search path, and the folder; or
-- nil.
function Base:search_for(name)
  local relative = name:gsub("%.", "/") .. ".rule"
  for _, folder in ipairs(self.search) do
    if self.reader(folder .. relative, false, folder) then
      return folder .. relative, folder
    end
  end
end

function Base:import(file, node)
  file.uses[#file.uses + 1] = node.name
  if self.packages[node.name] and not self.loading[node.name] then return end
  if self.loading[node.name] then
    self.unread = true
    self:problem(file, node, ("'%s' is being read already: the packages use \z
      each other in a circle"):format(node.name),
      "move what both need into a third package")
    return
  end
  local path, shipped, root, unreadable = self:find(file, node.name)
  if not path then
    self.unread = true
    if unreadable then
      self:problem(file, node, ("package '%s' cannot be read: %s")
        :format(node.name, unreadable),
        "a package is a file of the rule file's folder")
      return
    end
    self:problem(file, node, ("there is no package '%s'"):format(node.name),
      self:suggest(node.name, self.packages) or
        ("it would stand in the file %s beside this one or in a folder of \z
          TRICH_PATH"):format(
          (node.name:gsub("%.", "/")) .. ".rule"))
    return
  end
  self:add(path, { shipped = shipped, root = root })
end

-- What of the set was meant; where nothing is near, and `label` is given, all.
function Base:suggest(name, set, label)
  local near = expression.nearest(name, set)
  return near and ("did you mean '%s'?"):format(near)
    or label and next(set) and label .. " " .. expression.listed(set) or nil
end

-- Reads one rule file and what it uses. Imports come first, so that what a
-- file builds on stands before it in every order.
function Base:add(path, options)
  if self.bypath[path] then return self.bypath[path] end
  local source, message = self.reader(path, options.shipped, options.root)
  local file = { path = path, source = source or "", uses = {},
    functions = {}, shipped = options.shipped or false,
    folder = folder_of(path), root = options.root or folder_of(path),
    package = package_of(path) }
  self.bypath[path] = file
  if not source then
    self.problems[#self.problems + 1] = { file = file, at = 1, to = 1,
      nowhere = true, message = "cannot be read: " .. message }
    self.unread = true
    return file
  end
  local items, _, errors = grammar.parse(source)
  for _, bad in ipairs(errors or {}) do
    self:problem(file, bad, bad.message, bad.hint)
  end
  if not items then
    self.unread = true
    return file
  end
  file.items = items
  if items[1] and items[1].tag == "package" then
    file.package = items[1].name
  end
  self.loading = self.loading or {}
  self.loading[file.package] = true
  for _, item in ipairs(items) do
    if item.tag == "use" then
      for _, ref in ipairs(item.refs) do
        if ref.tag == "lua" then self:loadfunctions(file, ref)
        else self:import(file, ref) end
      end
    end
  end
  self.loading[file.package] = nil
  self.files[#self.files + 1] = file
  self.packages[file.package] = self.packages[file.package] or {}
  table.insert(self.packages[file.package], file)
  return file
end

-- ---------------------------------------------------------------------------
-- Names

-- The definition that `name` means in `file`, from one of the tables of the
-- base, or nil.
function Base:get(kind, file, name)
  local set = self[kind]
  if set[name] and name:find(".", 1, true) then return set[name] end
  local own = set[file.package .. "." .. name]
  if own then return own end
  for _, package in ipairs(file.uses) do
    local found = set[package .. "." .. name]
    if found then return found end
  end
  return nil
end

-- What could have been meant by a name that is not known: one of a package that
-- is not in use, or one that is spelt nearly so.
function Base:meant(name, ...)
  local packages = {}
  for _, kind in ipairs { ... } do
    for full in pairs(self[kind]) do
      local package, simple = full:match("^(.*)%.([^.]*)$")
      local old = packages[simple]
      if not old or package < old then packages[simple] = package end
    end
  end
  local prefix, simple = name:match("^(.*)%.([^.]*)$")
  simple = simple or name
  if packages[simple] then
    return ("package '%s' has one: write  use %s"):format(packages[simple],
      packages[simple])
  end
  return self:suggest(simple, packages) or prefix and not self.packages[prefix]
    and ("no package '%s' is in use: write  use %s"):format(prefix, prefix)
    or nil
end

-- As `get`; where there is none, nil and a suggestion.
function Base:lookup(kind, file, name)
  local found = self:get(kind, file, name)
  if found then return found end
  return nil, self:meant(name, kind)
end

-- A term or a vocabulary: what a capitalised name in a pattern can be.
function Base:constituent(file, name)
  local found = self:get("terms", file, name)
    or self:get("vocabularies", file, name)
  if found then return found end
  return nil, self:meant(name, "terms", "vocabularies")
end

local function place(def)
  local line = 1
  for _ in def.file.source:sub(1, def.node.at - 1):gmatch("\n") do
    line = line + 1
  end
  return ("%s:%d"):format(def.file.path, line)
end

-- Where a name of a node stands, for a message.
local function spot(node, key)
  local at = node[key .. "_at"]
  return at and { at = at, to = at + #node[key] } or node
end

-- Enters a definition under its full name; an override takes the place of an
-- earlier one and keeps its rank.
function Base:define(kind, file, node)
  local set, simple = self[kind], node.name
  local full = file.package .. "." .. simple
  if node.override then
    local old, hint = self:lookup(kind, file, simple)
    if not old then
      self:problem(file, spot(node, "name"),
        ("there is no '%s' to override"):format(simple), hint)
      return nil
    end
    old.node, old.file, old.overridden = node, file, true
    return old
  end
  if simple:find(".", 1, true) then
    self:problem(file, spot(node, "name"),
      ("'%s': a new name has no dot"):format(simple),
      "write  override  before it to replace one of another package")
    return nil
  end
  local twin = self.terms[full] or self.vocabularies[full] or self.rules[full]
  if twin then
    self:problem(file, spot(node, "name"),
      ("'%s' is defined twice"):format(simple),
      ("the first one stands at %s"):format(place(twin)))
    return nil
  end
  local def = { name = full, simple = simple, file = file, node = node,
                kind = node.kind or node.tag }
  set[full] = def
  return def
end

-- ---------------------------------------------------------------------------
-- Items

local collect = {}

function collect.package(self, file, node)
  if node ~= file.items[1] then
    self:problem(file, node, "'package' stands first in a file, and once",
      "a package of its own has a file of its own")
  end
end

function collect.use() end

function collect.record(self, file, node)
  local old = self.records[node.name]
  if old then
    self:problem(file, spot(node, "name"),
      ("record '%s' is defined twice"):format(node.name),
      ("the first one stands at %s"):format(place(old)))
    return
  end
  local record = { name = node.name, file = file, node = node, fields = {},
                   order = {} }
  for _, field in ipairs(node.fields) do
    if record.fields[field.name] then
      self:problem(file, field, ("field '%s' stands twice"):format(field.name),
        "leave one of the two out")
    end
    record.fields[field.name] = field
    record.order[#record.order + 1] = field.name
  end
  self.records[node.name] = record
end

local function line_span(source, line)
  local at = 1
  for _ = 2, line do at = (source:find("\n", at, true) or #source) + 1 end
  local to = source:find("\n", at, true) or #source + 1
  return { at = at, to = to }
end

function Base:rows(file, node)
  if node.phrases then
    local rows = {}
    for i, phrase in ipairs(node.phrases) do
      rows[i] = { phrase = phrase.text, node = phrase, file = file,
                  columns = { phrase = phrase.text } }
    end
    return rows
  end
  local text, path = self:readnear(file, node, node.file)
  if not text then return {} end
  local rows, problems = tsv.parse(text)
  local tsvfile = { path = path, source = text }
  for _, p in ipairs(problems or {}) do
    self:problem(tsvfile, line_span(text, p.line), p.message,
      "cells are separated by one tab; the first line names the columns")
  end
  for _, row in ipairs(rows or {}) do row.file, row.tsv = tsvfile, true end
  return rows or {}
end

function collect.vocabulary(self, file, node)
  if node.adds then
    local def, hint = self:lookup("vocabularies", file, node.name)
    if not def then
      self:problem(file, spot(node, "name"),
        ("there is no vocabulary '%s' to add to"):format(node.name), hint)
      return
    end
    def.more = def.more or {}
    table.insert(def.more, self:rows(file, node))
    return
  end
  local def = self:define("vocabularies", file, node)
  if def then def.rows = self:rows(file, node) end
end

function collect.term(self, file, node)
  local def = self:define("terms", file, node)
  if def and not def.overridden then
    self.order[#self.order + 1] = def
  end
  if def then def.kind = node.kind end
end

function collect.rule(self, file, node)
  local def = self:define("rules", file, node)
  if def and not def.overridden then self.order[#self.order + 1] = def end
end

local function append(name)
  return function (self, file, node)
    local list = self[name]
    list[#list + 1] = { name = file.package .. "." .. (node.name or node.tag),
                        simple = node.name, file = file, node = node,
                        kind = node.tag }
  end
end
collect.ignore = append "ignores"
collect.link = append "links"
collect.merge = append "merges"

function collect.off(self, file, node)
  self.offs[#self.offs + 1] = { file = file, node = node }
end

-- A link of that name: in full, or of this package or one in use.
function Base:findlink(file, name)
  local known = { [name] = true, [file.package .. "." .. name] = true }
  for _, package in ipairs(file.uses) do
    known[package .. "." .. name] = true
  end
  for _, link in ipairs(self.links) do
    if known[link.name] then return link end
  end
  return nil
end

function Base:switchoff()
  for _, off in ipairs(self.offs) do
    for _, node in ipairs(off.node.names) do
      local def, hint = self:lookup("rules", off.file, node.name)
      def = def or self:findlink(off.file, node.name)
      if def then def.off = true
      else
        self:problem(off.file, node,
          ("there is no rule or link '%s' to switch off"):format(node.name),
          hint)
      end
    end
  end
end

-- The user's files go before the shipped ones: in the choice between two
-- equal matches, and among links, the user's comes first.
function Base:finish()
  local files = {}
  for _, shipped in ipairs { false, true } do
    for _, file in ipairs(self.files) do
      if file.shipped == shipped then files[#files + 1] = file end
    end
  end
  -- vocabularies and records first, then overrides after what they replace
  for _, pass in ipairs { "define", "change" } do
    for _, file in ipairs(files) do
      for _, item in ipairs(file.items or {}) do
        local change = item.override or item.tag == "off"
          or item.tag == "vocabulary" and item.adds
        if (pass == "change") == (change and true or false) then
          collect[item.tag](self, file, item)
        end
      end
    end
    -- what is to be changed may stand in a file that is no rule file yet
    if self.unread then return false end
  end
  self:switchoff()
  return next(self.problems) == nil
end

return { new = new, spot = spot }
