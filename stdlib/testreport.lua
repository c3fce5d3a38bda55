--[[
What `trich test` says: for people, and as TAP for other programs.

    local report = require("testreport").text(write)   -- or .tap
    report:begin(3)          -- so many examples come
    report:example(item)     -- { file, line, name, kind, text, failures,
                             --   capitals }: see example.lua
    report:finish()          -- how many failed
]]
local ipairs, setmetatable = ipairs, setmetatable

local _ENV <const> = nil

local function counted(report, item)
  local file = report.byfile[item.file]
  if not file then
    file = { path = item.file, passed = 0, failed = 0 }
    report.byfile[item.file] = file
    report.files[#report.files + 1] = file
  end
  local good = item.failures[1] == nil
  for _, count in ipairs { report, file } do
    if good then count.passed = count.passed + 1
    else count.failed = count.failed + 1
    end
  end
  if item.capitals then report.told = report.told + 1 end
  return good
end

local function new(class, write)
  return setmetatable({ write = write, files = {}, byfile = {}, passed = 0,
    failed = 0, told = 0 }, { __index = class })
end

-- ---------------------------------------------------------------------------
-- For people: what fails, then the files

local Text = {}

function Text.begin() end

-- Forms whose text looks like the one of the example are not shown.
local alike = { nfd = true, spaces = true }

function Text:example(item)
  counted(self, item)
  for _, f in ipairs(item.failures) do
    self.write(('%s:%d: %s: %s "%s" fails%s: %s\n'):format(item.file,
      item.line, item.name, item.kind, item.text,
      f.form and " " .. f.form.label or "", f.why))
    if f.text and not alike[f.form.name] then
      self.write(("  text      %s\n"):format(f.text:match("<body>(.*)</body>")
        or f.text))
    end
    if f.want then self.write(("  expected  %s\n"):format(f.want)) end
    if f.have then self.write(("  got       %s\n"):format(f.have)) end
    if f.near then
      self.write(("  nearest   %s\n"):format(f.near:gsub("\n", "\n" ..
        (" "):rep(12))))
    end
  end
end

-- Of one file the last line says it all.
function Text:summary()
  local width = 0
  for _, file in ipairs(self.files) do
    if #file.path > width then width = #file.path end
  end
  for _, file in ipairs(self.files) do
    self.write(("%-" .. width .. "s  %4d passed%s\n"):format(file.path,
      file.passed, file.failed > 0 and (", %d failed"):format(file.failed)
      or ""))
  end
  if self.told > 0 then
    self.write(("%d need not hold in capitals: their rules tell letter case \z
      (--tap says by what)\n"):format(self.told))
  end
end

function Text:finish()
  if self.files[2] then self:summary() end
  self.write(("%d passed, %d failed\n"):format(self.passed, self.failed))
  return self.failed
end

-- ---------------------------------------------------------------------------
-- TAP: https://testanything.org, version 13; the details of a failure as YAML

local Tap = {}

function Tap:begin(n) self.write(("TAP version 13\n1..%d\n"):format(n)) end

-- A text in one line; of YAML, in double quotes.
local function plain(s) return (s:gsub("%c+", " ")) end

local function quoted(s)
  return '"' .. s:gsub('["\\]', "\\%0"):gsub("%c", function (c)
    return ("\\x%02x"):format(c:byte())
  end) .. '"'
end

function Tap:example(item)
  local good = counted(self, item)
  local name = ('%s:%d %s %s "%s"'):format(item.file, item.line, item.name,
    item.kind, item.text)
  if item.capitals then
    self.write(("# need not hold in capitals: %s\n")
      :format(plain(item.capitals)))
  end
  self.write(("%s %d - %s\n"):format(good and "ok" or "not ok",
    self.passed + self.failed, (plain(name):gsub("[\\#]", "\\%0"))))
  if good then return end
  self.write(("  ---\n  file: %s\n  line: %d\n  failures:\n"):format(
    quoted(item.file), item.line))
  for _, f in ipairs(item.failures) do
    self.write(("    - form: %s\n      message: %s\n"):format(
      f.form and f.form.name or "plain", quoted(f.why)))
    if f.text then self.write(("      text: %s\n"):format(quoted(f.text))) end
    if f.want then
      self.write(("      expected: %s\n"):format(quoted(f.want)))
    end
    if f.have then self.write(("      got: %s\n"):format(quoted(f.have))) end
    if f.near then
      self.write(("      nearest: %s\n"):format(quoted(plain(f.near))))
    end
  end
  self.write("  ...\n")
end

function Tap:finish()
  self.write(("# %d passed, %d failed\n"):format(self.passed, self.failed))
  return self.failed
end

return {
  text = function (write) return new(Text, write) end,
  tap = function (write) return new(Tap, write) end,
}
