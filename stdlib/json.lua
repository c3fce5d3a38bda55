--[[
Values as JSON, keys sorted: the same value gives the same bytes.

    local json = require "json"
    json.encode { b = "x", a = { 1, 2.5, true } }
      --> {"a":[1,2.5,true],"b":"x"}

A table is a list where it has items or is empty. Decimals, and whatever else
has a tostring of its own, are written as numbers.
]]
local getmetatable, ipairs, math, pairs, string, table, tonumber, tostring,
  type = getmetatable, ipairs, math, pairs, string, table, tonumber, tostring,
  type
local next = next

local _ENV <const> = nil

local escapes <const> = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n",
                          ["\r"] = "\\r", ["\t"] = "\\t" }

local function quote(s)
  s = s:gsub('[%c"\\]', function (c)
    return escapes[c] or ("\\u%04x"):format(c:byte())
  end)
  -- C1, which a terminal obeys as well
  return '"' .. s:gsub("\xC2([\x80-\x9F])", function (c)
    return ("\\u%04x"):format(c:byte())
  end) .. '"'
end

-- "1.50e3" -> "1500": no exponent and no zeros that say nothing; nil where the
-- text is no number.
local function plain(text)
  local sign, whole, rest, exp = text:match "^(-?)(%d+)%.?(%d*)[eE]?([-+]?%d*)$"
  if not sign then return nil end
  local digits, point = whole .. rest, #whole + (tonumber(exp) or 0)
  if point < -400 or point > 400 then return text end
  if point <= 0 then
    digits, point = ("0"):rep(1 - point) .. digits, 1
  end
  digits = digits .. ("0"):rep(point - #digits)
  local int = digits:sub(1, point):gsub("^0+(%d)", "%1")
  local fraction = digits:sub(point + 1):gsub("0+$", "")
  local result = int .. (fraction ~= "" and "." .. fraction or "")
  return result == "0" and result or sign .. result
end

-- The shortest digits that read back as the same float: 8.7, not 8.69999.
local function number(n)
  if math.type(n) == "integer" then return ("%d"):format(n) end
  if n ~= n or n == math.huge or n == -math.huge then return "null" end
  for precision = 15, 17 do
    local text = string.format("%." .. precision .. "g", n)
    if tonumber(text) == n or precision == 17 then return plain(text) end
  end
end

local encode

local function encode_table(value)
  local parts = {}
  if #value > 0 or next(value) == nil then
    for i, item in ipairs(value) do parts[i] = encode(item) end
    return "[" .. table.concat(parts, ",") .. "]"
  end
  local names = {}
  for name in pairs(value) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do
    parts[#parts + 1] = quote(name) .. ":" .. encode(value[name])
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

function encode(value)
  local kind = type(value)
  if kind == "string" then return quote(value) end
  if kind == "number" then return number(value) end
  if kind == "table" and not (getmetatable(value) or {}).__tostring then
    return encode_table(value)
  end
  if kind == "boolean" then return tostring(value) end
  local text = tostring(value) -- a decimal
  return plain(text) or quote(text)
end

return { encode = encode, quote = quote, plain = plain, number = number }
