--[[
`trich repl [FILE]`: rules are loaded, a text is taken, and patterns are tried
on it. See `help` below. A line is read from the terminal with history and
completion (vm/edit.h), or as it comes where input is no terminal. Commands
stand here, in workshop.lua and in the repl*.lua.
]]
local compile = require "compile"
local core = require "core"
local edit = require "edit"
local engine = require "engine"
local grammar = require "grammar"
local host = require "host"
local replcomplete = require "replcomplete"
local replkeep = require "replkeep"
local replnames = require "replnames"
local replscratch = require "replscratch"
local scratch = require "scratch"
local tester = require "tester"
local value = require "value"
local workshop = require "workshop"

local getmetatable, io, ipairs, os, pairs, pcall, setmetatable, table, tostring,
  type = getmetatable, io, ipairs, os, pairs, pcall, setmetatable, table,
  tostring, type

local _ENV <const> = nil

local help <const> = [[
  ? PATTERN         what the pattern matches in the text, as in a rule file:
                    ? "giá" n:digits where decimal(n) > 5 => decimal(n)
  rule ... term ... an item of a rule file: kept for this session. It may take
                    several lines; accepts "..." may follow
  = EXPRESSION      its value:  = decimal("8,7") * 1000;  with the fields or
                    captures of what was seen last:  = value / 2
  any other line    a text: takes it, and runs the rules on it
  :text [TEXT]      takes a text; alone: shows the text, block by block
  :file FILE        takes a text or HTML page from a file
  :doc FILE         takes a document and runs the rules on it; of a folder the
                    first one; :next and :prev go on
  :run              runs the rules on the text
  :why [NAME]       why the rules, or a rule or type, gave this or nothing
  :time             what the last run took
  :keep [N|RULE]    writes the record just seen as an example under its rule,
                    or a match of ? TERM under the term
  :keep NAME [N]    makes a term of the pattern just tried, with an example
  :reject [N|RULE]  writes its text as one that must not match
  :undo             takes back the last example that was written
  :rule NAME        the source of a rule, a term or a record
  :edit [NAME]      opens $EDITOR where NAME stands, and reads the files again
  :scratch [drop]   shows the rules that were typed; drops them
  :save FILE        writes the rules that were typed to a new file
  :load FILE...     adds rule files, or the *.rule files of a folder
  :drop FILE...     takes rule files out again
  :reload           reads all rule files again
  :rules [PART]     rules whose name has PART, and where they stand
  :terms [PART]     terms, mentions and vocabularies, likewise
  :records [PART]   records and their fields
  :budget [SECONDS] what one line may take
  :help :quit       (also Ctrl-D; Ctrl-C ends what is running)
Tab completes names and files.
]]

local MOST_SHOWN <const> = 20 -- matches of a pattern

local Repl = {}
Repl.__index = Repl

local function say(text) host.write(text .. "\n") end

local function sorted(set)
  local list = {}
  for name in pairs(set) do list[#list + 1] = name end
  table.sort(list)
  return list
end

-- ---------------------------------------------------------------------------
-- Rules

local function program() return engine.state.program end

local function count(n, noun)
  return ("%d %s%s"):format(n, noun, n == 1 and "" or "s")
end

-- Compiles these files; where they have mistakes the rules before them stay.
function Repl:compile(paths)
  local ok, message = engine.load(self:sources(paths))
  if not ok then
    host.write(message)
    say(program() and "(the rules of before are kept)" or "(no rules)")
    return false
  end
  local base, rules = program().base, 0
  for _ in pairs(base.rules) do rules = rules + 1 end
  say(count(rules, "rule") .. " of " .. count(#base.files, "file"))
  return true
end

local function words_of(line)
  local list = {}
  for word in line:gmatch("%S+") do list[#list + 1] = word end
  return list
end

-- ---------------------------------------------------------------------------
-- The text

function Repl:settext(text, name)
  self.text, self.name, self.seen = text, name, nil
end

-- What was raised, without the place in the program where.
local function tell(raised)
  local message = type(raised) == "table" and raised.message or tostring(raised)
  message = message:gsub("^stdlib/[^\n]-%.lua:%d+: ", "")
  if message:find("interrupted", 1, true) then say("interrupted")
  else say("error: " .. message)
  end
end

-- Calls f while the text is open in the host.
function Repl:open(f)
  if not self.text then
    return say("no text yet: type one, or  :file FILE")
  end
  local opened, meta = host.open(self.text, "")
  if not opened then return say(meta.message) end
  local ok, raised = pcall(f, meta)
  host.close()
  if not ok then tell(raised) end
end

-- The whole text of the page, and where it begins among the page's offsets.
local function whole()
  local last = #core.subject() - 1
  if not core.tokens()[1] then return "", 0 end
  return core.raw(0, last), (core.offsets(0, last))
end

-- One match or record: its place, the quoted lines with carets, and what is
-- known of it.
local function quote(name, s, e, kind, title, details)
  local text, base = whole()
  local from, to = core.offsets(s, e)
  host.write(host.render(name, text, from - base + 1, to - base + 1, kind,
    title, table.concat(details, "\n")))
end

function Repl:showtext()
  self:inchild(function () self:open(function ()
    local text = whole()
    local n = 0
    for line in text:gmatch("[^\n]+") do
      n = n + 1
      say(("%4d | %s"):format(n, line))
    end
    if n == 0 then say("the text is empty") end
  end) end)
end

-- ---------------------------------------------------------------------------
-- Patterns and rules on the text

-- A value in one line; a row of a vocabulary with its columns.
local function show(v)
  local row = getmetatable(v)
  if type(v) ~= "table" or not row or not v.text then return tester.show(v) end
  local all = { text = v.text }
  for name, cell in pairs(row.__index) do all[name] = cell end
  return tester.show(all)
end

local function details_of(values, def, node)
  local env, list = values:env(node, def), {}
  for _, name in ipairs(def.captures) do
    if core.capture(node, def.number[name]) then
      list[#list + 1] = name .. " = " .. show(env[name])
    end
  end
  return list
end

local function title_of(values, def, node, s, e)
  local text = '"' .. core.text(s, e) .. '"'
  if not def.value then return text end
  return text .. " => " .. tester.show(values:of(node))
end

function Repl:try(def, text)
  local data = self:measured(function ()
    local values = value.new(program())
    local behind, n, seen = 0, 0, {}
    program().guard = function (d, node) return values:guard(d, node) end
    for _, at in ipairs(core.tokens()) do
      local node = at >= behind and core.try(def.id, at)
      if node then
        local _, _, _, s, e = core.node(node)
        behind, n = e, n + 1
        if n <= MOST_SHOWN then
          quote(self.name, s, e, "match", title_of(values, def, node, s, e),
            details_of(values, def, node))
          seen[n] = self:seenmatch(def, s, e, values:env(node, def),
            def.value and values:of(node))
        end
      end
    end
    if n == 0 then say("no match")
    elseif n == 1 then say("1 match")
    elseif n <= MOST_SHOWN then say(n .. " matches")
    else say(("%d matches; the first %d are shown"):format(n, MOST_SHOWN))
    end
    return { seen = seen }
  end)
  self.seen = data and data.seen
  if self.seen then self.seen.pattern = text end
end

function Repl:pattern(text)
  if not program() then return say("no rules are loaded") end
  local def, problems = compile.one(program(), text)
  if not def then return host.write(engine.render(problems)) end
  self:try(def, text)
end

local function fields_of(record)
  local list = {}
  for _, name in ipairs(record.order) do
    local v = record.fields[name]
    if v ~= nil then
      local from = record.from and record.from[name]
      list[#list + 1] = name .. " = " .. tester.show(v) ..
        (from and ("   (" .. from.rule .. ")") or "")
    end
  end
  return list
end

local function show_meta(meta)
  for _, name in ipairs(sorted(meta)) do
    say(("%s: %s"):format(name, tester.show(meta[name])))
  end
end

function Repl:run()
  if not program() then return say("no rules are loaded") end
  local data = self:measured(function (meta)
    local seen = {}
    local result = engine.run { id = self.name, meta = meta }
    local bad = result.error
    if bad then tell(("%s: %s"):format(bad.rule or bad.kind, bad.message)) end
    show_meta(result.meta)
    for i, record in ipairs(result.records) do
      local thing = result.page.output[i]
      quote(self.name, thing.s, thing.e, record.type, record.rule,
        fields_of(record))
      seen[i] = self:seenrecord(record, thing)
    end
    for _, warning in ipairs(result.warnings or {}) do
      say("warning: " .. warning.message)
    end
    if not result.error then say(count(#result.records, "record")) end
    return { seen = seen }
  end)
  self.seen = data and data.seen
end

-- ---------------------------------------------------------------------------
-- Commands

local commands = {}

function commands.help() host.write(help) end

function commands.quit() return true end

function commands.text(self, rest)
  if rest == "" then return self:showtext() end
  self:settext(rest, "text")
end

function commands.file(self, rest)
  if rest == "" then return say("which file?  :file FILE") end
  local text, message = host.readfile(rest)
  if not text then return say(("%s: %s"):format(rest, message)) end
  self:settext(text, rest)
  say(count(#text, "byte"))
end

function commands.run(self) self:run() end

function commands.load(self, rest)
  local paths = table.move(self.asked, 1, #self.asked, 1, {})
  local known = {}
  for _, path in ipairs(paths) do known[path] = true end
  for _, path in ipairs(words_of(rest)) do
    if not known[path] then paths[#paths + 1] = path end
  end
  if rest == "" then return say("which file?  :load FILE") end
  self.asked = paths
  self:compile(paths)
end

function commands.drop(self, rest)
  local drop, paths = {}, {}
  for _, path in ipairs(words_of(rest)) do drop[path] = true end
  for _, path in ipairs(self.asked) do
    if not drop[path] then paths[#paths + 1] = path end
  end
  if #paths == #self.asked then
    return say("which file?  of: " .. table.concat(self.asked, "  "))
  end
  self.asked = paths
  self:compile(paths)
end

function commands.reload(self) self:compile(self.asked) end

for _, part in ipairs { workshop, replscratch, replkeep, replnames } do
  for name, f in pairs(part.methods or {}) do Repl[name] = f end
  for name, f in pairs(part.commands) do commands[name] = f end
end

-- The command that a word means, in full or by its only beginning, or nil and
-- why not.
local function command_of(word)
  local found = {}
  for _, name in ipairs(sorted(commands)) do
    if name == word then return commands[name] end
    if name:sub(1, #word) == word then found[#found + 1] = name end
  end
  if #found == 1 then return commands[found[1]] end
  return nil, found[1] and (":%s could be :%s"):format(word,
    table.concat(found, " or :")) or
    (":%s is no command: see :help"):format(word)
end

-- A line, or several that belong together; gives true at the end.
function Repl:line(line)
  if self:goeson(line) then return false end
  self.typed = nil
  local word, rest = line:match("^%s*:(%a*)%s*(.-)%s*$")
  if word then
    local command, why = command_of(word)
    if command then return command(self, rest) end
    return say(why)
  end
  local pattern = line:match("^%s*%?%s*(.-)%s*$")
  if pattern == "" then
    say('a pattern stands behind the ?, for example  ? "giá" digits')
  elseif pattern then self:pattern(pattern)
  elseif scratch.begins(line) then self:item(line)
  elseif line:match("^%s*=") then
    self:expression(line:match("^%s*=%s*(.-)%s*$"))
  elseif line:match("%S") then
    if line:match("^%s*[\"'(]") and grammar.pattern(line) then
      say("(taken as a text; a pattern begins with ?)")
    end
    self:settext(line, "text")
    self:run()
  end
  return false
end

-- ---------------------------------------------------------------------------
-- The loop

local function history_file()
  local state = os.getenv("XDG_STATE_HOME")
  local home = os.getenv("HOME")
  if not state or state:sub(1, 1) ~= "/" then
    state = home and home:sub(1, 1) == "/" and home .. "/.local/state"
  end
  return state and state .. "/trich/history" or nil
end

-- A line that fails says so, and is no end. `call` is pcall, or what lets
-- Ctrl-C end the line.
function Repl:safely(call, line)
  local ok, result = call(function () return self:line(line) end)
  if ok then return result end
  tell(result)
  return false
end

-- The line with those behind it that it needs, up to an empty one; an item
-- that goes beyond one line also ends where a line cannot be part of it. `more`
-- gives the next one, nil at the end; false drops them all, and gives nil.
function Repl:whole(line, more)
  local item = scratch.begins(line)
  local unfinished = item and scratch.unfinished
    or line:match("^%s*[?=]") and scratch.open
  local further = unfinished and unfinished(line)
  while further do
    local next_line = more()
    if next_line == false then return nil end
    if not next_line or not next_line:match("%S") then break end
    if item and not scratch.goes_on(next_line) and not unfinished(line) then
      self.ahead = next_line
      break
    end
    line = line .. "\n" .. next_line
    further = item or unfinished(line)
  end
  return line
end

-- The line that was read ahead, else the next one.
function Repl:following(read)
  local line = self.ahead
  self.ahead = nil
  if line then return line end
  return read()
end

function Repl:terminal()
  say("trich: :help tells what to type")
  edit.open(history_file(), function (line)
    return replcomplete.complete(commands, line)
  end)
  while true do
    local line = self:following(function () return edit.line("trich> ") end)
    if line == nil then
      say("")
      break
    end
    line = line and self:whole(line, function ()
      return edit.line("...    ")
    end)
    if line and line:match("%S") then
      edit.add((line:gsub("%-%-[^\n]*\n", "\n"):gsub("\n%s*", " ")))
      if self:safely(edit.guard, line) then break end
    end
  end
  edit.close()
end

function Repl:lines()
  local read = io.lines()
  local function next_line()
    local line = read()
    return line and line:gsub("\r$", "") or nil
  end
  for line in function () return self:following(next_line) end do
    if self:safely(pcall, self:whole(line, next_line)) then break end
  end
end

local function main(args, options)
  -- asked: the rule files that are wanted, also while one has a mistake
  local self = setmetatable({ shipped = options.shipped,
    asked = options.paths, scratch = "" }, Repl)
  self:compile(options.paths)
  for _, path in ipairs(args) do commands.file(self, path) end
  if edit.isterminal() then self:terminal() else self:lines() end
  return 0
end

return { main = main }
