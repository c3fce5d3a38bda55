--[[
`trich test`: runs the `accepts` and `rejects` of rule files.

    trich test                 the shipped rules
    trich test -r mine.rule    (or: trich test mine.rule) these rules only

A term's text must match from its first token to its end. A rule's text is a
page of its own: some record of the type must hold the expected fields, links
and merges included; `rejects` wants no record, or field, of that rule.
]]
local core = require "core"
local engine = require "engine"
local expression = require "expression"
local host = require "host"

local ipairs, pairs, table, tostring, type = ipairs, pairs, table, tostring,
  type
local decimal = require "decimal"

local _ENV <const> = nil

-- ---------------------------------------------------------------------------
-- Showing and comparing values

local function show(v)
  if type(v) == "string" then return '"' .. v .. '"' end
  if type(v) ~= "table" then return tostring(v) end
  local parts, names = {}, {}
  for _, item in ipairs(v) do parts[#parts + 1] = show(item) end
  for name in pairs(v) do
    if type(name) == "string" then names[#names + 1] = name end
  end
  table.sort(names)
  for _, name in ipairs(names) do
    parts[#parts + 1] = name .. " = " .. show(v[name])
  end
  return "{ " .. table.concat(parts, ", ") .. " }"
end

local function agrees(want, have)
  if type(want) == "table" and not decimal.is(want) then
    if type(have) ~= "table" then return false end
    if #want > 0 and #want ~= #have then return false end
    for k, v in pairs(want) do
      if not agrees(v, have[k]) then return false end
    end
    return true
  end
  return expression.ops.eq(want, have)
end

-- ---------------------------------------------------------------------------
-- One test on an open page

local function whole_match(def)
  local tokens, subject = core.tokens(), core.subject()
  if not tokens[1] then return nil end
  local node = core.try(def.id, tokens[1])
  if not node then return nil, tokens[1] end
  local _, _, _, _, e = core.node(node)
  if subject:sub(e + 1):match("^[\0-\31]*$") then return node end
  return nil, e
end

local function test_term(page, def, test)
  local node, stop = whole_match(def)
  if test.kind == "rejects" then
    return node == nil, "it matches, and should not"
  end
  if not node then
    if not stop or stop <= 1 then return false, "it does not match" end
    return false, ("it matches only '%s'"):format(core.text(0, stop))
  end
  if not test.want then return true end
  local have = page.values:of(node)
  return agrees(test.want, have), "its value is " .. show(have)
end

-- Whether the page holds anything that the rule made.
local function made_by(page, def)
  for _, list in pairs(page.records) do
    for _, thing in ipairs(list) do
      if thing.rule == def.name then return true end
      for name, span in pairs(thing.spans) do
        if span.rule == def.name and thing.fields[name] ~= nil then
          return true
        end
      end
    end
  end
  return false
end

local function matched(page, def)
  for _, m in ipairs(page.matches) do
    if m.def == def then return true end
  end
  return false
end

local function results_of(page, name)
  if name == "page" then return { page:pagerecord() } end
  local list = {}
  for _, thing in ipairs(page.output) do
    if thing.type == name then list[#list + 1] = thing end
  end
  return list
end

local function test_record(page, def, test)
  local of = def.record.name
  if test.kind == "rejects" and not test.want then
    return not made_by(page, def), "it makes something, and should not"
  end
  local list = results_of(page, of)
  local shown = {}
  for _, thing in ipairs(list) do
    if test.want and agrees(test.want, thing.fields) then
      return test.kind == "accepts", "it gives such a record"
    end
    shown[#shown + 1] = show(thing.fields)
  end
  if test.kind == "rejects" then return true end
  if not test.want then
    return made_by(page, def), matched(page, def)
      and "it matches, but another record won, or nothing took it"
      or "it does not match"
  end
  if not list[1] then
    return false, ("it gives no %s"):format(of)
  end
  return false, "it gives " .. table.concat(shown, "\n       ")
end

local function test_ignore(page, def, test)
  return matched(page, def) == (test.kind == "accepts"),
    test.kind == "accepts" and "it does not match" or "it matches"
end

local function run_test(def, test)
  local ok, message
  local result = engine.extract(test.text, { id = "test" }, function (r)
    if r.error then return end
    if def.kind == "term" or def.kind == "mention" then
      ok, message = test_term(r.page, def, test)
    elseif def.kind == "ignore" then
      ok, message = test_ignore(r.page, def, test)
    else
      ok, message = test_record(r.page, def, test)
    end
  end)
  if result.error then return false, result.error.message end
  return ok, message
end

-- ---------------------------------------------------------------------------
-- All of them

local function definitions(program, base)
  local all = {}
  for _, def in ipairs(program.terms) do all[#all + 1] = def end
  for _, def in ipairs(base.links) do
    if not def.off then all[#all + 1] = def end
  end
  return all
end

local function line_of(file, at)
  local _, n = file.source:sub(1, at - 1):gsub("\n", "")
  return n + 1
end

local function main(args, options)
  local paths = options.paths
  for _, path in ipairs(args) do paths[#paths + 1] = path end
  local ok, message = engine.load { shipped = options.shipped, paths = paths }
  if not ok then
    host.warn(message)
    return 3
  end
  local passed, failed = 0, 0
  local mine = paths[1] ~= nil
  for _, def in ipairs(definitions(engine.state.program, engine.state.base)) do
    if def.file.shipped ~= mine then
      for _, test in ipairs(def.node.tests or {}) do
        local good, why = run_test(def, test)
        if good then passed = passed + 1
        else
          failed = failed + 1
          host.write(("%s:%d: %s: %s \"%s\" fails: %s%s\n"):format(
            def.file.path, line_of(def.file, test.at), def.name, test.kind,
            test.text, why,
            test.want and "\n  expected " .. show(test.want) or ""))
        end
      end
    end
  end
  host.write(("%d passed, %d failed\n"):format(passed, failed))
  return failed > 0 and 1 or 0
end

return { main = main, show = show, run = run_test }
