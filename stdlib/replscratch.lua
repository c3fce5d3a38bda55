--[[
The rules that are typed at the REPL, and the editor: items, :scratch, :save,
:edit. They are a file of their own, in memory (scratch.lua).

    local replscratch = require "replscratch"
    replscratch.methods, replscratch.commands    -- for the REPL
    replscratch.PATH                             -- of that file
    replscratch.write(path, text)                --> true, or says what is wrong
]]
local engine = require "engine"
local fmt = require "fmt"
local host = require "host"
local replnames = require "replnames"
local scratch = require "scratch"

local io, ipairs, math, os, table = io, ipairs, math, os, table

local _ENV <const> = nil

local PATH <const> = "scratch"

local methods, commands = {}, {}

local function say(text) host.write(text .. "\n") end

-- ---------------------------------------------------------------------------
-- Rules that are typed

-- The scratch file as the engine reads it. It is first of all a package with
-- every other in use, in one line, so that only line numbers differ by one.
function methods:scratchfile(body)
  local uses, seen = {}, { [PATH] = true }
  for _, file in ipairs(engine.state.base and engine.state.base.files or {}) do
    if not seen[file.package] then
      seen[file.package] = true
      uses[#uses + 1] = file.package
    end
  end
  return "package " .. PATH .. (uses[1] and "  use "
    .. table.concat(uses, ", ") or "") .. "\n" .. (body or self.scratch)
end

-- What engine.load is to read: the files that are wanted, and what was typed.
function methods:sources(paths, body)
  local all = table.move(paths, 1, #paths, 1, {})
  body = body or self.scratch
  if body == "" then return { shipped = self.shipped, paths = all } end
  local text = self:scratchfile(body)
  all[#all + 1] = PATH
  return { shipped = self.shipped, paths = all, read = function (path)
    return path == PATH and text
  end }
end

-- An item; those of its name that were typed before go. Gives whether it is
-- one.
function methods:item(text)
  local body, bad = scratch.with(self.scratch, text)
  if not body then
    host.write(engine.render { { file = { path = PATH, source = text },
      at = bad.at, to = bad.to, message = bad.message, hint = bad.hint } })
    return false
  end
  local old = self.scratch
  self.scratch, self.typed = body, text
  if self:compile(self.asked) then return true end
  self.scratch, self.typed = old, nil
  return false
end

-- A line that goes on with the item before it; false where it does not.
function methods:goeson(line)
  local text = self.typed and scratch.goes_on(line) and self.typed .. "\n"
    .. line
  if not text or not scratch.parse(text) then return false end
  self:item(text)
  return true
end

-- What stands in the scratch file.
function commands.scratch(self, rest)
  if rest == "drop" then
    self.scratch = ""
    return self:compile(self.asked)
  end
  if self.scratch == "" then return say("nothing: type a rule") end
  host.write(self.scratch)
end

local function write_file(path, text)
  local file, message = io.open(path, "wb")
  local ok = file
  if ok then ok, message = file:write(text) end
  if file then
    local closed, why = file:close()
    if ok and not closed then ok, message = nil, why end
  end
  if not ok then say(("%s: not written: %s"):format(path, message)) end
  return ok
end

-- The packages of the user's files, that a file of what was typed may need.
local function own_packages()
  local list = {}
  for _, file in ipairs(engine.state.base.files) do
    if not file.shipped and file.path ~= PATH then
      list[#list + 1] = file.package
    end
  end
  return list
end

function commands.save(self, rest)
  if rest == "" then return say("where to?  :save FILE.rule") end
  if self.scratch == "" then return say("nothing has been typed to save") end
  local file = io.open(rest, "rb")
  if file then
    file:close()
    return say(rest .. ": there is such a file; choose another name")
  end
  local uses = own_packages()
  local text = (uses[1] and "use " .. table.concat(uses, ", ") .. "\n\n" or "")
    .. self.scratch
  if not write_file(rest, fmt.format(text) or text) then return end
  self.asked = table.move(self.asked, 1, #self.asked, 1, {})
  self.asked[#self.asked + 1] = rest
  self.scratch, self.typed = "", nil
  self:compile(self.asked)
end

-- ---------------------------------------------------------------------------
-- An editor

local function quoted(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

-- Those that take the line to go to as +N.
local takes_line = {}
for name in ("vi vim nvim view nano emacs joe jed micro kak ne mg"):gmatch(
    "%S+") do
  takes_line[name] = true
end

local function run_editor(path, number)
  local editor = os.getenv("VISUAL")
  if not editor or editor == "" then editor = os.getenv("EDITOR") end
  if not editor or editor == "" then
    say("which editor?  set EDITOR in the environment")
    return false
  end
  local name = editor:match("^%S*/([^/%s]+)") or editor:match("^(%S+)")
  local line = number and takes_line[name] and (" +%d"):format(number) or ""
  local ok = os.execute(editor .. line .. " " .. quoted(path))
  if not ok then say("the editor failed: " .. editor) end
  return ok
end

function methods:editscratch(number)
  local path = os.tmpname()
  if not write_file(path, self.scratch) then return end
  if run_editor(path, number) then
    local old, text = self.scratch, engine.read(path)
    self.scratch, self.typed = text or old, nil
    if not self:compile(self.asked) then
      say("(the scratch rules are as they were)")
      self.scratch = old
    end
  end
  os.remove(path)
end

-- The file to edit: of the name, or the last one that was asked for.
function methods:toedit(name)
  if name == "" then
    return self.scratch ~= "" and PATH or self.asked[#self.asked]
  end
  for _, def in ipairs(engine.state.program and replnames.named(name) or {}) do
    if not def.file.shipped then
      return def.file.path, replnames.line_of(def.file.source, def.node.at)
    end
  end
  local file = io.open(name, "rb")
  if file then
    file:close()
    return name
  end
  return nil
end

function commands.edit(self, rest)
  local path, number = self:toedit(rest)
  if not path or host.isfolder(path) then
    return say(rest == "" and "which file?  :edit NAME"
      or ("none of your own rules or files is named '%s'"):format(rest))
  end
  if path == PATH then
    return self:editscratch(number and math.max(1, number - 1))
  end
  if run_editor(path, number) then self:compile(self.asked) end
end

return { methods = methods, commands = commands, PATH = PATH,
         write = write_file }
