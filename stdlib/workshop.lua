--[[
The commands of the REPL by which rules are made: documents one after another,
why, the source of a rule, items typed in, examples kept, an editor, times.

    local workshop = require "workshop"
    workshop.install(Repl, commands)

What runs rules on a text does so in a child (vm/child.h): `Repl:inchild`.
]]
local child = require "child"
local compile = require "compile"
local core = require "core"
local documents = require "documents"
local engine = require "engine"
local example = require "example"
local explain = require "explain"
local explaintext = require "explaintext"
local fmt = require "fmt"
local grammar = require "grammar"
local host = require "host"
local json = require "json"
local keeper = require "keeper"
local scratch = require "scratch"

local io, ipairs, math, os, pairs, string, table, tonumber, tostring = io,
  ipairs, math, os, pairs, string, table, tonumber, tostring

local _ENV <const> = nil

local SCRATCH <const> = "scratch" -- the path of the rules that were typed
local MOST_TIMES <const> = 5 -- rules that :time shows
local MOST_KEPT_BYTES <const> = 500 -- of a text that :keep writes
local MOST_MISSES <const> = 5 -- that :why shows

local Workshop = {} -- methods of the REPL
local commands = {}

local function say(text) host.write(text .. "\n") end

local function program() return engine.state.program end

-- ---------------------------------------------------------------------------
-- The child

local ended <const> = {
  time = "it took longer than %s s and was ended: see :budget",
  memory = "it needed more memory than there is, and was ended",
  interrupted = "interrupted",
}

-- What f writes is written; gives what f gives, a table of texts, or nil.
function Workshop:inchild(f)
  local ok, why, message = child.run(function ()
    local said = {}
    host.write = function (text) said[#said + 1] = text end
    local data = f()
    return string.pack("s8s8", table.concat(said), json.encode(data or {}))
  end, self.seconds or child.seconds, child.bytes)
  if ok then
    local said, data = string.unpack("s8s8", ok)
    host.write(said)
    return host.json(data)
  end
  if why == "error" then say("error: " .. message)
  elseif ended[why] then
    say((ended[why]):format(tostring(self.seconds or child.seconds)))
  else say("it ended by itself: " .. why)
  end
  return nil
end

-- As :open of the REPL, in a child that also tells what it cost.
function Workshop:measured(f)
  local data = self:inchild(function ()
    local result
    core.clocked(true)
    local clock, before = os.clock(), core.costs()
    self:open(function (meta) result = f(meta) end)
    local spent = { seconds = os.clock() - clock, rules = {} }
    local after, rules = core.costs(), program() and program().rules or {}
    for i, def in ipairs(rules) do
      local function cost(k)
        return after[3 * i - k] - (before[3 * i - k] or 0)
      end
      if cost(2) > 0 then
        spent.rules[#spent.rules + 1] = { name = def.name, tries = cost(2),
          seconds = cost(0) / 1e9 }
      end
    end
    result = result or {}
    result.spent = spent
    return result
  end)
  self.spent = data and data.spent
  return data
end

function commands.time(self)
  local spent = self.spent
  if not spent then return say("nothing has been run yet") end
  local tries = 0
  for _, rule in ipairs(spent.rules) do tries = tries + rule.tries end
  say(("%.4f s; rules tried: %d; tries: %d"):format(spent.seconds,
    #spent.rules, tries))
  table.sort(spent.rules, function (a, b)
    if a.seconds ~= b.seconds then return a.seconds > b.seconds end
    return a.name < b.name
  end)
  for i = 1, math.min(#spent.rules, MOST_TIMES) do
    local rule = spent.rules[i]
    say(("  %8.4f s %8d tries  %s"):format(rule.seconds, rule.tries,
      rule.name))
  end
end

function commands.budget(self, rest)
  local seconds = tonumber(rest)
  if rest ~= "" and not (seconds and seconds > 0 and seconds < 1e6) then
    return say("how many seconds?  :budget 10")
  end
  self.seconds = seconds or self.seconds
  say(("a line may take %s s"):format(tostring(self.seconds or child.seconds)))
end

-- ---------------------------------------------------------------------------
-- Documents

local function listed(path)
  local list = {}
  if host.isfolder(path) then
    for _, name in ipairs(host.documents(path)) do
      list[#list + 1] = { name = name }
    end
  elseif path:find("%.jsonl$") or path:find("%.jsonl%.gz$") then
    for id, bytes in documents.each({ path }, say) do
      list[#list + 1] = { name = id, bytes = bytes }
    end
  else list[1] = { name = path }
  end
  return list
end

function Workshop:document(i)
  local doc = self.docs and self.docs[i]
  if not self.docs then return say("no documents yet:  :doc FOLDER") end
  if not doc then
    return say(i < 1 and "this is the first document"
      or "this is the last document")
  end
  local text, message = doc.bytes, nil
  if not text then text, message = host.readfile(doc.name) end
  self.at = i
  if not text then return say(("%s: %s"):format(doc.name, message)) end
  say(("document %d of %d: %s"):format(i, #self.docs, doc.name))
  self:settext(text, doc.name)
  self:run()
end

function commands.doc(self, rest)
  if rest == "" then return say("which?  :doc FILE  or  :doc FOLDER") end
  local docs = listed(rest)
  if not docs[1] then return say(rest .. ": there is no document in it") end
  self.docs = docs
  self:document(1)
end

function commands.next(self) self:document((self.at or 0) + 1) end

function commands.prev(self) self:document((self.at or 0) - 1) end

-- ---------------------------------------------------------------------------
-- Why

function commands.why(self, rest)
  if not program() then return say("no rules are loaded") end
  if not self.text then return say("no text yet: type one, or  :file FILE") end
  local given = { count = MOST_MISSES }
  if rest ~= "" then
    given[program().records[rest] and "type" or "rule"] = rest
  end
  local defs, message = explain.chosen(program(), given)
  if not defs then return say(message) end
  self:inchild(function ()
    host.write(explaintext.of(explain.explain(self.text, self.name, nil, given,
      defs)))
  end)
end

-- ---------------------------------------------------------------------------
-- The source of a rule

-- All that has this name, in full or simple, each with its file and node.
local function named(name)
  local base, list = program().base, {}
  local function add(def)
    if (def.name == name or def.simple == name
        or def.name:match("([^.]*)$") == name) and def.file and def.node then
      list[#list + 1] = def
    end
  end
  for _, set in ipairs { base.rules, base.terms, base.vocabularies,
    base.records } do
    for _, def in pairs(set) do add(def) end
  end
  for _, def in ipairs(base.links) do add(def) end
  table.sort(list, function (a, b)
    if a.name ~= b.name then return a.name < b.name end
    return a.node.at < b.node.at
  end)
  return list
end

local function line_of(source, at)
  local _, n = source:sub(1, at - 1):gsub("\n", "")
  return n + 1
end

local function show_source(def)
  local source, node = def.file.source, def.node
  local number = line_of(source, node.at)
  local to = grammar.trim(source, node.at, node.to) - 1
  local from = source:sub(1, node.at - 1):match(".*\n()") or 1
  say(("%s:%d:"):format(def.file.path, number))
  for line in (source:sub(from, to) .. "\n"):gmatch("([^\n]*)\n") do
    say(("%4d | %s"):format(number, line))
    number = number + 1
  end
end

function commands.rule(_, rest)
  if not program() then return say("no rules are loaded") end
  if rest == "" then return say("which one?  :rule NAME") end
  local list = named(rest)
  if not list[1] then
    return say(("there is no rule, term or record '%s': see :rules, :terms")
      :format(rest))
  end
  for _, def in ipairs(list) do show_source(def) end
end

-- ---------------------------------------------------------------------------
-- Rules that are typed

-- The scratch file as the engine reads it. It is first of all a package with
-- every other in use, in one line, so that only line numbers differ by one.
function Workshop:scratchfile(body)
  local uses, seen = {}, { [SCRATCH] = true }
  for _, file in ipairs(engine.state.base and engine.state.base.files or {}) do
    if not seen[file.package] then
      seen[file.package] = true
      uses[#uses + 1] = file.package
    end
  end
  return "package " .. SCRATCH .. (uses[1] and "  use "
    .. table.concat(uses, ", ") or "") .. "\n" .. (body or self.scratch)
end

-- What engine.load is to read: the files that are wanted, and what was typed.
function Workshop:sources(paths, body)
  local all = table.move(paths, 1, #paths, 1, {})
  body = body or self.scratch
  if body == "" then return { shipped = self.shipped, paths = all } end
  local text = self:scratchfile(body)
  all[#all + 1] = SCRATCH
  return { shipped = self.shipped, paths = all, read = function (path)
    return path == SCRATCH and text
  end }
end

-- An item; those of its name that were typed before go.
function Workshop:item(text)
  local body, bad = scratch.with(self.scratch, text)
  if not body then
    return host.write(engine.render { { file = { path = SCRATCH,
      source = text }, at = bad.at, to = bad.to, message = bad.message,
      hint = bad.hint } })
  end
  local old = self.scratch
  self.scratch, self.typed = body, text
  if not self:compile(self.asked) then self.scratch, self.typed = old, nil end
end

-- A line that goes on with the item before it; false where it does not.
function Workshop:goeson(line)
  local text = self.typed and scratch.goes_on(line) and self.typed .. "\n"
    .. line
  if not text or not scratch.parse(text) then return false end
  self:item(text)
  return true
end

-- What stands in the scratch file.
function commands.scratch(self, rest)
  if rest == "drop" then
    self.scratch = ""
    return self:compile(self.asked)
  end
  if self.scratch == "" then return say("nothing: type a rule") end
  host.write(self.scratch)
end

local function write_file(path, text)
  local file, message = io.open(path, "wb")
  local ok = file
  if ok then ok, message = file:write(text) end
  if file then
    local closed, why = file:close()
    if ok and not closed then ok, message = nil, why end
  end
  if not ok then say(("%s: not written: %s"):format(path, message)) end
  return ok
end

-- The packages of the user's files, that a file of what was typed may need.
local function own_packages()
  local list = {}
  for _, file in ipairs(engine.state.base.files) do
    if not file.shipped and file.path ~= SCRATCH then
      list[#list + 1] = file.package
    end
  end
  return list
end

function commands.save(self, rest)
  if rest == "" then return say("where to?  :save FILE.rule") end
  if self.scratch == "" then return say("nothing has been typed to save") end
  local file = io.open(rest, "rb")
  if file then
    file:close()
    return say(rest .. ": there is such a file; choose another name")
  end
  local uses = own_packages()
  local text = (uses[1] and "use " .. table.concat(uses, ", ") .. "\n\n" or "")
    .. self.scratch
  if not write_file(rest, fmt.format(text) or text) then return end
  self.asked = table.move(self.asked, 1, #self.asked, 1, {})
  self.asked[#self.asked + 1] = rest
  self.scratch, self.typed = "", nil
  self:compile(self.asked)
end

-- ---------------------------------------------------------------------------
-- Examples that are kept

-- Texts that hold a record, the shortest first, each in one line.
function Workshop:around(s, e)
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
  local a, _ = core.sentence(s)
  local _, b = core.sentence(last)
  add(a, b)
  a, _ = core.paragraph(s)
  _, b = core.paragraph(last)
  add(a, b)
  add(0, #core.subject() - 1)
  return texts
end

-- What :keep must know of a record.
function Workshop:seenof(record, thing)
  local own = {}
  for _, name in ipairs(record.order) do
    if not (record.from and record.from[name]) then own[#own + 1] = name end
  end
  return { rule = record.rule, texts = self:around(thing.s, thing.e),
    all = keeper.literal(record.fields, record.order),
    own = keeper.literal(record.fields, own) }
end

-- The record that is meant: the only one, its number, or of its rule.
function Workshop:meant(rest, command)
  local seen = self.seen or {}
  if not seen[1] then return nil, "no record was seen: run the rules first" end
  local number = tonumber(rest)
  if number then
    return seen[number], ("there is no record %s of %d"):format(rest, #seen)
  end
  local found = {}
  for i, one in ipairs(seen) do
    if rest == "" or one.rule == rest or one.rule:match("([^.]*)$") == rest then
      found[#found + 1] = i
    end
  end
  if #found == 1 then return seen[found[1]] end
  return nil, found[1] and ("which one?  :%s %s"):format(command,
    table.concat(found, ("  or  :%s "):format(command)))
    or ("no record of a rule '%s' was seen"):format(rest)
end

local function holds(def, kind, text, expect)
  local test = { kind = kind, text = text, at = def.node.at }
  if expect then
    local f = compile.expression(program(), expect)
    test.want = f and f {}
  end
  return example.try(def, test, false).failures[1] == nil
end

-- The first example of the record that does what it should: hold, best with all
-- values, or, of one to be rejected, fail until the rule is mended.
local function choose(def, kind, one)
  if kind == "rejects" then
    for _, text in ipairs(one.texts) do
      if not holds(def, kind, text) then return { text = text } end
    end
    return {}
  end
  for _, expect in ipairs { one.all or "{}", one.own or "{}" } do
    for _, text in ipairs(one.texts) do
      if holds(def, kind, text, expect) then
        return { text = text, expect = expect }
      end
    end
  end
  return {}
end

-- Writes the source of one of the user's files; the scratch file's in memory.
function Workshop:rewrite(path, before, after)
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
  return write_file(path, after)
end

function Workshop:example(kind, command, rest)
  local one, why = self:meant(rest, command)
  if not one then return say(why) end
  local def = program() and program().base.rules[one.rule]
  if not def then return say(("rule '%s' is gone"):format(one.rule)) end
  if def.file.shipped then
    return say(("%s is a shipped rule: only your own files are written")
      :format(def.name))
  end
  local chosen = self:inchild(function () return choose(def, kind, one) end)
  if not chosen then return end
  local lines = chosen.text and keeper.line(kind, chosen.text, chosen.expect)
  if not lines then
    return say("no text of one line shows it: write the example by hand")
  end
  if keeper.has(def.node, kind, chosen.text) then
    return say("the example is there already")
  end
  local before = def.file.source
  local after = keeper.insert(before, def.node, lines)
  if not self:rewrite(def.file.path, before, after) then return end
  self.written = self.written or {}
  table.insert(self.written, { path = def.file.path, before = before,
    after = after })
  say(("%s: %s"):format(def.file.path, lines:gsub("^%s+", "")))
  self.typed = nil
  self:compile(self.asked)
  if kind == "rejects" then
    say(("(it fails until %s is mended)"):format(def.name))
  end
end

function commands.keep(self, rest) self:example("accepts", "keep", rest) end

function commands.reject(self, rest) self:example("rejects", "reject", rest) end

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

-- ---------------------------------------------------------------------------
-- An editor

local function quoted(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

-- Those that take the line to go to as +N.
local takes_line = {}
for name in ("vi vim nvim view nano emacs joe jed micro kak ne mg"):gmatch(
    "%S+") do
  takes_line[name] = true
end

local function run_editor(path, number)
  local editor = os.getenv("VISUAL")
  if not editor or editor == "" then editor = os.getenv("EDITOR") end
  if not editor or editor == "" then
    say("which editor?  set EDITOR in the environment")
    return false
  end
  local name = editor:match("^%S*/([^/%s]+)") or editor:match("^(%S+)")
  local line = number and takes_line[name] and (" +%d"):format(number) or ""
  local ok = os.execute(editor .. line .. " " .. quoted(path))
  if not ok then say("the editor failed: " .. editor) end
  return ok
end

function Workshop:editscratch(number)
  local path = os.tmpname()
  if not write_file(path, self.scratch) then return end
  if run_editor(path, number) then
    local old, text = self.scratch, engine.read(path)
    self.scratch, self.typed = text or old, nil
    if not self:compile(self.asked) then
      say("(the scratch rules are as they were)")
      self.scratch = old
    end
  end
  os.remove(path)
end

-- The file to edit: of the name, or the last one that was asked for.
function Workshop:toedit(name)
  if name == "" then
    return self.scratch ~= "" and SCRATCH or self.asked[#self.asked]
  end
  for _, def in ipairs(program() and named(name) or {}) do
    if not def.file.shipped then
      return def.file.path, line_of(def.file.source, def.node.at)
    end
  end
  local file = io.open(name, "rb")
  if file then
    file:close()
    return name
  end
  return nil
end

function commands.edit(self, rest)
  local path, number = self:toedit(rest)
  if not path or host.isfolder(path) then
    return say(rest == "" and "which file?  :edit NAME"
      or ("none of your own rules or files is named '%s'"):format(rest))
  end
  if path == SCRATCH then
    return self:editscratch(number and math.max(1, number - 1))
  end
  if run_editor(path, number) then self:compile(self.asked) end
end

-- ---------------------------------------------------------------------------
-- Expressions

function Workshop:expression(text)
  if not program() then return say("no rules are loaded") end
  local f, problems = compile.expression(program(), text)
  if not f then return host.write(engine.render(problems)) end
  self:inchild(function () say(example.show(f {})) end)
end

-- ---------------------------------------------------------------------------

local function install(Repl, known)
  for name, f in pairs(Workshop) do Repl[name] = f end
  for name, f in pairs(commands) do known[name] = f end
end

return { install = install }
