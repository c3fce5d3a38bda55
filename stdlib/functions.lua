--[[
The functions that every expression can call. All give nil for nil.

    lower(s) upper(s)   letter case, of any script
    fold(s)             as literals match: case, tone placement, i/y, spaces
    words(s)            how many words (tokens of letters or digits)
    decimal(s)          the number that digits write: "13.543,36", "1,234.5"
    roman(s)            the number of a Roman numeral: "XIII"
    integer(n)          a whole number, or nil
    first(a, b, ...)    the first that is not nil
]]
local core = require "core"
local number = require "decimal"

local select, type = select, type

local _ENV <const> = nil

local function text(v)
  if type(v) == "table" then v = v.text end
  return type(v) == "string" and v or nil
end

local functions = {}

function functions.lower(v)
  v = text(v)
  return v and core.lower(v)
end

function functions.upper(v)
  v = text(v)
  return v and core.upper(v)
end

function functions.fold(v)
  v = text(v)
  return v and core.fold(v)
end

function functions.words(v)
  v = text(v)
  if not v then return nil end
  local _, n = core.view(v):gsub("[\1-\5]", "")
  return number.new(n)
end

-- Digits with separators, told apart by form: the last of two kinds is the
-- decimal mark; one kind that stands several times groups; a dot before exactly
-- three digits groups (Vietnamese use), but not after a lone zero; any other
-- single mark is decimal ("1,595 tỷ" is a little over one and a half).
local function plain(s)
  if not s:find("[.,]") then return s end
  local marks = s:gsub("%d", "")
  local last = marks:sub(-1)
  local mixed = marks:find(",", 1, true) and marks:find(".", 1, true)
  if mixed then
    local other = last == "," and "%." or ","
    if select(2, s:gsub("%" .. last, "")) > 1 then return nil end
    return (s:gsub(other, ""):gsub("%" .. last, "."))
  end
  if #marks > 1 then
    if not (s:match("^%d%d?%d?[.,]%d%d%d") and not s:find("[.,]%d%d?[.,]")
      and s:match("[.,]%d%d%d$") and not s:find("%d%d%d%d")) then
      return nil
    end
    return (s:gsub("[.,]", ""))
  end
  if last == "." and s:match("^[1-9]%d?%d?%.%d%d%d$") then
    return (s:gsub("%.", ""))
  end
  return (s:gsub(",", "."))
end

function functions.decimal(v)
  if number.is(v) then return v end
  v = text(v)
  if not v or not v:match("^%d[%d.,]*$") then return nil end
  local s = plain(v)
  return s and number.new(s)
end

local roman = { I = 1, V = 5, X = 10, L = 50, C = 100, D = 500, M = 1000 }

function functions.roman(v)
  v = text(v)
  if not v or not v:match("^[IVXLCDM]+$") then return nil end
  local total = 0
  for i = 1, #v do
    local n, after = roman[v:sub(i, i)], roman[v:sub(i + 1, i + 1)] or 0
    total = total + (n < after and -n or n)
  end
  return number.new(total)
end

functions.integer = number.integer

function functions.first(...)
  for i = 1, select("#", ...) do
    local v = select(i, ...)
    if v ~= nil then return v end
  end
  return nil
end

return functions
