-- run by trich
-- The walk over the tree and the LPeg pattern made of it give the same, with
-- the same end and the same captures: every definition at every token of the
-- tests of the language, and at one token in eight of the corpus.
local language = dofile "tests/lua/language.lua"
local core = require "core"
local engine = require "engine"
local tracer = require "tracer"
local trich = require "trich"

local STEP <const> = 8 -- of the corpus

local checks = dofile "tests/lua/checks.lua"
local check = checks.ok

local function names(all, s, e)
  local list = {}
  for name, spans in pairs(all) do
    for i, c in ipairs(spans) do
      list[#list + 1] = ("%s%d %d-%d"):format(name, i, c.s - s, c.e - e)
    end
  end
  table.sort(list)
  return table.concat(list, ", ")
end

-- The captures of a node by name, those that took something.
local function captured(values, node, def)
  local all = {}
  for _, name in ipairs(def.captures) do
    local list = values:captures(node, def, name)
    if list[1] then all[name] = list end
  end
  return all
end

local function compare(path, page, program, options, step)
  local t = tracer.new(program, page.values)
  local different, walked = 0, 0
  local first
  for i, at in ipairs(core.tokens()) do if i % step == 0 then
    for _, def in ipairs(program.terms) do
      local node = core.try(def.id, at)
      local m = t:run(def, at + 1, options)
      walked = walked + 1
      local want, got = "no match", "no match"
      if node then
        local _, _, _, s, e = core.node(node)
        want = ("%d-%d: %s"):format(s, e,
          names(captured(page.values, node, def), 0, 0))
      end
      if m then
        got = ("%d-%d: %s"):format(m.s - 1, m.e - 1, names(t:captures(m), 1, 1))
      end
      if want ~= got then
        different = different + 1
        first = first or ("%s at %d: expected %s, got %s"):format(def.name, at,
          want, got)
      end
    end
  end end
  check(different == 0, ("%s: %d of %d differ; %s"):format(path, different,
    walked, tostring(first)))
end

-- The rule files and texts of a file of tests.
local function sections_of(path)
  local list, open = {}, nil
  for line in io.lines(path) do
    local kind, argument = line:match("^%%%%(%u+) *(.*)")
    if line:find("^%%%% ") then
      open = { kind = "RULES", body = {}, name = line:sub(4) }
      list[#list + 1] = open
    elseif kind then
      open = { kind = kind, argument = argument, body = {} }
      list[#list + 1] = open
    elseif open then
      open.body[#open.body + 1] = line
    end
  end
  return list
end

local case
local function try_text(name, text)
  if case:compile "test.rule" then return end -- a test of messages
  engine.extract(text, { id = name }, function (r)
    if r.error then return end
    compare(name, r.page, engine.state.program, { pure = true }, 1)
    compare(name, r.page, engine.state.program, nil, 1)
  end)
end

for file in io.popen("ls tests/language/*.txt"):lines() do
  local name
  for _, s in ipairs(sections_of(file)) do
    local text = table.concat(s.body, "\n"):gsub("\n+$", "") .. "\n"
    if s.kind == "RULES" then
      if case then case:done() end
      case, name = language.new(), file .. ": " .. s.name
      case:put("test.rule", text)
    elseif s.kind == "FILE" then case:put(s.argument, text)
    elseif s.kind == "TEXT" then try_text(name, text)
    end
  end
end
case:done()

trich.load()
local root = (os.getenv "ROOT" or ".") .. "/"
for path, text in trich.documents(root .. "corpus") do
  engine.extract(text, { id = path }, function (r)
    compare(path, r.page, engine.state.program, { pure = true }, STEP)
    compare(path, r.page, engine.state.program, nil, STEP)
  end)
end
if checks.finish() > 0 then error("failed", 0) end
