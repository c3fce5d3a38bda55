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
local decimal = require "decimal"
local engine = require "engine"
local host = require "host"

local error, io, ipairs, load, package, pcall, setmetatable, table, tostring,
  type = error, io, ipairs, load, package, pcall, setmetatable, table, tostring,
  type
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

-- The records of one text or HTML page. `info`: id, published, outlet,
-- encoding, each optional.
function trich.extract(bytes, info)
  return engine.extract(bytes, info or {})
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
