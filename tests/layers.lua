--[[
layers.lua: reads the #include lines of vm/ and holds them to the house's
layers: lower ones never include upper ones. A new file gets its layer here.
]]

local layers = {
  [0] = "conf",
  [1] = [[arena baked buf diag file heap image jail limit mem progress sink
    stages stop unpack utf8]],
  [2] = [[args bundle charset decode hint input label luapat map memo meter
    names offset out pager resume ring rulefile source space table tag tame
    text verdict warc watch worker]],
  [3] = [[article capture expect flow format formatbrat formatconll formatcsv
    formathtml formatsqlite fragment html judge lexicon mark meta page plain
    pool poolhand poolroom poolwork scan seek sieve sievebegin sieverun
    sieveset textout tokenset tree view]],
  [4] = [[batch budget child core corebase coreparts coretext decimal
    document edit emit emitarticle emitmark emittable emitvalue engine
    fence give host hostlib kept links luastring match reference trich]],
  [5] = "console job jobinput jobstate jobwatch main",
}

-- Headers of others that belong to some files only.
local guarded = {
  { pattern = "^libxml/", only = { "html" }, why = "libxml2's" },
  { pattern = "^lua", layer = 4, why = "Lua's" },
  { pattern = "^lauxlib", layer = 4, why = "Lua's" },
  { pattern = "^sqlite3", only = { "formatsqlite" }, why = "SQLite's" },
  { pattern = "^archive", only = { "bundle" }, why = "libarchive's" },
  { pattern = "^histedit", only = { "edit" }, why = "libedit's" },
}

-- All that the program may know of ours.
local program = [[args buf console diag file format input job jobstate limit
  meter names pager resume sink stop trich watch]]

local passed, failed = 0, 0

local function check(ok, ...)
  if ok then
    passed = passed + 1
  else
    failed = failed + 1
    print(string.format(...))
  end
end

local layer_of = {}
for layer, names in pairs(layers) do
  for name in names:gmatch("%S+") do layer_of[name] = layer end
end

local function has(words, word)
  words = " " .. words:gsub("%s+", " ") .. " "
  return words:find(" " .. word .. " ", 1, true)
end

-- One of our own headers.
local function own(where, name, header)
  local mine, its = layer_of[name], layer_of[header]
  check(its and its <= mine,
    "%s: expected headers of layer %d or lower, got %s.h of layer %s", where,
    mine, header, its or "unknown (give it one in tests/layers.lua)")
  if mine == 5 then
    check(has(program, header), "%s: expected one of [%s], got %s.h", where,
      program, header)
  end
end

-- One of a library.
local function foreign(where, name, header)
  for _, guard in ipairs(guarded) do
    if header:find(guard.pattern) then
      local ok = guard.layer and layer_of[name] == guard.layer
      for _, file in ipairs(guard.only or {}) do ok = ok or file == name end
      check(ok, "%s: expected none of %s headers in this file, got <%s>",
        where, guard.why, header)
    end
  end
end

local list <close> = assert(io.popen("LC_ALL=C ls vm/*.c vm/*.h"))
for path in list:lines() do
  local name = path:match("([^/]+)%.[ch]$")
  check(layer_of[name], "%s:1: expected a layer in tests/layers.lua, got none",
    path)
  local number = 0
  for line in io.lines(path) do
    number = number + 1
    local where = path .. ":" .. number
    local header = line:match('^%s*#%s*include%s+"([^"]+)%.h"')
    if header and layer_of[name] then own(where, name, header) end
    header = line:match("^%s*#%s*include%s+<([^>]+)>")
    if header and layer_of[name] then foreign(where, name, header) end
  end
end

print(string.format("%d passed, %d failed", passed, failed))
os.exit(failed == 0)
