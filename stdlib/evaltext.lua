--[[
A report of eval.lua for a terminal, and what has changed since another.

    local evaltext = require "evaltext"
    evaltext.report(report)               --> the tables, as text
    evaltext.report(report, { differences = false })  -- not by document
    evaltext.fields(report)               --> the fields of each type
    evaltext.since_text(evaltext.since(report, baseline))
]]
local eval = require "eval"
local evalfact = require "evalfact"

local ipairs, next, pairs, table = ipairs, next, pairs, table

local _ENV <const> = nil

local function row(name, sum)
  return ("%-12s %6d %6d %6d %6d %8.4f %8.4f %8.4f"):format(name, sum.gold,
    sum.tp, sum.fp, sum.fn, sum.precision, sum.recall, sum.f1)
end

-- Names of fields, those that the contract knows first and in its order.
local function field_order(kind, fields)
  local rank, names = {}, {}
  for field in pairs(fields) do names[#names + 1] = field end
  local n = 0
  for word in (evalfact.declared[kind] or ""):gmatch("%S+") do
    n = n + 1
    rank[word] = n
  end
  table.sort(names, function (a, b)
    local x, y = rank[a] or n + 1, rank[b] or n + 1
    if x ~= y then return x < y end
    return a < b
  end)
  return names
end

-- Precision, recall and F1 of each field of each type.
local function fields_text(report)
  local lines = {}
  for _, kind in ipairs(report.order) do
    lines[#lines + 1] = row(kind, report.types[kind])
    local fields = report.types[kind].fields
    for _, field in ipairs(field_order(kind, fields)) do
      lines[#lines + 1] = row("  " .. field, fields[field])
    end
  end
  return table.concat(lines, "\n") .. "\n"
end

local function difference_lines(lines, one, indent)
  local marks = { missing = "-", extra = "+", differs = "~" }
  lines[#lines + 1] = ("%s%s %s: %s"):format(indent, marks[one.what], one.type,
    one.record)
  if one.what ~= "differs" then return end
  for _, field in ipairs(one.fields) do
    lines[#lines + 1] = ("%s    %s: gold %s, got %s"):format(indent,
      field.field, evalfact.show(field.gold), evalfact.show(field.got))
  end
end

local function pool_lines(lines, report)
  local small = evalfact.set(table.concat(report.pooled.types, " "))
  if not next(small) then return end
  lines[#lines + 1] = ""
  lines[#lines + 1] = ("Types with fewer than %d gold facts, together: %s")
    :format(eval.POOL_BELOW, table.concat(report.pooled.types, ", "))
  lines[#lines + 1] = row("pooled", report.pooled)
  for _, document in ipairs(report.documents) do
    for _, one in ipairs(document.differences) do
      if small[one.type] then
        difference_lines(lines, one, "  " .. document.doc .. " ")
      end
    end
  end
end

local function document_lines(lines, report)
  for _, document in ipairs(report.documents) do
    if #document.differences > 0 then
      lines[#lines + 1] = ""
      lines[#lines + 1] = ("%s: F1 %.4f, %d missed, %d too many"):format(
        document.doc, document.f1, document.fn, document.fp)
      for _, one in ipairs(document.differences) do
        difference_lines(lines, one, "  ")
      end
    end
  end
end

-- The report as text. opts.differences = false leaves out the list by document.
local function text(report, opts)
  local lines = { ("%-12s %6s %6s %6s %6s %8s %8s %8s"):format("type", "facts",
    "equal", "extra", "missed", "P", "R", "F1") }
  for _, kind in ipairs(report.order) do
    lines[#lines + 1] = row(kind, report.types[kind])
  end
  lines[#lines + 1] = row("all (micro)", report.micro)
  local macro = report.macro
  lines[#lines + 1] = ("%-40s %8.4f %8.4f %8.4f"):format(
    "mean of types (macro)", macro.precision, macro.recall, macro.f1)
  pool_lines(lines, report)
  if not opts or opts.differences ~= false then
    document_lines(lines, report)
  end
  return table.concat(lines, "\n") .. "\n"
end

-- ---------------------------------------------------------------------------
-- A baseline

-- What has changed since another report: { type, field (nil: the whole type),
-- old, new (both F1), equal (facts more or less that are right) }.
local function since(report, baseline)
  local list = {}
  local function weigh(kind, field, old, new)
    if not old or not new or old.f1 == new.f1 and old.tp == new.tp then
      return
    end
    list[#list + 1] = { type = kind, field = field, old = old.f1,
                        new = new.f1, equal = new.tp - old.tp }
  end
  weigh("all (micro)", nil, baseline.micro, report.micro)
  for _, kind in ipairs(report.order) do
    local old, new = (baseline.types or {})[kind], report.types[kind]
    weigh(kind, nil, old, new)
    for _, field in ipairs(field_order(kind, new.fields)) do
      weigh(kind, field, old and old.fields and old.fields[field],
        new.fields[field])
    end
  end
  return list
end

local function since_text(list)
  if not list[1] then return "as in the baseline\n" end
  local lines = { "since the baseline" }
  for _, one in ipairs(list) do
    lines[#lines + 1] = ("  %-24s %+d equal facts, F1 %.4f -> %.4f"):format(
      one.type .. (one.field and "." .. one.field or ""), one.equal, one.old,
      one.new)
  end
  return table.concat(lines, "\n") .. "\n"
end

return { report = text, fields = fields_text, since = since,
         since_text = since_text }
