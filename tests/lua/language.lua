--[[
What test_language.lua and test_docs.lua share: a rule file with the files
beside it, a text, and the records that must come, told as JSON.

    local language = dofile "tests/lua/language.lua"
    local case = language.new()
    case:put("test.rule", "record hit { a } ...")
    case:compile "test.rule"       --> nil, or the message with its paths cut
    case:extract "some text"       --> the result of the engine
    language.differs(wanted, result.records)  --> nil, or what differs
    case:done()

Every text is extracted on both paths, the fast one and the one that tries every
rule at every token, and once more in NFD; all must agree.
]]
local core = require "core"
local decimal = require "decimal"
local engine = require "engine"
local host = require "host"

local language = {}

-- ---------------------------------------------------------------------------
-- Values

local function keys_of(t)
  local keys = {}
  for k in pairs(t) do keys[#keys + 1] = k end
  table.sort(keys, function (a, b)
    if type(a) == type(b) then return a < b end
    return type(a) == "number"
  end)
  return keys
end

-- A value in one line, as near to JSON as a message needs.
function language.show(v)
  if type(v) == "string" then return '"' .. v .. '"' end
  if decimal.is(v) or type(v) ~= "table" then return tostring(v) end
  local parts = {}
  for _, k in ipairs(keys_of(v)) do
    local item = language.show(v[k])
    parts[#parts + 1] = type(k) == "number" and item or
      ('"%s":%s'):format(k, item)
  end
  local text = table.concat(parts, ",")
  return v[1] ~= nil and "[" .. text .. "]" or "{" .. text .. "}"
end

local function same(want, have)
  if decimal.is(have) then
    return type(want) == "number" and
      tostring(decimal.new(("%.14g"):format(want))) == tostring(have)
  end
  if type(want) ~= "table" or type(have) ~= "table" then return want == have end
  for k, v in pairs(want) do
    if not same(v, have[k]) then return false end
  end
  for k in pairs(have) do
    if want[k] == nil then return false end
  end
  return true
end
language.same = same

-- Whether what is wanted stands in `have`, which may hold more.
local function holds(want, have)
  if type(want) ~= "table" or type(have) ~= "table" then
    return same(want, have)
  end
  for k, v in pairs(want) do
    if not holds(v, have[k]) then return false end
  end
  return true
end
language.holds = holds

-- Fields are compared whole; of the rest only what is wanted.
local function record_agrees(want, have)
  for k, v in pairs(want) do
    local agrees = k == "fields" and same or holds
    if not agrees(v, have[k]) then return false end
  end
  return true
end

-- What of a record the wanted one speaks of, to be shown.
local function part(want, have)
  local p = {}
  for k in pairs(want or { type = true, text = true, fields = true }) do
    p[k] = have[k]
  end
  return language.show(p)
end

-- Nil, or the first difference between the wanted records and those that came.
function language.differs(wanted, records)
  for i = 1, math.max(#wanted, #records) do
    local want, have = wanted[i], records[i]
    if not have then
      return "expected " .. language.show(want) .. ", got no more"
    elseif not want then return "expected no more, got " .. part(nil, have)
    elseif not record_agrees(want, have) then
      return ("expected %s, got %s"):format(language.show(want),
        part(want, have))
    end
  end
  return nil
end

-- The values of a text of JSON lines, or nil and a message.
function language.json(lines)
  local list = {}
  for line in lines:gmatch("[^\n]+") do
    local v, message = host.json(line)
    if v == nil then return nil, message end
    list[#list + 1] = v
  end
  return list
end

-- ---------------------------------------------------------------------------
-- Rule files in a folder of their own

local Case = {}
Case.__index = Case

function language.new()
  local name = os.tmpname()
  os.remove(name)
  local folder = name .. ".d/"
  assert(os.execute("mkdir -p " .. folder))
  return setmetatable({ folder = folder }, Case)
end

function Case:put(name, text)
  local inner = name:match("^(.*)/")
  if inner then os.execute("mkdir -p " .. self.folder .. inner) end
  local file <close> = assert(io.open(self.folder .. name, "wb"))
  file:write(text)
end

function Case:done() os.execute("rm -rf " .. self.folder) end

local function plain(s) return (s:gsub("%p", "%%%0")) end

-- Compiles a file; nil, or the message, with the folder's name left out.
function Case:compile(name, shipped)
  local ok, message = engine.load { shipped = shipped or false,
    paths = { self.folder .. name } }
  if ok then return nil end
  return (message:gsub(plain(self.folder), ""))
end

-- What stands in the records, without their places.
local function content(result)
  local list = {}
  for i, record in ipairs(result.records) do
    list[i] = record.rule .. language.show(record.fields)
  end
  return table.concat(list, "\n")
end

-- Extracts a text on both paths, and with its letters in parts (NFD); a second
-- result tells that something differs.
function Case:extract(text)
  local fast = engine.extract(text, { id = "test" })
  local slow = engine.extract(text, { id = "test", reference = true })
  local parts = engine.extract(core.decompose(text), { id = "test" })
  local a, b = language.show(fast), language.show(slow)
  if a ~= b then
    return fast, ("without heads it gives %s, with them %s"):format(b, a)
  elseif content(fast) ~= content(parts) then
    return fast, ("in NFD it gives %s"):format(content(parts))
  end
  return fast
end

return language
