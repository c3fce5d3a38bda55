--[[
Trees of patterns to LPeg, over the bytes of a view (vm/view.h):

    \1 small word  \2 Capital  \3 UPPER  \5 digits  \6 sign, each followed by
    its folded text; ' ' white space; '\n' the end of a sentence; \16..\20
    begin a block, \31 ends the last one.

    local pattern = require "pattern"
    pattern.compile(tree, { number = { x = 1 }, term = f, vocabulary = f,
      behind = f })

A capture leaves its number and a place, then 0 and a place; a term or a
vocabulary leaves its node (see vm/match.h).
]]
local core = require "core"
local lpeg = require "lpeg"

local ipairs = ipairs
local B, Cc, Cmt, Cp, P, R, S = lpeg.B, lpeg.Cc, lpeg.Cmt, lpeg.Cp, lpeg.P,
  lpeg.R, lpeg.S

local _ENV <const> = nil

local content = R"\33\255"^1
local tokenend = #R"\0\32"
local wordmark = R"\1\3"
local space = S" \n"
local gap = space^-1 -- between the parts of a sequence
local inner = P" "^-1 -- the same, inside one sentence
local anytoken = R"\1\6" * content
local blockbyte = R"\16\31"

-- ---------------------------------------------------------------------------
-- Literals

local function tokens_of(view)
  local list, at = {}, 1
  while at <= #view do
    local blank = view:match("^[ \n]*()", at)
    local mark, text, after = view:match("^([\1-\6])([\33-\255]*)()", blank)
    if not mark then break end
    list[#list + 1] = { mark = mark, text = text, spaced = blank > at }
    at = after
  end
  return list
end

local function isword(token) return token.mark:match("[\1-\3]") ~= nil end

-- Whether there must be white space between two tokens of a literal.
local function needs_space(before, token)
  return token.spaced and isword(before) and isword(token)
end

local function literal(text)
  local p = P(true)
  local before
  for _, token in ipairs(tokens_of(core.view(text))) do
    if before then p = p * (needs_space(before, token) and space or gap) end
    local mark = token.mark
    p = p * (mark:match("[\1-\3]") and wordmark or P(mark)) * P(token.text)
      * tokenend
    before = token
  end
  return p
end

-- Look-behind for a literal. The place may stand before or after white space;
-- lpeg.B wants a fixed length, so the spaces of the text as written count.
local function behind_literal(text)
  local p = P(true)
  for i, token in ipairs(tokens_of(core.view(text))) do
    if i > 1 and token.spaced then p = p * space end
    p = p * (token.mark:match("[\1-\3]") and wordmark or P(token.mark))
      * P(token.text)
  end
  return B(p * space) + B(p)
end

-- ---------------------------------------------------------------------------
-- What is built in

local letter = wordmark * (R"\33\127" + R"\192\255" * R"\128\191"^0) * tokenend
local dquote, squote = P'\6"' * tokenend, P"\6'" * tokenend
local function within(quote)
  local token = anytoken - quote
  return token * (gap * token)^0
end
local stop = (P"\6" * (S"./!?;" + P"\u{2026}"))^1 * #(P"\n" + blockbyte)
local rest = (anytoken - stop) * (P" "^-1 * (anytoken - stop))^0

-- Whether the original of a word is a number in Roman digits: not LCD, nor MY.
local function place(one, five, ten)
  return P(one .. ten) + P(one .. five) + P(five)^-1 * P(one)^-3
end
local numeral = P"M"^-3 * place("C", "D", "M") * place("X", "L", "C") *
  place("I", "V", "X") * -1
local function isroman(_, at, start)
  return numeral:match(core.raw(start - 1, at - 1)) and at
end

local builtins = {
  word = S"\1\2\3\5" * content,
  cap = S"\2\3" * content,
  upper = P"\3" * content,
  letter = letter,
  digits = P"\5" * content,
  roman = Cmt(Cp() * P"\3" * S"ivxlcdmy"^1 * tokenend, isroman),
  rest = rest,
  block = B(R"\16\20"),
  sentence = B(R"\16\20" + P"\n"),
  head = B(S"\17\18"),
  title = B(P"\18"),
  tail = B(P"\19"),
  caption = B(P"\20"),
  ["end"] = #blockbyte,
}
local anchors = { block = true, sentence = true, head = true, title = true,
  tail = true, caption = true, ["end"] = true }

-- ---------------------------------------------------------------------------
-- Trees. `pre` is what stands before the first thing consumed: white space or
-- nothing; so an absent optional part leaves no trace.

local compile

local make = {}

function make.lit(n, _, pre) return pre * literal(n.text) end

function make.exact(n, _, pre)
  return pre * Cmt(Cp() * literal(n.text), core.exact(core.tidy(n.text)))
end

function make.ref(n, ctx, pre)
  local call = n.def.kind == "vocabulary" and ctx.vocabulary or ctx.term
  return pre * call(n.def)
end

local function marked(ctx, name, p)
  return Cc(ctx.number[name]) * Cp() * p * Cc(0) * Cp()
end

local function quoted(ctx, name)
  local function inside(quote)
    local p = within(quote)
    if name then p = marked(ctx, name, p) end
    return quote * gap * p * gap * quote
  end
  return inside(dquote) + inside(squote)
end

function make.builtin(n, ctx, pre)
  if n.name == "quoted" then return pre * quoted(ctx) end
  if n.name == "end" then return builtins["end"] end
  if anchors[n.name] then return pre * builtins[n.name] end
  return pre * builtins[n.name]
end

function make.cap(n, ctx, pre)
  if n.p.tag == "rep" and n.p.min == 0 then
    -- `x:A?`: no capture where A is absent
    local some = n.p.max == 1 and n.p.p or
      { tag = "rep", p = n.p.p, min = 1, max = n.p.max }
    return make.cap({ tag = "cap", name = n.name, p = some }, ctx, pre)^-1
  end
  if n.p.tag == "builtin" and n.p.name == "quoted" then
    return pre * quoted(ctx, n.name)
  end
  return pre * marked(ctx, n.name, compile(n.p, ctx, P(true)))
end

local function captures(n)
  if n.tag == "cap" then return true end
  for _, part in ipairs(n) do
    if captures(part) then return true end
  end
  return n.p ~= nil and captures(n.p)
end

local function seen(at, start, ...)
  if start == nil then return false end
  return at, ...
end

-- What is looked for. Not #p: LPeg 1.0.2 keeps there what a call of the engine
-- captured, and then fails an assertion; twice "not" drops it. Where the rule
-- captures something in it, it is matched apart.
local function ahead(n, p)
  if not captures(n) then return -(-p) end
  local whole = Cp() * p
  return Cmt(true, function (subject, at)
    return seen(at, whole:match(subject, at))
  end)
end

-- A test consumes nothing: the part after it still has its white space before
-- it. "end" must be seen from before the white space, too.
function make.look(n, ctx, pre)
  if n.op == "&" then return ahead(n.p, compile(n.p, ctx, pre)) end
  if n.op == "!" then return -compile(n.p, ctx, pre) end
  local test
  if n.p.tag == "builtin" then
    -- directly before what is to come, white space not skipped
    test = #(pre * B(R("az", "\128\255")))
  elseif n.p.tag == "ref" then
    test = ctx.behind(n.p.def)
  else
    test = behind_literal(n.p.text)
    if n.p.tag == "exact" then
      test = test * Cmt(true, core.behindexact(core.tidy(n.p.text),
        #tokens_of(core.view(n.p.text))))
    end
  end
  return n.op == "<&" and test or -test
end

function make.rep(n, ctx, pre)
  local first = compile(n.p, ctx, pre)
  local more = compile(n.p, ctx, gap)
  local p = first
  for _ = 2, n.min do p = p * more end
  local from = n.min > 1 and n.min or 1
  if not n.max then p = p * more^0
  elseif n.max > from then p = p * more^(from - n.max)
  end
  return n.min == 0 and p^-1 or p
end

local function sequence(n, ctx, pre, from)
  local p, before = P(true), pre
  for i = from, #n do
    local part = n[i]
    if part.adjacent then before = P(true) end
    if part.tag == "gap" then
      local following = sequence(n, ctx, inner, i + 1)
      return p * (inner * anytoken - following)^(-part.max) * following
    end
    p = p * compile(part, ctx, before)
    if part.tag ~= "look" and
       not (part.tag == "builtin" and anchors[part.name]) then
      before = gap
    end
  end
  return p
end

function make.seq(n, ctx, pre) return sequence(n, ctx, pre, 1) end

function make.choice(n, ctx, pre)
  local p
  for _, alternative in ipairs(n) do
    local q = compile(alternative, ctx, pre)
    p = p and p + q or q
  end
  return p
end

function compile(n, ctx, pre) return make[n.tag](n, ctx, pre) end

return {
  anchors = anchors,
  tokens = tokens_of,
  needs_space = needs_space,
  compile = function (tree, ctx)
    return compile(tree, ctx, P(true)) * Cp()
  end,
  -- A call of the engine as a part of a pattern. It takes the mark of a token
  -- first, so that LPeg knows that it consumes something.
  call = function (f) return Cmt(R"\1\6", f) end,
  test = function (f) return Cmt(true, f) end,
}
