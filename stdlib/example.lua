--[[
One example of a rule file, an `accepts` or `rejects`, tried as it stands and in
other clothes (clothes.lua). It must hold in each; cut off behind any of its
words, it must give no error and nothing that stands behind the cut.

    local example = require "example"
    local outcome = example.try(def, test, true)
    outcome.failures   --> list of { form, why, want, have, text }
    outcome.capitals   --> why it need not hold in capitals, where it does not:
                       --> "cap in a.Name" (lettercase.lua)

`form` is nil where the example as it stands fails (it is tried in no other form
then), else a form of clothes.lua or its `cut`. `want` and `have` hold what
differs: texts to print, or nil. `text` is what was read.
]]
local clothes = require "clothes"
local core = require "core"
local decimal = require "decimal"
local engine = require "engine"
local expression = require "expression"
local functions = require "functions"
local lettercase = require "lettercase"
local tree = require "tree"

local ipairs, pairs, pcall, table, tostring, type = ipairs, pairs, pcall, table,
  tostring, type

local _ENV <const> = nil

-- ---------------------------------------------------------------------------
-- Showing and comparing values

local function names_of(v)
  local names = {}
  for name in pairs(v) do
    if type(name) == "string" then names[#names + 1] = name end
  end
  table.sort(names)
  return names
end

local function show(v)
  if type(v) == "string" then return '"' .. v .. '"' end
  if type(v) ~= "table" then return tostring(v) end
  local parts = {}
  for _, item in ipairs(v) do parts[#parts + 1] = show(item) end
  for _, name in ipairs(names_of(v)) do
    parts[#parts + 1] = name .. " = " .. show(v[name])
  end
  return "{ " .. table.concat(parts, ", ") .. " }"
end

-- Two values as they stand, and as literals match.
local exactly = expression.ops.eq

local function folded(a, b)
  if (type(a) == "string" or type(b) == "string")
     and not decimal.is(a) and not decimal.is(b) then
    return functions.fold(a) == functions.fold(b)
  end
  return exactly(a, b)
end

local function is_table(v) return type(v) == "table" and not decimal.is(v) end

-- Whether `have` has all that is wanted.
local function agrees(want, have, same)
  if not is_table(want) then return same(want, have) end
  if not is_table(have) or #want > 0 and #want ~= #have then return false end
  for k, v in pairs(want) do
    if not agrees(v, have[k], same) then return false end
  end
  return true
end

-- The wanted names whose values differ.
local function differing(want, have, same)
  local names = {}
  for _, name in ipairs(names_of(want)) do
    if not agrees(want[name], have[name], same) then
      names[#names + 1] = name
    end
  end
  return names
end

local function listed(v, names)
  local parts = {}
  for i, name in ipairs(names) do
    parts[i] = v[name] == nil and "no " .. name
      or name .. " = " .. show(v[name])
  end
  return table.concat(parts, ", ")
end

-- A finding of what differs between two values.
local function difference(why, want, have, same)
  if not is_table(want) or not is_table(have) or #want > 0 then
    return { why = why, want = show(want), have = show(have) }
  end
  local names = differing(want, have, same)
  return { why = why, want = listed(want, names), have = listed(have, names) }
end

-- ---------------------------------------------------------------------------
-- An example on the open page. Each gives nil where it holds, else a finding.

local function whole_match(def)
  local tokens, subject = core.tokens(), core.subject()
  if not tokens[1] then return nil end
  local node = core.try(def.id, tokens[1])
  if not node then return nil, tokens[1] end
  local _, _, _, _, e = core.node(node)
  if subject:sub(e + 1):match("^[\0-\31]*$") then return node end
  return nil, e
end

local function judge_term(page, def, test, same)
  local node, stop = whole_match(def)
  if test.kind == "rejects" then
    return node and { why = "it matches, and should not" }
  end
  if not node then
    return { why = stop and stop > 1
      and ("it matches only '%s'"):format(core.text(0, stop))
      or "it does not match" }
  end
  if test.want == nil then return nil end
  local have = page.values:of(node)
  if agrees(test.want, have, same) then return nil end
  return difference("its value differs", test.want, have, same)
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

-- The record that has all that is wanted, or nil and the one that has most.
local function nearest(list, want, same)
  local best, least
  for _, thing in ipairs(list) do
    local n = #differing(want, thing.fields, same)
    if n == 0 then return thing end
    if not least or n < least then best, least = thing, n end
  end
  return nil, best
end

local function judge_made(page, def, test)
  if made_by(page, def) == (test.kind == "accepts") then return nil end
  return { why = test.kind == "rejects" and "it makes something, and should not"
    or matched(page, def)
    and "it matches, but another record won, or nothing took it"
    or "it does not match" }
end

local function judge_record(page, def, test, same)
  local name, want = def.record.name, test.want
  if want == nil then return judge_made(page, def, test) end
  local list = results_of(page, name)
  local found, near = nearest(list, want, same)
  if test.kind == "rejects" then
    return found and { why = "it gives such a record" }
  end
  if found then return nil, found end
  if not near then
    return { why = ("it gives no %s"):format(name), want = show(want) }
  end
  return difference(#list == 1 and ("its %s differs"):format(name)
    or ("none of its %d records of type %s is so; the nearest:")
      :format(#list, name), want, near.fields, same)
end

local function judge_ignore(page, def, test)
  if matched(page, def) == (test.kind == "accepts") then return nil end
  return { why = test.kind == "accepts" and "it does not match"
    or "it matches, and should not" }
end

local function judge(page, def, test, same)
  if def.kind == "term" or def.kind == "mention" then
    return judge_term(page, def, test, same)
  elseif def.kind == "ignore" then
    return judge_ignore(page, def, test)
  end
  return judge_record(page, def, test, same)
end

-- Extracts a text and calls f(page) while it is open; a finding, or nil.
local function extracted(text, f, listener)
  local finding
  local ok, result = pcall(engine.extract, text,
    { id = "test", listener = listener }, function (r)
      if not r.error then finding = f(r.page) end
    end)
  local message = not ok and tostring(result)
    or result.error and result.error.message
  if message then -- with the name of a package's file, not its folder
    message = message:gsub("\n.*", ""):gsub("^.-([^/]+:%d+: )", "%1")
    return { why = "error: " .. message, raised = true }
  end
  return finding
end

-- ---------------------------------------------------------------------------
-- Cut off

-- A text as the tokens that literals match, without letter case.
local function tokens_of(text)
  return (core.view(text):gsub("[\1-\3]", "\1"):gsub("[ \n]", ""))
end

local function contains(tokens, part)
  local from = 1
  while true do
    local s, e = tokens:find(part, from, true)
    if not s then return false end
    if e == #tokens or tokens:byte(e + 1) < 32 then return true end
    from = s + 1
  end
end

-- Texts that rules give of themselves: columns of vocabularies, and what stands
-- in quotes in an expression. They need not come from the page.
local function own_texts(program)
  if program.own_texts then return program.own_texts end
  local own = {}
  for _, def in pairs(program.sets) do
    for _, row in ipairs(def.list) do
      for column, v in pairs(row) do
        if column ~= "phrase" and type(v) == "string" then
          own[tokens_of(v)] = true
        end
      end
    end
  end
  for _, list in ipairs { program.terms, program.links } do
    for _, def in ipairs(list) do
      tree.expressions(def.node, function (e, place)
        if place == "expect" then return end
        tree.each(e, function (n)
          if n.tag == "str" then own[tokens_of(n.text)] = true end
        end)
      end)
    end
  end
  program.own_texts = own
  return own
end

-- The first text in a value that stands in the whole, but not before the cut.
local function beyond(v, cut, whole, own)
  if type(v) == "string" then
    local part = tokens_of(v)
    if part ~= "" and not own[part] and contains(whole, part)
       and not contains(cut, part) then
      return v
    end
  elseif is_table(v) then
    for _, item in pairs(v) do
      local text = beyond(item, cut, whole, own)
      if text then return text end
    end
  end
  return nil
end

local function beyond_in_term(page, def, test)
  local tokens = core.tokens()
  local node = tokens[1] and core.try(def.id, tokens[1])
  local text = node and test(page.values:of(node))
  return text and { why = ("its value has '%s', which stands behind the cut")
    :format(text) }
end

local function beyond_in_records(page, test)
  for _, list in pairs(page.records) do
    for _, thing in ipairs(list) do
      for _, name in ipairs(names_of(thing.fields)) do
        local text = test(thing.fields[name])
        if text then
          return { why = ("field '%s' has '%s', which stands behind the cut")
            :format(name, text) }
        end
      end
    end
  end
  return nil
end

-- The finding of the shortest cut that gives one.
local function cut_finding(def, test)
  local whole, own = tokens_of(test.text), own_texts(engine.state.program)
  local term = def.kind == "term" or def.kind == "mention"
  for _, text in ipairs(clothes.cuts(test.text)) do
    local cut = tokens_of(text)
    local function behind(v) return beyond(v, cut, whole, own) end
    local finding = extracted(text, function (page)
      return term and beyond_in_term(page, def, behind)
        or beyond_in_records(page, behind)
    end)
    if finding then
      finding.form, finding.text = clothes.cut, text
      return finding
    end
  end
  return nil
end

-- ---------------------------------------------------------------------------
-- All forms

-- What took part in an example that holds: the rules and links of which the
-- wanted fields came.
local function sources(program, def, test, thing)
  local names, list = {}, { def }
  if thing then
    names[thing.rule] = true
    for name in pairs(test.want) do
      local span = thing.spans[name]
      if span and span.rule then names[span.rule] = true end
    end
  end
  for _, of in ipairs { program.rules, program.links } do
    for _, other in ipairs(of) do
      if names[other.name] then list[#list + 1] = other end
    end
  end
  return list
end

-- The example as it stands: a finding or nil, whether its text is the page's
-- title, and the record that has what is wanted.
local function plain(def, test)
  local title, record
  local finding = extracted(test.text, function (page)
    title = core.subject():byte() == 0x12 -- BLOCK_TITLE of vm/view.h
    local why
    why, record = judge(page, def, test, exactly)
    return why
  end)
  return finding, title, record
end

local function try_form(form, def, test, title)
  local text = form.dress(test.text, title)
  if text == test.text then return nil end
  local finding = extracted(text, function (page)
    return (judge(page, def, test, folded))
  end)
  if finding then finding.form, finding.text = form, text end
  return finding
end

-- By what an example tells letter case, or nil.
local function told(def, test, record)
  local program = engine.state.program
  local reach = lettercase.reach(program, sources(program, def, test, record))
  if reach.by then return reach.by end
  local values = lettercase.values(program, reach)
  core.forget() -- the guards must be asked
  extracted(test.text, function (page)
    judge(page, def, test, exactly)
  end, { values = values })
  return values.by
end

local function try(def, test, dressed)
  local finding, title, record = plain(def, test)
  local outcome = { failures = { finding } }
  if finding or not dressed then return outcome end
  local list = outcome.failures
  for _, form in ipairs(clothes.forms) do
    local found = try_form(form, def, test, title)
    if found and form.name == "capitals" and not found.raised then
      outcome.capitals = told(def, test, record)
      if outcome.capitals then found = nil end
    end
    list[#list + 1] = found
  end
  list[#list + 1] = cut_finding(def, test)
  return outcome
end

return { try = try, show = show }
