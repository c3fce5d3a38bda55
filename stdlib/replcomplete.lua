--[[
Completion of the REPL's lines: commands, names of the loaded rules, files.

    local replcomplete = require "replcomplete"
    replcomplete.complete(commands, ":ke")    --> "ep ", nil
    replcomplete.complete(commands, "? Ph")   --> nil, "Phone  Photo"

What to insert behind the cursor, and what to list, each or nil. `commands` has
the names of the REPL's commands as its keys.
]]
local edit = require "edit"
local engine = require "engine"
local grammar = require "grammar"

local ipairs, pairs, table, utf8 = ipairs, pairs, table, utf8

local _ENV <const> = nil

local function common(list, length)
  local prefix = list[1]
  for _, word in ipairs(list) do
    while word:sub(1, #prefix) ~= prefix do prefix = prefix:sub(1, -2) end
  end
  while not utf8.len(prefix) do prefix = prefix:sub(1, -2) end -- whole letters
  return prefix:sub(length + 1)
end

local function beginning(set, start, into)
  for name in pairs(set) do
    local simple = name:match("([^.]*)$")
    if name:sub(1, #start) == start then into[name] = true
    elseif simple:sub(1, #start) == start then into[simple] = true
    end
  end
end

local function names_for(commands, line, start)
  local found = {}
  if line:match("^%s*:%a*$") then
    beginning(commands, start, found)
  elseif engine.state.program then
    local base = engine.state.program.base
    for _, set in ipairs { base.terms, base.vocabularies, base.rules,
      base.records, grammar.builtins } do
      beginning(set, start, found)
    end
    for _, record in pairs(base.records) do
      beginning(record.fields, start, found)
    end
  end
  return found
end

local function files_for(start)
  local folder, name = start:match("^(.*/)([^/]*)$")
  local found = {}
  for _, entry in ipairs(edit.names(folder or "")) do
    if entry:sub(1, #(name or start)) == (name or start) then
      found[(folder or "") .. entry] = true
    end
  end
  return found
end

local takes_file <const> = { load = true, file = true, doc = true,
                             save = true, drop = true }

local function complete(commands, line)
  local start, found
  if takes_file[line:match("^%s*:(%a+)%s") or ""] then
    start = line:match("(%S*)$")
    found = files_for(start)
  else
    start = line:match("([%w_.]*)$")
    if start == "" and not line:match(":$") then return nil, nil end
    found = names_for(commands, line, start)
  end
  local list = {}
  for name in pairs(found) do list[#list + 1] = name end
  table.sort(list)
  if not list[1] then return nil, nil end
  local insert = common(list, #start)
  if #list == 1 and not insert:find("/$") then insert = insert .. " " end
  if insert ~= "" then return insert, nil end
  return nil, #list > 1 and table.concat(list, "  ") or nil
end

return { complete = complete }
