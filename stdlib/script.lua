--[[
`trich SCRIPT.lua [ARG...]`: a Lua script with the engine at hand. Inside:

    local trich = require "trich"
    trich.load()                      -- the shipped rules
    trich.load { "mine.rule" }        -- these and the shipped ones
    trich.load { "mine.rule", shipped = false }
    local result = trich.extract("Kim ngạch xuất khẩu đạt 8,7 tỷ USD")
    for _, record in ipairs(result.records) do print(record.fields.value) end
    for path, text in trich.documents "folder" do ... end

A script is a program of its user: it has all of Lua. Rules stay in their
sandbox.
]]
local child = require "child"
local decimal = require "decimal"
local engine = require "engine"
local host = require "host"
local json = require "json"

local error, io, ipairs, load, package, pairs, pcall, setmetatable, table,
  tostring, type = error, io, ipairs, load, package, pairs, pcall,
  setmetatable, table, tostring, type
local _G = _G

local _ENV <const> = nil

local trich = { decimal = decimal.new }

-- Loads rules; an error tells what does not compile.
function trich.load(options)
  options = options or {}
  local paths = {}
  for _, path in ipairs(options) do paths[#paths + 1] = path end
  local ok, message = engine.load { paths = paths,
    shipped = options.shipped ~= false }
  if not ok then error((message:gsub("\n+$", "")), 2) end
end

-- A result goes through JSON, where a number is no decimal: a table of this one
-- key stands for it. No field can have that name.
local DECIMAL <const> = "#"

local function packed(v)
  if decimal.is(v) then return { [DECIMAL] = tostring(v) } end
  if type(v) ~= "table" then return v end
  local copy = {}
  for name, item in pairs(v) do copy[name] = packed(item) end
  return copy
end

local function unpacked(v)
  if type(v) ~= "table" then return v end
  if v[DECIMAL] then return decimal.new(v[DECIMAL]) end
  for name, item in pairs(v) do v[name] = unpacked(item) end
  return v
end

local kinds <const> = { time = "timeout", memory = "memory" }
local limits <const> = { time = "PAGE_MAX_SECONDS", memory = "PAGE_MAX_MB" }

-- The records of one text or HTML page. `info`: id, published, outlet,
-- encoding, each optional. In a child: a page that hangs or crashes gives a
-- result with an error.
function trich.extract(bytes, info)
  info = info or {}
  local text, why, message = child.run(function ()
    local result = engine.extract(bytes, info)
    result.id = nil -- any bytes
    return json.encode(packed(result))
  end, child.allowance(#bytes))
  if why == "error" then
    error((message:gsub("^stdlib/[^\n]-:%d+: ", "")), 2)
  end
  local result = text and unpacked(host.json(text)) or { meta = {},
    records = {}, error = { kind = kinds[why] or "crash", limit = limits[why],
      message = "the page was ended: " .. tostring(why) } }
  result.id = info.id or "-"
  return result
end

-- Every document of a folder, or the one file: its path and bytes.
function trich.documents(path)
  local list = host.isfolder(path) and host.documents(path) or { path }
  local i = 0
  return function ()
    i = i + 1
    if not list[i] then return nil end
    local text, message = host.readfile(list[i])
    if not text then error(list[i] .. ": " .. message, 2) end
    return list[i], text
  end
end

-- What a script raised, in words.
local function words(raised)
  if type(raised) == "string" then return (raised:gsub("\n+$", "")) end
  local text = tostring(raised)
  return text:find("^table: ") and "the script raised a table" or text
end

local function main(args)
  local path = table.remove(args, 1)
  local text, message = engine.read(path)
  if not text then
    host.warn(("trich: %s: %s\n"):format(path, message))
    return 2
  end
  if text:sub(1, 1) == "\27" then
    host.warn(("trich: %s: compiled Lua is not run, only its source\n")
      :format(path))
    return 1
  end
  args[0] = path
  package.loaded.trich = trich
  local chunk, why = load((text:gsub("^#[^\n]*", "")), "@" .. path, "t",
    setmetatable({ arg = args }, { __index = _G }))
  if not chunk then
    host.warn("trich: " .. why .. "\n")
    return 1
  end
  local ok, raised = pcall(chunk, table.unpack(args))
  io.stdout:flush()
  if not ok then
    host.warn("trich: " .. words(raised) .. "\n")
    return 1
  end
  return 0
end

return { main = main }
