--[[
bake.lua: writes the C file that carries stdlib/ and rules/ in the program.

  lua5.4 vm/bake.lua build/baked.c stdlib/eval.lua rules/indicator.rule ...

Modules of stdlib/ itself become bytecode with their debug information, so
that nothing is parsed at start and a traceback still names file and line.
Lua files of rule packages (below stdlib/vi/ and rules/) stay source: the
sandbox reads them as it reads those of a user.
]]

local out_name = arg[1]

-- A module's bytecode, or the bytes of any other file.
local function content(name)
  if name:find("^stdlib/[^/]+%.lua$") then
    return string.dump(assert(loadfile(name, "t")), false)
  end
  local file <close> = assert(io.open(name, "rb"))
  return (file:read("a"))
end

-- Octal escapes of three digits never run into what follows them.
local octal = {}
for byte = 0, 255 do
  octal[string.char(byte)] = string.format("\\%03o", byte)
end

-- A C string literal in pieces of one line each: compilers read literals many
-- times faster than lists of numbers.
local function literal(bytes)
  local lines = {}
  for at = 1, #bytes, 18 do
    lines[#lines + 1] =
      '  "' .. bytes:sub(at, at + 17):gsub(".", octal) .. '"'
  end
  return #lines > 0 and table.concat(lines, "\n") or '  ""'
end

local names = table.move(arg, 2, #arg, 1, {})
table.sort(names)

local out <close> = assert(io.open(out_name, "wb"))
out:write('#include "baked.h"\n\nconst Baked baked[] = {\n')
for _, name in ipairs(names) do
  local bytes = content(name)
  out:write(string.format('{"%s", (const unsigned char *)\n%s, %d},\n',
    name, literal(bytes), #bytes))
end
-- The last entry keeps the array from being empty.
out:write("{NULL, NULL, 0}};\n\n")
out:write(string.format("const size_t nbaked = %d;\n", #names))
