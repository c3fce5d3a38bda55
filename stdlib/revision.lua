--[[
Rule files as they were in a revision of their git repository, read without
writing anything.

    local revision = require "revision"
    local files, read = revision.open("HEAD~1", "rules")
    files        --> { "rules/a.rule", ... }
    read(path)   --> its text in that revision, or nil and a message; false
                     where it lies in another folder
]]
local host = require "host"

local io, ipairs, table = io, ipairs, table

local _ENV <const> = nil

-- A word for the shell, whatever it holds.
local function quoted(s) return "'" .. s:gsub("'", "'\\''") .. "'" end

-- What git says in a folder; nil where it fails.
local function git(folder, ...)
  local words = { "git", "-C", quoted(folder) }
  for _, word in ipairs { ... } do words[#words + 1] = quoted(word) end
  local pipe = io.popen(table.concat(words, " ") .. " 2>/dev/null", "r")
  if not pipe then return nil end
  local text = pipe:read("a")
  local ok = pipe:close()
  return ok and text or nil
end

local function split(path)
  local folder, name = path:match("^(.*)/([^/]+)/?$")
  if not folder then return ".", path end
  return folder == "" and "/" or folder, name
end

-- The rule files of a folder, or the one file, in a revision: their paths, and
-- a function that reads them and what lies beside them. nil and a message.
local function open(rev, path)
  if rev:match("^%-") or rev:find("[:%z\n]") then
    return nil, ("'%s' is no revision"):format(rev)
  end
  path = path:gsub("(.)/+$", "%1")
  local folder, name = path, nil
  if not host.isfolder(path) then folder, name = split(path) end
  if not host.isfolder(folder) then
    return nil, ("%s: no such folder"):format(folder)
  end
  if not git(folder, "rev-parse", "--verify", "--quiet",
             rev .. "^{commit}") then
    return nil, ("'%s' is no revision of the repository of %s"):format(rev,
      folder)
  end
  local list = git(folder, "ls-tree", "-r", "-z", "--name-only", rev) or ""
  local there, files = {}, {}
  local plain = folder == "." and path:sub(1, 2) ~= "./"
  local prefix = plain and "" or folder .. "/"
  for file in list:gmatch("[^%z]+") do
    there[prefix .. file] = file
    if file == name or not name and file:match("^[^/]+%.rule$") then
      files[#files + 1] = prefix .. file
    end
  end
  table.sort(files)
  if not files[1] then
    return nil, ("%s: no rule file in revision %s"):format(path, rev)
  end
  return files, function (wanted)
    local file = there[wanted]
    if not file and prefix ~= "" and wanted:sub(1, #prefix) ~= prefix then
      return false
    end
    if not file then return nil, ("not in revision %s"):format(rev) end
    local text = git(folder, "show", ("%s:./%s"):format(rev, file))
    return text, not text and "git does not give it" or nil
  end
end

return { open = open }
