--[[
What was just seen at the REPL, records or matches of a pattern: the examples
that :keep and :reject write of it, the names that `= E` has of it.

    local replkeep = require "replkeep"
    replkeep.methods, replkeep.commands    -- for the REPL

What was seen is told by the child that ran it, as texts: `self.seen` is a list
of { owner, texts, all, own, names, known }, with the `pattern` that was tried.

    owner   the rule, or the term, under which an example of it belongs
    texts   that hold it, the shortest first
    all     all its values in the rule language; own: those from its own span
    names   name -> value in the rule language, of its fields or captures
    known   the names that it could have
]]
local compile = require "compile"
local core = require "core"
local engine = require "engine"
local example = require "example"
local host = require "host"
local keeper = require "keeper"
local replscratch = require "replscratch"
local tree = require "tree"

local getmetatable, ipairs, math, pairs, setmetatable, table, tonumber, type =
  getmetatable, ipairs, math, pairs, setmetatable, table, tonumber, type

local _ENV <const> = nil

local SCRATCH <const> = replscratch.PATH
local MOST_KEPT_BYTES <const> = 500 -- of a text that :keep writes
local MOST_NAMED <const> = 4 -- of those among which a number must choose

local methods, commands = {}, {}

local function say(text) host.write(text .. "\n") end

local function program() return engine.state.program end

-- ---------------------------------------------------------------------------
-- What was seen, told in the child

-- Texts that hold a span, the shortest first, each in one line; `alone` begins
-- with the span itself.
local function around(s, e, alone)
  local last = math.max(s, e - 1)
  local texts, known = {}, {}
  local function add(from, to)
    local text = core.raw(from, to):gsub("%s+", " "):gsub("^ ", "")
      :gsub(" $", "")
    if not known[text] and #text <= MOST_KEPT_BYTES then
      known[text] = true
      texts[#texts + 1] = text
    end
  end
  if alone then
    add(s, e)
    return texts
  end
  local a, _ = core.sentence(s)
  local _, b = core.sentence(last)
  add(a, b)
  a, _ = core.paragraph(s)
  _, b = core.paragraph(last)
  add(a, b)
  add(0, #core.subject() - 1)
  return texts
end

-- A row of a vocabulary as a plain table; any other value as it is.
local function plain(v)
  local row = getmetatable(v)
  if type(v) ~= "table" or not row or not v.text then return v end
  local all = { text = v.text }
  for name, cell in pairs(row.__index) do all[name] = cell end
  return all
end

local function described(entry, s, e, values)
  entry.names = { match = keeper.literal(core.text(s, e)),
    sentence = keeper.literal(core.text(core.sentence(s))) }
  for name, v in pairs(values) do
    entry.names[name] = keeper.literal(plain(v))
  end
  return entry
end

-- What :keep must know of a record of a result, `thing` among the page's.
function methods.seenrecord(_, record, thing)
  local own = {}
  for _, name in ipairs(record.order) do
    if not (record.from and record.from[name]) then own[#own + 1] = name end
  end
  return described({ owner = record.rule, known = record.order,
    texts = around(thing.s, thing.e),
    all = keeper.literal(record.fields, record.order),
    own = keeper.literal(record.fields, own) }, thing.s, thing.e,
    record.fields)
end

-- The term that a pattern is nothing but a name of.
local function owner_of(def)
  local p = tree.bare(def.node.pattern)
  return p.tag == "ref" and p.def.kind ~= "vocabulary" and not def.node.where
    and not def.node.value and p.def or nil
end

-- What it must know of a match of a pattern, whose values `env` has.
function methods.seenmatch(_, def, s, e, env, v)
  local values, known = {}, {}
  for _, name in ipairs(def.captures) do
    values[name], known[#known + 1] = env[name], name
  end
  local owner = owner_of(def)
  if owner then v = owner.value and values[def.captures[1]] or nil end
  return described({ owner = owner and owner.name, known = known,
    texts = around(s, e, true), all = v ~= nil and keeper.literal(plain(v))
    or nil }, s, e, values)
end

-- ---------------------------------------------------------------------------
-- Names of expressions

-- Texts in the rule language as the values of these names, made when used.
local function made(texts)
  return setmetatable({}, { __index = function (_, name)
    local f = texts[name] and compile.expression(program(), texts[name])
    return f and f {}
  end })
end

-- The names that an expression can use, and the environment that has them:
-- those of what was seen last, and `seen` with the names of each.
function methods:seennames()
  local names, list = {}, self.seen or {}
  local last = list[#list]
  if not last then return names, {} end
  for _, name in ipairs(last.known) do names[name] = true end
  names.match, names.sentence, names.seen = true, true, true
  local env = made(last.names)
  if last.names.seen == nil then
    local all = {}
    for i, one in ipairs(list) do all[i] = made(one.names) end
    env.seen = all
  end
  return names, env
end

-- ---------------------------------------------------------------------------
-- Which is meant

local function which(found, command)
  if #found > MOST_NAMED then
    return ("which one?  :%s %s  to  :%s %s"):format(command, found[1], command,
      found[#found])
  end
  return ("which one?  :%s %s"):format(command,
    table.concat(found, ("  or  :%s "):format(command)))
end

-- What is meant: the only one seen, its number, or that of a rule.
function methods:meant(rest, command)
  local seen = self.seen or {}
  local noun = seen.pattern and "match" or "record"
  if not seen[1] then
    return nil, seen.pattern and "the pattern matched nothing"
      or "no record was seen: run the rules first"
  end
  local number = tonumber(rest)
  if number then
    return seen[number], ("there is no %s %s of %d"):format(noun, rest, #seen)
  end
  local found = {}
  for i, one in ipairs(seen) do
    if rest == "" or one.owner
       and (one.owner == rest or one.owner:match("([^.]*)$") == rest) then
      found[#found + 1] = i
    end
  end
  if #found == 1 then return seen[found[1]] end
  return nil, found[1] and which(found, command)
    or ("no %s of a rule '%s' was seen"):format(noun, rest)
end

-- Makes a term of the pattern that was tried last; what is meant then, or nil.
function methods:named(name, number)
  local seen = self.seen
  if not self:item(("term %s = %s"):format(name, seen.pattern)) then
    return nil
  end
  for _, one in ipairs(seen) do one.owner = SCRATCH .. "." .. name end
  return seen[number]
end

-- ---------------------------------------------------------------------------
-- Examples

local function holds(def, kind, text, expect)
  local test = { kind = kind, text = text, at = def.node.at }
  if expect then
    local f = compile.expression(program(), expect)
    test.want = f and f {}
  end
  return example.try(def, test, false).failures[1] == nil
end

-- The first example that does what it should: hold, best with all values, or,
-- of one to be rejected, fail until the rule is mended.
local function choose(def, kind, one)
  if kind == "rejects" then
    for _, text in ipairs(one.texts) do
      if not holds(def, kind, text) then return { text = text } end
    end
    return {}
  end
  for _, expect in ipairs { one.all or "{}", one.own or "{}" } do
    for _, text in ipairs(one.texts) do
      if holds(def, kind, text, expect ~= "{}" and expect or nil) then
        return { text = text, expect = expect }
      end
    end
  end
  return {}
end

-- Writes the source of one of the user's files; the scratch file's in memory.
function methods:rewrite(path, before, after)
  if path == SCRATCH then
    self.scratch = after:gsub("^[^\n]*\n", "")
    return true
  end
  local text, message = engine.read(path)
  if text ~= before then
    say(("%s: %s"):format(path, message
      or "it has been changed meanwhile: see :reload"))
    return false
  end
  return replscratch.write(path, after)
end

-- The rule or term that an example belongs to, or nil and why there is none.
local function owner(one)
  local base = program() and program().base
  local def = base and (base.rules[one.owner] or base.terms[one.owner])
  if not def then return nil, ("'%s' is gone"):format(one.owner) end
  if def.file.shipped then
    return nil, ("%s is shipped: only your own files are written")
      :format(def.name)
  end
  return def
end

function methods:write(def, lines)
  local before = def.file.source
  local after = keeper.insert(before, def.node, lines)
  if not self:rewrite(def.file.path, before, after) then return false end
  self.written = self.written or {}
  table.insert(self.written, { path = def.file.path, before = before,
    after = after })
  say(("%s: %s"):format(def.file.path, lines:gsub("^%s+", "")))
  self.typed = nil
  self:compile(self.asked)
  return true
end

function methods:example(kind, one)
  local def, why = owner(one)
  if not def then return say(why) end
  local chosen = self:inchild(function () return choose(def, kind, one) end)
  if not chosen then return end
  local lines = chosen.text and keeper.line(kind, chosen.text, chosen.expect)
  if not lines then
    return say("no text of one line shows it: write the example by hand")
  end
  if keeper.has(def.node, kind, chosen.text) then
    return say("the example is there already")
  end
  if self:write(def, lines) and kind == "rejects" then
    say(("(it fails until %s is mended)"):format(def.name))
  end
end

-- Of the matches of a pattern that is no term: they belong to none until it has
-- a name.
function methods:unnamed(kind, command, rest)
  local name, number = rest:match("^(%u[%w_]*)%s*(%d*)$")
  if not name then
    return say(("the pattern has no name yet:  :%s NAME  makes a term of it")
      :format(command))
  end
  if number == "" and self.seen[2] then number = "1" end
  local n = tonumber(number) or 1
  if not self.seen[n] then
    return say(("there is no match %d of %d"):format(n, #self.seen))
  end
  local one = self:named(name, n)
  if one then self:example(kind, one) end
end

local function writes(kind, command)
  return function (self, rest)
    local seen = self.seen
    if seen and seen.pattern and seen[1] and not seen[1].owner then
      return self:unnamed(kind, command, rest)
    end
    local one, why = self:meant(rest, command)
    if not one then return say(why) end
    self:example(kind, one)
  end
end

commands.keep = writes("accepts", "keep")
commands.reject = writes("rejects", "reject")

function commands.undo(self)
  local last = self.written and table.remove(self.written)
  if not last then return say("nothing was written") end
  local now = last.path == SCRATCH and self:scratchfile() or last.after
  if last.path == SCRATCH and now ~= last.after then
    return say("the scratch rules have changed since: nothing is taken back")
  end
  if not self:rewrite(last.path, last.after, last.before) then return end
  say(("%s is as it was"):format(last.path))
  self:compile(self.asked)
end

return { methods = methods, commands = commands }
