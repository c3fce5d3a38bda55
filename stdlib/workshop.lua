--[[
What the REPL runs, each time in a child with a budget (vm/child.h), and what it
cost: :time, :budget; documents one after another, :why, expressions.

    local workshop = require "workshop"
    workshop.methods, workshop.commands    -- for the REPL
    self:inchild(function () ... end)      -- what the others call
]]
local child = require "child"
local compile = require "compile"
local core = require "core"
local documents = require "documents"
local engine = require "engine"
local example = require "example"
local explain = require "explain"
local explaintext = require "explaintext"
local host = require "host"
local json = require "json"

local ipairs, math, os, string, table, tonumber, tostring = ipairs, math, os,
  string, table, tonumber, tostring

local _ENV <const> = nil

local MOST_TIMES <const> = 5 -- rules that :time shows
local MOST_MISSES <const> = 5 -- that :why shows

local methods, commands = {}, {}

local function say(text) host.write(text .. "\n") end

local function program() return engine.state.program end

-- ---------------------------------------------------------------------------
-- The child

local ended <const> = {
  time = "it took longer than %s s and was ended: see :budget",
  memory = "it needed more than a gigabyte of memory, and was ended",
  interrupted = "interrupted",
}

-- What f writes is written; gives what f gives, a table of texts, or nil.
function methods:inchild(f)
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
function methods:measured(f)
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

function methods:document(i)
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
-- Expressions

function methods:expression(text)
  if not program() then return say("no rules are loaded") end
  local names, env = self:seennames()
  local f, problems = compile.expression(program(), text, names)
  if not f then return host.write(engine.render(problems)) end
  self:inchild(function () say(example.show(f(env))) end)
end

-- ---------------------------------------------------------------------------

return { methods = methods, commands = commands }
