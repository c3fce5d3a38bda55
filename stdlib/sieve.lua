--[[
Trees of patterns to operations of the sieve (vm/sieve.h), which tells where a
term matches; what it says must be what LPeg says of pattern.lua's patterns:
each function here has its like there.

    local sieve = require "sieve"
    sieve.compile(tree, { x = 1 })  --> the number of the operation (core.op)

The second are the numbers of the captures in it.
]]
local core = require "core"
local pattern = require "pattern"

local ipairs, table = ipairs, table

local _ENV <const> = nil

-- What of the white space before it an operation takes along.
local NOTHING <const>, SPACE <const>, INNER <const> = 0, 1, 2

-- Bits of marks and of the bytes before a place (vm/sieve.h, vm/view.h).
local WORD <const> = 1 << 1 | 1 << 2 | 1 << 3
local marks = { word = WORD | 1 << 5, cap = 1 << 2 | 1 << 3, upper = 1 << 3,
  digits = 1 << 5 }
local ANY_BLOCK <const> = 1 << 1 | 1 << 2 | 1 << 3 | 1 << 4 | 1 << 5
local anchors = { block = ANY_BLOCK, sentence = ANY_BLOCK | 1,
  head = 1 << 2 | 1 << 3, title = 1 << 3, tail = 1 << 4, caption = 1 << 5 }
local plain = { letter = true, roman = true, rest = true, quoted = true }

local compile, numbers

local make = {}

local function literal(text, pre)
  local parts, before = {}, nil
  for _, token in ipairs(pattern.tokens(core.view(text))) do
    local byte = token.mark:byte()
    local bits = byte <= 3 and WORD or 1 << byte
    if before and pattern.needs_space(before, token) then
      bits = bits | 1 << 31
    end
    parts[#parts + 1] = core.word(token.text)
    parts[#parts + 1] = bits
    before = token
  end
  return core.op("literal", pre, 0, 0, 0, 0, parts)
end

function make.lit(n, pre) return literal(n.text, pre) end

function make.exact(n, pre)
  return core.op("exact", pre, 0, literal(n.text, NOTHING),
    core.string(core.tidy(n.text)))
end

function make.ref(n, pre)
  if n.def.kind == "vocabulary" then
    return core.op("phrase", pre, 0, n.def.set)
  end
  return core.op("term", pre, 0, n.def.id)
end

function make.builtin(n, pre)
  local name = n.name
  if plain[name] then return core.op(name, pre) end
  if name == "end" then return core.op("end", NOTHING) end
  if anchors[name] then return core.op("anchor", pre, 0, anchors[name]) end
  return core.op("token", pre, 0, marks[name])
end

local single = { lit = true, exact = true, ref = true }

-- White space, then the part; one operation where that begins with a token.
local function spaced(n, pre)
  if pre == NOTHING or single[n.tag]
     or n.tag == "builtin" and not anchors[n.name] and n.name ~= "end" then
    return compile(n, pre)
  end
  return core.op("seq", pre, 0, 0, 0, 0,
    { core.op("skip", pre), compile(n, NOTHING) })
end

local function optional(op) return core.op("repeat", NOTHING, 1, op, op, 0) end

-- A text in quotes is captured without them.
local function captured(n, p, pre)
  local op = p.tag == "builtin" and p.name == "quoted"
    and core.op("quoted", pre, 0, 0, 1) or spaced(p, pre)
  return core.captured(op, numbers[n.name])
end

function make.cap(n, pre)
  if n.p.tag == "rep" and n.p.min == 0 then
    local some = n.p.max == 1 and n.p.p or
      { tag = "rep", p = n.p.p, min = 1, max = n.p.max }
    return optional(captured(n, some, pre))
  end
  return captured(n, n.p, pre)
end

-- The text of a literal as bytes of the view: \1 for any word's mark.
local function behind_text(tokens)
  local out = {}
  for i, token in ipairs(tokens) do
    if i > 1 and token.spaced then out[#out + 1] = " " end
    out[#out + 1] = token.mark:match("[\1-\3]") and "\1" or token.mark
    out[#out + 1] = token.text
  end
  return core.string(table.concat(out))
end

local function behind(n, pre)
  if n.tag == "builtin" then return core.op("afterletter", pre) end
  if n.tag == "ref" then
    return core.op("afterphrase", NOTHING, 0, n.def.set)
  end
  local tokens = pattern.tokens(core.view(n.text))
  local op = core.op("afterliteral", NOTHING, 0, behind_text(tokens))
  if n.tag == "lit" then return op end
  local exact = core.op("afterexact", NOTHING, #tokens,
    core.string(core.tidy(n.text)))
  return core.op("seq", NOTHING, 0, 0, 0, 0, { op, exact })
end

function make.look(n, pre)
  if n.op == "&" then return core.op("and", NOTHING, 0, compile(n.p, pre)) end
  if n.op == "!" then return core.op("not", NOTHING, 0, compile(n.p, pre)) end
  local test = behind(n.p, pre)
  return n.op == "<&" and test or core.op("not", NOTHING, 0, test)
end

function make.rep(n, pre)
  local first = compile(n.p, pre)
  local more = (pre == SPACE or n.max == 1) and first or compile(n.p, SPACE)
  return core.op("repeat", NOTHING, n.max or 0, first, more, n.min)
end

local function sequence(n, pre, from)
  local parts, before = {}, pre
  for i = from, #n do
    local part = n[i]
    if part.adjacent then before = NOTHING end
    if part.tag == "gap" then
      parts[#parts + 1] = core.op("gap", NOTHING, part.max,
        sequence(n, INNER, i + 1))
      break
    end
    parts[#parts + 1] = compile(part, before)
    if part.tag ~= "look" and
       not (part.tag == "builtin" and pattern.anchors[part.name]) then
      before = SPACE
    end
  end
  if #parts == 1 then return parts[1] end
  return core.op("seq", NOTHING, 0, 0, 0, 0, parts)
end

function make.seq(n, pre) return sequence(n, pre, 1) end

function make.choice(n, pre)
  local parts = {}
  for i, alternative in ipairs(n) do parts[i] = compile(alternative, pre) end
  return core.op("choice", NOTHING, 0, 0, 0, 0, parts)
end

function compile(n, pre) return make[n.tag](n, pre) end

return { compile = function (tree, number)
  numbers = number
  return compile(tree, NOTHING)
end }
