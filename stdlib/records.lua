--[[
From matches to records: mentions, records, `adds`, links, merges, in this
order; each stage sees the finished result of the one before.

    local records = require "records"
    local page = records.extract(program, { reference = false, meta = {...} })
    page.output  --> list of finished records, in order of start
]]
local budget = require "budget"
local core = require "core"
local field = require "field"
local linking = require "linking"
local merge = require "merge"
local path = require "path"
local value = require "value"

local ipairs, pairs, pcall, setmetatable, table, type = ipairs, pairs, pcall,
  setmetatable, table, type
local as_field, put = field.of, field.put

local _ENV <const> = nil

local NONE <const> = {}
local END <const> = 0xffffffff -- behind all places: every block is done

local Page = {}
Page.__index = Page

-- ---------------------------------------------------------------------------
-- Fields

-- The names of a rule's expressions: fields set by `set`, then captures, then
-- fields that were copied. At 1 the record, at 2 the names of the captures, at
-- 3 the names that were set.
local Names = {}
function Names.__index(t, name)
  local v
  if not t[3][name] then v = t[2][name] end
  if v == nil then v = t[1].fields[name] end
  return v
end

-- `set name` copies the fields of a row or a record from its value.
local function copy(thing, record, from, span)
  if type(from) ~= "table" then return end
  for name in pairs(record.fields) do
    if from[name] ~= nil then put(thing, record, name, from[name], span) end
  end
end

-- The first capture of a name as a span, or nil.
local function first(def, node, name)
  local number = def.number[name]
  local s, e = nil, nil
  if number then s, e = core.capture(node, number) end
  return s and { s = s, e = e } or nil
end

-- The rule or link at work, and where: for the line of a page that ends in it.
function Page:working(def)
  self.program.running = def
  core.working(def.serial, self.at)
end

-- Runs the `set` of a rule.
local function runsets(page, def, node, thing, env, only)
  local record, written, sets = def.record, {}, def.sets
  local names = setmetatable({ thing, env, written }, Names)
  page:working(def)
  for i = 1, #sets do
    local set = sets[i]
    local name = set.name
    local span = first(def, node, name)
    if set.value then
      local v = set.value(names)
      written[name] = v ~= nil or nil
      if v == nil and span then thing.fields[name] = nil end
      put(thing, record, name, v, span)
    else
      copy(thing, record, env[name], only or span)
    end
  end
  return names
end

-- Runs the captures and the `set` of a rule into thing.fields. `only` is the
-- one capture of an `each`.
local function fill(page, def, node, thing, only)
  local record, captures = def.record, def.captures
  local env = page.values:env(node, def)
  if only then
    env = setmetatable({ [def.node.each] = page.values:of_capture(only) },
      { __index = env })
  end
  for i = 1, #captures do
    local name = captures[i]
    local span = record.fields[name] and first(def, node, name)
    if span then
      if only and name == def.node.each then span = only end
      put(thing, record, name, env[name], span)
    end
  end
  return runsets(page, def, node, thing, env, only)
end

-- ---------------------------------------------------------------------------
-- Stages

-- The last span of a sorted list that starts at or before `at`.
local function covers(spans, at)
  local low, high = 1, #spans
  while low <= high do
    local mid = (low + high) // 2
    if spans[mid].s <= at then low = mid + 1 else high = mid - 1 end
  end
  local last = spans[high]
  return last ~= nil and at < last.reach
end

-- Ignore spans by what they ignore; `reach` is the furthest end so far.
function Page:ignore(matches)
  for _, m in ipairs(matches.ignore) do
    local of = m.def.of
    local name = of.mention and of.mention.name or of.rule or of.record
    local list = self.ignored[name]
    if not list then
      list = {}
      self.ignored[name] = list
    end
    local last = list[#list]
    list[#list + 1] = { s = m.s, e = m.e,
      reach = last and last.reach > m.e and last.reach or m.e }
  end
end

function Page:isignored(name, at)
  local spans = self.ignored[name]
  return spans ~= nil and covers(spans, at)
end

-- Why nothing may come of a match for `name`: "overlap" with what was taken up
-- to `reach`, "ignored", or nil.
function Page:refused(def, name, m, reach)
  if m.s < reach then return "overlap" end
  if self:isignored(name, m.s)
     or name ~= def.name and self:isignored(def.name, m.s) then
    return "ignored"
  end
  return nil
end

-- Told of each match of which nothing comes, of each record made and of what
-- was added to one: for the explainer, which listens in their place.
function Page.lost() end
function Page.made() end
function Page.added() end

-- A match that is taken is a mention itself.
function Page:findmentions(matches)
  for _, m in ipairs(matches.mention) do
    local def = m.def
    local name = def.name
    local list = self.mentions[name]
    if not list then
      list = {}
      self.mentions[name] = list
    end
    local n = #list
    local why = self:refused(def, name, m, n > 0 and list[n].e or 0)
    if why then self:lost(m, why) else list[n + 1] = m end
  end
end

function Page:holds(def, thing, env)
  local needs = def.needs
  for i = 1, #needs do
    local need = needs[i]
    local found = path.find(self, need.path, thing, env)
    if (found == nil) ~= (need.no == true) then return false end
  end
  return true
end

local function newthing(def, s, e)
  return { type = def.record.name, rule = def.name, s = s, e = e, fields = {},
           spans = {} }
end

function Page:build(def, m)
  local list = self.records[def.record.name]
  if not def.node.each then
    local thing = newthing(def, m.s, m.e)
    local env = fill(self, def, m.node, thing)
    if not self:holds(def, thing, env) then return false end
    list[#list + 1] = thing
    self:made(thing, m)
    return true
  end
  local captures = self.values:captures(m.node, def, def.node.each)
  local each = { n = #captures, s = m.s }
  local made = {}
  for i, c in ipairs(captures) do
    local thing = newthing(def, c.s, c.e)
    thing.each, thing.index = each, i
    local env = fill(self, def, m.node, thing, c)
    if i == 1 and not self:holds(def, thing, env) then return false end
    made[i] = thing
  end
  for _, thing in ipairs(made) do
    list[#list + 1] = thing
    self:made(thing, m)
  end
  return true
end

-- One sweep: a match is taken if it overlaps none taken of its own type, does
-- not start in a span ignored for it, and what it needs is there.
function Page:makerecords(matches)
  local reach = {}
  for _, m in ipairs(matches.rule) do
    local def = m.def
    if def.node.makes then
      self.at = m.s
      local name = def.record.name
      local why = self:refused(def, name, m, reach[name] or 0)
      if why then self:lost(m, why)
      elseif self:build(def, m) then reach[name] = m.e
      else self:lost(m, "needs")
      end
    end
  end
end

function Page:pagerecord()
  local list = self.records.page
  if not list then return nil end
  return list[1]
end

function Page:addfields(def, thing, found)
  for name, v in pairs(thing.fields) do
    local kind = def.record.fields[name]
    local span = thing.spans[name] or thing
    if found.fields[name] == nil then
      found.fields[name] = v
      found.spans[name] = { s = span.s, e = span.e,
                            rule = span.rule or def.name }
    elseif kind.list then
      local list = found.fields[name]
      for _, item in ipairs(v) do list[#list + 1] = item end
    end
  end
end

function Page:add(def, m)
  local thing = newthing(def, m.s, m.e)
  local env = fill(self, def, m.node, thing)
  if not self:holds(def, thing, env) then
    self:lost(m, "needs")
    return
  end
  local found
  if def.to then
    found = path.find(self, def.to, thing, env)
  elseif def.record.name == "page" then
    found = self:pagerecord()
  end
  if not found then
    self:lost(m, "target")
    return
  end
  self:added(m, thing, found)
  self:addfields(def, thing, found)
end

function Page:runadds(matches)
  local byrule = {}
  for _, m in ipairs(matches.rule) do
    if m.def.node.adds then
      local list = byrule[m.def] or {}
      byrule[m.def] = list
      list[#list + 1] = m
    end
  end
  for _, def in ipairs(self.program.rules) do
    local reach = 0
    for _, m in ipairs(byrule[def] or NONE) do
      local why = self:refused(def, def.record.name, m, reach)
      if why then
        self:lost(m, why)
      else
        reach = m.e
        self:add(def, m)
      end
    end
  end
end

-- What the caller knows of the page serves where the page itself is silent.
function Page:fillknown()
  local thing = self:pagerecord()
  if not thing then return end
  for _, name in ipairs { "published", "outlet" } do
    if thing.fields[name] == nil then thing.fields[name] = self.known[name] end
  end
end

Page.link = linking.link

function Page:runmerges()
  for _, def in ipairs(self.program.merges) do
    self:working(def)
    merge.run(self, def)
  end
end

-- Told by merge and path; the explainer listens here.
function Page.joined() end

function Page:few(asking, found)
  self.warnings[#self.warnings + 1] = { kind = "respective",
    message = ("%s: %d values, but only %d records before them")
      :format(asking.rule, asking.each.n, found) }
end

-- ---------------------------------------------------------------------------
-- Output

local function from_of(thing)
  local from
  for name, span in pairs(thing.spans) do
    if thing.fields[name] ~= nil and name:sub(1, 1) ~= "_"
       and (span.s < thing.s or span.e > thing.e) and span.e > span.s then
      from = from or {}
      from[name] = { s = span.s, e = span.e, rule = span.rule or thing.rule }
    end
  end
  return from
end

-- Fills the fields that nothing has filled. `careful`: a default that raises
-- (it is why the page ends here, or would be) fills none.
function Page:filldefaults(thing, careful)
  local record = self.program.records[thing.type]
  for name, default in pairs(record.defaults) do
    if thing.fields[name] == nil then
      local v
      if careful then
        local ok, given = pcall(default, NONE)
        v = ok and given or nil
      else
        v = default(NONE)
      end
      thing.fields[name] = as_field(record.fields[name], v)
    end
  end
end

function Page:finish(careful)
  local out = {}
  for name, list in pairs(self.records) do
    if name ~= "page" then
      for i, thing in ipairs(list) do
        if not thing.gone then
          thing.rank = i
          out[#out + 1] = thing
        end
      end
    end
  end
  table.sort(out, function (a, b)
    if a.s ~= b.s then return a.s < b.s end
    if a.e ~= b.e then return a.e > b.e end
    if a.type ~= b.type then return a.type < b.type end
    return a.rank < b.rank
  end)
  for _, thing in ipairs(out) do
    self:filldefaults(thing, careful)
    thing.from = from_of(thing)
  end
  self.output = out
end

-- Matches by their spans; the node, which has the captures, and the value are
-- made where they are asked for.
local function class_of(page)
  local class = {}
  function class:__index(name)
    local v
    if name == "node" then v = core.taken(self.number, self.s, self.e)
    elseif name == "value" then v = page.values:of(self.node)
    end
    self[name] = v
    return v
  end
  return class
end

-- All matches; those of each kind of definition, too.
local function matches_of(page)
  local flat, rules, class = core.found(), page.program.rules, class_of(page)
  local list = { rule = {}, mention = {}, ignore = {} }
  for i = 1, #flat, 3 do
    local number = flat[i + 2]
    local def = rules[number + 1]
    local name = def.kind
    local m = setmetatable({ s = flat[i], e = flat[i + 1], def = def,
      number = number, mention = name == "mention" }, class)
    local kind = list[name]
    list[#list + 1] = m
    kind[#kind + 1] = m
  end
  return list
end

local function newpage(program, options)
  path.begin()
  local page = setmetatable({ program = program, values = value.new(program),
    mentions = {}, records = {}, ignored = {}, warnings = {}, at = 0 }, Page)
  for name, f in pairs(options.listener or {}) do page[name] = f end
  program.guard = function (def, node) return page.values:guard(def, node) end
  for name in pairs(program.records) do page.records[name] = {} end
  if page.records.page then
    local fields = {}
    for name, v in pairs(options.meta or {}) do fields[name] = v end
    page.records.page[1] = { type = "page", rule = "page", s = 0, e = 0,
      fields = fields, spans = {} }
    page.known = options.known or {}
  end
  return page
end

-- Leaves out what stands at or behind `at`, in a block that was not done.
function Page:leave(at)
  for _, list in pairs(self.records) do
    for _, thing in ipairs(list) do
      if thing.s >= at then thing.gone = true end
    end
  end
end

local function own(page)
  core.stage "records"
  page.matches = matches_of(page)
  page:ignore(page.matches)
  page:findmentions(page.matches)
  page:makerecords(page.matches)
end

local function scan(_, options) core.scan(options.reference, options.upto) end

local function whole(page, options)
  scan(page, options)
  own(page)
  page.at = END
  page:runadds(page.matches)
  page:fillknown()
  core.stage "links"
  linking.run(page)
  page:runmerges()
  core.stage "out"
  page:finish()
end

-- Extracts the open page. `options.meta`: what is known of the page already.
-- Where that ends in an error, `page.raised` is the error, `page.culprit` the
-- rule that ran, `page.limit` the limit that it hit, if it was one of texts or
-- comparisons, and the records are those of the blocks that were done,
-- without what arrives around them. So, too, where `options.cut` says that the
-- page's end is missing; `options.upto`: only the blocks before that place.
local function extract(program, options)
  local page = newpage(program, options)
  local ok, raised = pcall(options.cut and scan or whole, page, options)
  if ok and not options.cut then return page end
  local culprit, limit = program.running, budget.again()
  page = newpage(program, options)
  if not pcall(own, page) then page:leave(core.paragraph(page.at)) end
  page:finish(true)
  if not ok then
    page.raised, page.culprit, page.limit = raised, culprit, limit
  end
  return page
end

return { extract = extract }
