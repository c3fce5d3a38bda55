--[[
The documents that a command was given: files, folders, "-".

    local documents = require "documents"
    for id, bytes in documents.each({ "folder", "page.html" }, report) do
      ...
    end

Of JSON Lines each line is a document; `report(message)` is told of what cannot
be read.
]]
local host = require "host"

local coroutine, ipairs, type = coroutine, ipairs, type

local _ENV <const> = nil

-- Fields that hold the text of a line, as for `trich run`.
local fields <const> = { "text", "body", "html", "content" }

local function line_text(value)
  if type(value) ~= "table" then return nil end
  for _, name in ipairs(fields) do
    if type(value[name]) == "string" then return value[name] end
  end
  return nil
end

local function lines_of(path, bytes, report)
  local n = 0
  for line in bytes:gmatch("[^\n]+") do
    n = n + 1
    local value, why = host.json(line)
    local text = line_text(value)
    if text then
      local id = type(value.id) == "string" and value.id
        or ("%s:%d"):format(path, n)
      coroutine.yield(id, text)
    else
      report(("%s:%d: %s"):format(path, n, why or "no text in this line"))
    end
  end
end

local function one(path, report)
  local bytes, message = host.readfile(path)
  if not bytes then report(("%s: %s"):format(path, message))
  elseif path:find("%.jsonl$") or path:find("%.jsonl%.gz$") then
    lines_of(path, bytes, report)
  else coroutine.yield(path, bytes)
  end
end

-- An iterator of id and bytes, in the order given and in byte order in folders.
local function each(paths, report)
  return coroutine.wrap(function ()
    for _, path in ipairs(paths) do
      if path ~= "-" and host.isfolder(path) then
        for _, name in ipairs(host.documents(path)) do one(name, report) end
      else
        one(path, report)
      end
    end
  end)
end

return { each = each }
