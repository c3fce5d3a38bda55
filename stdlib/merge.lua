--[[
Several mentions of one thing to one record. The fullest mention (most fields,
then longest, then first) gives span, rule and wording; others fill gaps.

    local merge = require "merge"
    merge.run(page, def)   -- one `merge` statement over the records of a page
]]
local budget = require "budget"
local functions = require "functions"
local path = require "path"
local share = require "share"

local ipairs, pairs, table, type, tostring = ipairs, pairs, table, type,
  tostring

local _ENV <const> = nil

local HIDDEN <const> = 95 -- "_"

local function count(fields)
  local n = 0
  for name in pairs(fields) do
    if name:byte() ~= HIDDEN then n = n + 1 end
  end
  return n
end

-- `size` is that of before this merge.
local function fuller(a, b)
  a.size = a.size or count(a.fields)
  b.size = b.size or count(b.fields)
  if a.size ~= b.size then return a.size > b.size end
  return a.e - a.s > b.e - b.s
end

-- Whether text a holds text b in full, word for word; a comma ends a word.
local function holds(a, b)
  local x, y = functions.fold(a), functions.fold(b)
  x, y = x:gsub("[,;]", " %0"), y:gsub("[,;]", " %0")
  return #x > #y and ((" " .. x .. " "):find(" " .. y .. " ", 1, true)) ~= nil
end

-- The union of two lists in order of the text, without shorter forms of
-- longer ones.
local function union(a, b)
  local all = {}
  for _, list in ipairs { a, b } do
    for _, v in ipairs(list) do
      local place
      path.count(#all)
      for i, old in ipairs(all) do
        if functions.fold(tostring(old)) == functions.fold(tostring(v)) then
          place = i
        elseif type(v) == "string" and type(old) == "string" then
          if holds(old, v) then place = i
          elseif holds(v, old) then
            all[i] = v
            place = i
          end
        end
        if place then break end
      end
      if not place then all[#all + 1] = v end
    end
  end
  -- a longer form that replaced one may equal or hold another
  for i = #all, 2, -1 do
    for j = 1, i - 1 do
      if tostring(all[i]) == tostring(all[j]) then
        table.remove(all, i)
        break
      end
    end
  end
  return all
end

local function fill(into, name, value, span, rule, list)
  local have = into.fields[name]
  if have == nil then
    into.fields[name] = value
    into.spans[name] = { s = span.s, e = span.e, rule = span.rule or rule }
  elseif list then
    into.fields[name] = union(have, value)
  elseif type(have) == "string" and type(value) == "string"
    and holds(value, have) then
    into.fields[name] = value
    into.spans[name] = { s = span.s, e = span.e, rule = span.rule or rule }
  end
end

-- Joins b to a (a is earlier): the fuller of them stays, the other goes.
local function join(page, a, b, record)
  local keep, other = a, b
  if fuller(b, a) then keep, other = b, a end
  for name, value in pairs(other.fields) do
    local span = other.spans[name] or other
    local list = record.fields[name] and record.fields[name].list
    if list and keep == b and keep.fields[name] then
      keep.fields[name] = union(value, keep.fields[name])
    else
      fill(keep, name, value, span, other.rule, list)
    end
  end
  other.gone = true
  page:joined(keep, other)
  return keep
end

local function key_of(record, by)
  local parts = {}
  for i, name in ipairs(by) do
    local v = record.fields[name]
    if v == nil then return nil end
    if type(v) == "string" then v = functions.fold(v) end
    parts[i] = tostring(v)
  end
  return table.concat(parts, "\0")
end

local function by_key(page, def, list)
  local groups = {}
  for _, record in ipairs(list) do
    local key = key_of(record, def.by)
    if key then
      groups[key] = groups[key] and
        join(page, groups[key], record, def.record) or record
    end
  end
end

-- What tells apart the records that the condition cannot join: the values of
-- the fields that it wants to be equal (def.equal; see compile.lua).
local function apart(record, equal)
  if not equal[1] then return "" end
  local parts = {}
  for i, name in ipairs(equal) do
    local v = record.fields[name]
    parts[i] = type(v) .. ":" .. (type(v) == "table" and "" or tostring(v))
  end
  return table.concat(parts, "\0")
end

-- The first of the latest groups that the record joins.
local function find(def, groups, record, most)
  local first = #groups > most and #groups - most or 1
  for i = first, #groups do
    if def.where(nil, groups[i].fields, record.fields) then
      path.count(i - first + 1)
      return i
    end
  end
  path.count(#groups - first + 1)
  return #groups + 1
end

-- With how many of those before it each of n records is compared.
local function compared(n)
  return share(n, budget.most "MERGE_MAX_COMPARED",
    budget.most "MERGE_MAX_COMPARISONS")
end

local function by_test(page, def, list)
  local all, most = {}, compared(#list)
  for _, record in ipairs(list) do
    local key = apart(record, def.equal)
    local groups = all[key] or {}
    local i = find(def, groups, record, most)
    all[key] = groups
    groups[i] = groups[i] and join(page, groups[i], record, def.record)
      or record
  end
end

-- Sends each record that the condition holds for to what the path finds.
local function into(page, def, list)
  path.asked(#list)
  for _, record in ipairs(list) do
    if not record.gone and (not def.where
        or def.where(nil, record.fields, record.fields)) then
      local found = path.find(page, def.into, record, record.fields)
      if found then
        for name, value in pairs(record.fields) do
          local field = def.record.fields[name]
          fill(found, name, value, record.spans[name] or record, record.rule,
            field and field.list)
        end
        record.gone = true
        page:joined(found, record)
      end
    end
  end
end

local function run(page, def)
  local list = {}
  for _, record in ipairs(page.records[def.record.name] or {}) do
    if not record.gone
       and (not def.of.rule or record.rule == def.of.rule) then
      record.size = nil
      list[#list + 1] = record
    end
  end
  if def.into then into(page, def, list)
  elseif not list[2] then return
  elseif def.by then by_key(page, def, list)
  else by_test(page, def, list)
  end
end

return { run = run, holds = holds }
