-- run by trich
-- The walk over the tree and the LPeg pattern made of it give the same: every
-- definition, at every token, with the same end and the same captures.
local core = require "core"
local engine = require "engine"
local tracer = require "tracer"
local trich = require "trich"

local STEP <const> = 5 -- of so many tokens one is tried: the walk is slow

local passed, failed = 0, 0
local function check(ok, message)
  if ok then passed = passed + 1
  else
    failed = failed + 1
    print(message)
  end
end

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

local function compare(path, page, program, options)
  local t = tracer.new(program, page.values)
  local different, walked = 0, 0
  local first
  for i, at in ipairs(core.tokens()) do if i % STEP == 0 then
    for _, def in ipairs(program.terms) do
      local node = core.try(def.id, at)
      local m = t:run(def, at + 1, options)
      walked = walked + 1
      local want, got = "no match", "no match"
      if node then
        local _, _, _, s, e = core.node(node)
        want = ("%d-%d: %s"):format(s, e,
          names(page.values:captures(node, def), 0, 0))
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

trich.load()
local root = (os.getenv "ROOT" or ".") .. "/"
for path, text in trich.documents(root .. "corpus") do
  engine.extract(text, { id = path }, function (r)
    compare(path, r.page, engine.state.program, { pure = true })
    compare(path, r.page, engine.state.program, nil)
  end)
end
print(("%d passed, %d failed"):format(passed, failed))
if failed > 0 then error("failed", 0) end
