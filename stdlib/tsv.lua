--[[
Vocabularies from TSV files: the first line names the columns, the first column
is `phrase`; `n:number` makes a column of numbers; an empty cell is absent; a
line that begins with # is a comment.

    local tsv = require "tsv"
    tsv.parse("phrase\tn:number\ntriệu\t1000000\n")
        --> { { phrase = "triệu", line = 2,
               columns = { phrase = "triệu", n = <1000000> } } }
    tsv.parse("phrase\na\tb\n")  --> nil, { { line = 2, message = ... } }
]]
local decimal = require "decimal"

local ipairs = ipairs

local _ENV <const> = nil

local MAX_PROBLEMS <const> = 50 -- of one file that are told

local function split(line)
  local cells = {}
  for cell in (line .. "\t"):gmatch("([^\t]*)\t") do
    cells[#cells + 1] = cell:match("^%s*(.-)%s*$")
  end
  return cells
end

local function header(line)
  local columns = {}
  for i, cell in ipairs(split(line)) do
    local name, kind = cell:match("^([%l_][%w_]*):?(%l*)$")
    if not name or kind ~= "" and kind ~= "number" then
      return nil, ("the first line names the columns, but '%s' is no name \z
        (write  phrase  and others like  name  or  name:number)"):format(cell)
    end
    columns[i] = { name = name, number = kind == "number" }
  end
  if not columns[1] or columns[1].name ~= "phrase" then
    return nil, "the first column must be named 'phrase'"
  end
  return columns
end

local function row(columns, line, at)
  local r = {}
  local cells = split(line)
  if #cells > #columns then
    return nil, ("%d cells, but the first line names %d columns")
      :format(#cells, #columns)
  end
  for i, cell in ipairs(cells) do
    local column = columns[i]
    if cell ~= "" then
      r[column.name] = cell
      if column.number then
        r[column.name] = decimal.new(cell)
        if not r[column.name] then
          return nil, ("'%s' in column '%s' is not a number")
            :format(cell, column.name)
        end
      end
    end
  end
  if not r.phrase then return nil, "the row has no phrase" end
  return { phrase = r.phrase, line = at, columns = r }
end

-- The rows, or nil and a list of problems with line and message.
local function parse(source)
  local rows, problems, columns, at = {}, {}, nil, 0
  source = source:gsub("^\xEF\xBB\xBF", "")
  for line in (source .. "\n"):gmatch("(.-)\r?\n") do
    at = at + 1
    local r, message
    if line:match("^#") or line:match("^%s*$") then
      r = nil
    elseif not columns then
      columns, message = header(line)
      if not columns then return nil, { { line = at, message = message } } end
    else
      r, message = row(columns, line, at)
      if not r then
        problems[#problems + 1] = { line = at, message = message }
        if #problems == MAX_PROBLEMS then return nil, problems end
      end
    end
    rows[#rows + 1] = r
  end
  if not columns then
    return nil, { { line = 1,
                    message = "the file has no first line of columns" } }
  end
  if problems[1] then return nil, problems end
  return rows
end

return { parse = parse }
