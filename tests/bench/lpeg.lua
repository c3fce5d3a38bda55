--[[
lpeg.lua: the phrases of a file looked for by one LPeg pattern, at the beginning
of each word, as a trie of bytes or as one ordered choice; says how many.

  lua5.4 tests/bench/lpeg.lua trie|choice PHRASES TEXT
]]
local lpeg = require "lpeg"
local P, R, Cc, Cf = lpeg.P, lpeg.R, lpeg.Cc, lpeg.Cf

local way = arg[1]

local function read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read("a")
end

local phrases = {}
for line in read(arg[2]):gmatch("[^\n]+") do phrases[#phrases + 1] = line end

-- The longest first, in halves: LPeg copies what it joins.
local function choice(list, from, to)
  if from == to then return P(list[from]) end
  local middle = (from + to) // 2
  return choice(list, from, middle) + choice(list, middle + 1, to)
end

local function trie(list)
  local root = {}
  for _, phrase in ipairs(list) do
    local node = root
    for byte in phrase:gmatch(".") do
      node[byte] = node[byte] or {}
      node = node[byte]
    end
    node.ends = true
  end
  local function pattern(node)
    local bytes = {}
    for byte in pairs(node) do
      if byte ~= "ends" then bytes[#bytes + 1] = byte end
    end
    table.sort(bytes)
    local parts = {}
    for i, byte in ipairs(bytes) do
      parts[i] = P(byte) * pattern(node[byte])
    end
    if node.ends then parts[#parts + 1] = P(true) end
    local p = parts[#parts]
    for i = #parts - 1, 1, -1 do p = parts[i] + p end
    return p
  end
  return pattern(root)
end

table.sort(phrases, function (a, b) return #a > #b end)
local word = R("az", "AZ", "09", "\128\255")
local heads = way == "trie" and trie(phrases) or choice(phrases, 1, #phrases)
local token = heads * Cc(1) + word^1 + 1
local count = Cf(Cc(0) * (token * word^0 + (1 - word))^0,
  function (n, one) return n + one end)
print(lpeg.match(count, read(arg[3])))
