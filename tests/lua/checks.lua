--[[
What tests in Lua count with. From the top folder:

    local checks = dofile "tests/lua/checks.lua"
    checks.ok(#list == 2, "%s: expected two", file)
    checks.same("tests/lua/test_x.lua", "a sum", 2, 1 + 1)
    checks.finish()                -- prints "N passed, N failed"
    checks.facts(result.records)   --> each record as a line, in byte order
    checks.facts_same("page.txt as html", want, got)
]]
local passed, failed = 0, 0

-- Whether it holds; a failure is one line.
local function ok(holds, message, ...)
  if holds then
    passed = passed + 1
  else
    failed = failed + 1
    print("FAIL " .. (select("#", ...) > 0 and message:format(...) or message))
  end
end

local function same(file, what, want, got)
  ok(want == got, "%s:1: %s: expected [%s], got [%s]", file, what,
    tostring(want), tostring(got))
end

-- The rules and fields of records, without their places. `plain` may change
-- texts that compare as equal.
local function facts(records, plain)
  plain = plain or tostring
  local list = {}
  for _, r in ipairs(records) do
    local out = { r.rule }
    for _, name in ipairs(r.order) do
      local v = r.fields[name]
      if type(v) == "table" then
        local items = {}
        for i, item in ipairs(v) do items[i] = plain(item) end
        v = table.concat(items, "; ")
      end
      if v ~= nil then out[#out + 1] = name .. "=" .. plain(v) end
    end
    list[#list + 1] = table.concat(out, ", ")
  end
  table.sort(list)
  return list
end

-- One check: the first record that differs is shown.
local function facts_same(what, want, got)
  for i = 1, math.max(#got, #want) do
    if got[i] ~= want[i] then
      ok(false, "%s: expected record [%s], got [%s]", what, want[i] or "none",
        got[i] or "none")
      return
    end
  end
  ok(true)
end

local function finish()
  print(("%d passed, %d failed"):format(passed, failed))
  return failed
end

return { ok = ok, same = same, facts = facts, facts_same = facts_same,
         finish = finish }
