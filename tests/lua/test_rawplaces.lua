--[[ run by trich
Two places of a page can stand for the same raw bytes, where libxml2 makes text
of what does not hold it: records come in order of those, the longer first.
]]
local checks = dofile "tests/lua/checks.lua"
local core = require "core"
local engine = require "engine"

assert(engine.load { shipped = false, paths = { "test.rule" },
  read = function (path)
    if path ~= "test.rule" then return false end
    return "record hit { a }\nrule number : hit = a:digits\n"
      .. "rule pair : hit = \"(\" a:word+ \")\"\n"
  end })

-- The raw span of each place is what this makes of it.
local function spans(raw)
  local offsets = core.offsets
  core.offsets = function (s, e)
    local from, to, start, stop = offsets(s, e)
    return from, to, raw(start, stop)
  end
  local result = engine.extract("1 (a b) 2 (c)", {})
  core.offsets = offsets
  local out = {}
  for _, r in ipairs(result.records) do
    out[#out + 1] = ("%s %d-%d"):format(r.text, r.start, r["end"])
  end
  return table.concat(out, ", ")
end

local function same(what, want, got)
  checks.same("tests/lua/test_rawplaces.lua", what, want, got)
end

same("places of their own", "1 0-1, (a b) 2-7, 2 8-9, (c) 10-13",
  spans(function (s, e) return s, e end))
same("the first two begin at one byte", "(a b) 0-7, 1 0-1, 2 8-9, (c) 10-13",
  spans(function (s, e) return s < 8 and 0 or s, e end))
same("all are the same bytes", "1 5-9, (a b) 5-9, 2 5-9, (c) 5-9",
  spans(function () return 5, 9 end))
same("one that stands before", "(c) 0-3, 1 1-1, (a b) 2-7, 2 8-9",
  spans(function (s, e)
    if s == 10 then return 0, 3 end
    return s == 0 and 1 or s, e
  end))

checks.finish()
