--[[
The grammar of rule files, and the syntax tree it makes.

    local grammar = require "grammar"
    local items, err = grammar.parse('term T = "a" / "b"')
    items[1].tag, items[1].name, items[1].pattern.tag  --> "term", "T", "choice"
    grammar.parse('term T =')  --> nil, { at = 9, message = "...", hint = ... }

Every node is a table with `tag`, `at` and `to`: the byte positions of its first
character and just behind its last one. Nodes of patterns:

    seq {part...}, a part with `adjacent` stands after "~"
    choice {alternative...}
    rep {p, min, max} (max nil: any number) · cap {name, p}
    look {op, p} (op one of & ! <& <!) · gap {max}
    lit {text} · exact {text} · ref {name} · builtin {name}

Nodes of expressions:

    num {text} · str {text} · const {value} (nil, true, false) · name {name}
    field {e, name} · index {e, key} · call {f, args} · un {op, e}
    bin {op, a, b} · table {entries, each {key or nil, value}}
]]
local expressions = require "expression"
local lpeg = require "lpeg"
local mistake = require "mistake"

local error, pcall, select, string, tonumber, type = error, pcall, select,
  string, tonumber, type
local P, R, S, V = lpeg.P, lpeg.R, lpeg.S, lpeg.V
local C, Cc, Cp, Ct, Cmt, Cg = lpeg.C, lpeg.Cc, lpeg.Cp, lpeg.Ct, lpeg.Cmt,
  lpeg.Cg
local Carg = lpeg.Carg

local _ENV <const> = nil

-- MAX_DEPTH brackets need more than LPeg's 400 places to come back to.
lpeg.setmaxstack(4000)

-- The words that no capture, rule or field of an expression can be named by.
-- The list is closed: a rule file of today stays valid.
local keywords = {}
for word in ([[package use record vocabulary override term mention where rule
    adds each set needs no to ignore link takes from merge by into off accepts
    rejects else inside previous next nearest first respective in and or not
    true false nil lua]]):gmatch("%a+") do
  keywords[word] = true
end

local builtins = {}
for word in ([[word cap upper letter digits roman quoted rest block sentence
    head tail end title caption]]):gmatch("%a+") do
  builtins[word] = true
end

local MAX_DEPTH <const> = 60 -- SYNTAX_MAX_DEPTH of vm/conf.h
local MAX_TOKENS <const> = 20000 -- SYNTAX_MAX_TOKENS of vm/conf.h
local MAX_ERRORS <const> = 50 -- of one file that are told

-- ---------------------------------------------------------------------------
-- Lexical parts. `state` (the extra argument of every match) remembers how far
-- the parser came: the place where a token was last looked for.

local function fail_at(s, at, to, message, hint)
  error({ at = at, to = to, message = message, hint = hint, syntax = s }, 0)
end

local state = Carg(1)
local far = Cmt(state, function (_, at, s)
  if at > s.far then s.far = at end
  s.tokens = s.tokens + 1
  if s.tokens > MAX_TOKENS then
    fail_at(s, at, at + 1, ("an item of more than %d words and signs")
      :format(MAX_TOKENS), "many phrases go into the file of a vocabulary")
  end
  return true
end)
local anew = Cmt(state, function (_, _, s) -- an item begins
  s.tokens = 0
  return true
end)

local comment = P"--" * (1 - P"\n")^0
local skip = (S" \t\r\n" + comment)^0 * far
local letter = R("az", "AZ") + P"_"
local alnum = letter + R"09"
local nameend = -alnum

-- What stands at a place: a name, or one character.
local thing = letter * alnum^0 + P"=>" + R"\194\244" * R"\128\191"^1 + 1
local function behind(subject, at) return thing:match(subject, at) end

-- Texts: a backslash escapes the quote and itself.
local function body(q) return (P"\\" * 1 + (1 - S("\\\n" .. q)))^0 end
local function rawquoted(q) return P(q) * body(q) * P(q)^-1 end

-- The place behind the last token that begins before `to`: a node runs on to
-- the next token, over white space and comments.
local piece = (S" \t\r\n" + comment)^1 +
  (rawquoted '"' + rawquoted "'" + 1) * Cg(Cp(), "last")
local pieces = Ct(piece^0)

local function trim(source, at, to)
  local last = pieces:match(source:sub(at, to - 1)).last
  return last and at + last - 1 or to
end

local items = {} -- the words that begin one
for word in ([[package use record vocabulary override term mention rule ignore
    link merge off]]):gmatch("%a+") do
  items[word] = true
end

-- Raises a syntax error here; what is missing at the end of an item or of the
-- file is missed behind the last token. A hint can depend on the word found.
local function oops(message, hint)
  return Cmt(state, function (subject, at, s)
    local to = behind(subject, at) or at + 1
    local word = subject:sub(at, to - 1)
    if at > #subject or items[word] then
      at = trim(subject, 1, at)
      to = at + 1
    end
    fail_at(s, at, to, message, type(hint) == "function" and hint(word)
      or type(hint) == "string" and hint or nil)
  end)
end

local function expect(p, message, hint)
  return p + oops(message, hint)
end

local function keyword_hint(word)
  return keywords[word] and
    ("'%s' is a word of the language: choose another name"):format(word)
end

local function capital_hint(word)
  return word:match("^%l") and
    "names of terms and vocabularies begin with a capital letter"
end

local function pattern_hint(word)
  if keywords[word] or not word:match("^%l") then
    return [[for example "tỷ", Number, x:Amount, ( ... ) or word]]
  end
  local near = expressions.nearest(word, builtins)
  return near and ("did you mean '%s'?"):format(near) or capital_hint(word)
end

local function tok(p) return p * skip end
local function sym(s) return tok(P(s)) end
local function kw(word) return tok(P(word) * nameend) end

local function node(tag, p)
  return Ct(Cg(Cc(tag), "tag") * Cg(Cp(), "at") * p * Cg(Cp(), "to"))
end

local function named(name, p) return Cg(p, name) end

-- A name, and where it stands: `x` and `x_at`.
local function placed(name, p) return Cg(Cp(), name .. "_at") * Cg(p, name) end

-- a lower-case name that is no keyword
local N = Cmt(C((R"az" + P"_") * alnum^0), function (_, at, word)
  return not keywords[word] and at, word
end)
local anyname = C((R"az" + P"_") * alnum^0)
local Cap = C(R"AZ" * alnum^0)

local function unescape(s) return (s:gsub("\\(.)", "%1")) end
local function quoted(q)
  return P(q) * (C(body(q)) / unescape) *
    expect(P(q), "this text has no closing quote",
      "a text ends on the line where it begins")
end
local STR, EXACT = tok(quoted '"'), tok(quoted "'")

-- Qualified name: lower-case steps, last step any case.
local Q = C(((R"az" + P"_") * alnum^0 * P".")^0 * letter * alnum^0)
local qname = Cmt(Q, function (_, at, q)
  return not keywords[q] and at, q
end)
local INT = C(R"09"^1) / tonumber

-- ---------------------------------------------------------------------------
-- Expressions

local function binary(list)
  -- list: first, op, second, op, third, ... (left to right)
  local left = list[1]
  for i = 2, #list, 2 do
    left = { tag = "bin", op = list[i], a = left, b = list[i + 1],
             at = left.at, to = list[i + 1].to }
  end
  return left
end

local function level(operand, operators)
  return Ct(operand * (tok(operators) * operand)^0) / binary
end

local function postfix(base, ...)
  for i = 1, select("#", ...) do
    local suffix = select(i, ...)
    suffix.at = base.at
    if suffix.tag == "call" then suffix.f = base else suffix.e = base end
    base = suffix
  end
  return base
end

-- Counts the brackets that are open, so that no file overflows the C stack.
local function nested(p)
  local enter = Cmt(state, function (_, at, s)
    s.depth = s.depth + 1
    if s.depth > MAX_DEPTH then
      fail_at(s, at, at + 1, ("nested deeper than %d"):format(MAX_DEPTH),
        "give the inner part a name of its own: a term")
    end
    return true
  end)
  local leave = Cmt(state, function (_, _, s)
    s.depth = s.depth - 1
    return true
  end)
  return enter * p * leave + leave * P(false)
end

local function op(s) return C(P(s)) end
local wordop = function (w) return C(P(w) * nameend) end

local number = C(R"09"^1 * (P"." * R"09"^1)^-1 *
  (S"eE" * S"+-"^-1 * R"09"^1)^-1)

local expression = {
  "E",
  E = level(V"And", wordop"or"),
  And = level(V"Cmp", wordop"and"),
  Cmp = level(V"Cat",
    op"==" + op"~=" + op"<=" + op">=" + (op"<" - P"<!" - P"<&") + op">"),
  Cat = level(V"Sum", op".."),
  Sum = level(V"Mul", (C(S"+-") - P"--")),
  Mul = level(V"Un", op"//" + C(S"*/%")),
  Un = node("un", named("op", tok(wordop"not" + op"#" + (op"-" - P"--"))) *
      named("e", nested(V"Un"))) + V"Post",
  Post = V"Base" * V"Suffix"^0 / postfix,
  Suffix =
    node("field", sym"." * named("name", tok(anyname + Cap))) +
    node("index", sym"[" * named("key", nested(V"E")) *
      expect(sym"]", "']' expected")) +
    node("call", named("args", V"Args")),
  Args = sym"(" * Ct((V"Arg" * (sym"," * V"Arg")^0)^-1) *
      expect(sym")", "')' expected after the arguments") +
    Ct(V"Table"),
  Arg = nested(V"E"),
  Base =
    node("num", named("text", tok(number))) +
    node("str", named("text", STR + EXACT)) +
    node("const", named("value", tok(wordop"nil" + wordop"true" +
      wordop"false"))) +
    V"Table" +
    sym"(" * nested(V"E") * expect(sym")", "')' expected") +
    -- the one function whose name is a keyword, too
    node("name", named("name", tok(N + C"first" * nameend * #P"("))),
  Table = node("table", sym"{" * named("entries", Ct((V"Entry" *
      ((sym"," + sym";") * V"Entry")^0 * (sym"," + sym";")^-1)^-1)) *
    expect(sym"}", "'}' expected at the end of the table")),
  Entry = Ct(named("key", tok(anyname)) * (P"=" - P"==") * skip *
      named("value", nested(expect(V"E", "a value expected"))) +
    named("value", nested(V"E"))),
}

-- ---------------------------------------------------------------------------
-- Patterns

local function collapse(n)
  if #n == 1 and not n[1].adjacent then return n[1] end
  return n
end

local function repeated(p, ...)
  for i = 1, select("#", ...) do
    local suffix = select(i, ...)
    suffix.p, suffix.at, suffix.tag = p, p.at, "rep"
    p = suffix
  end
  return p
end

-- A group is marked with its brackets.
local function grouped(at, p, to)
  p.at, p.to = at, to
  return p
end

local function range(t)
  if t.mark == "?" then t.min, t.max = 0, 1
  elseif t.mark == "*" then t.min = 0
  elseif t.mark == "+" then t.min = 1
  elseif not t.comma then t.max = t.min
  end
  t.mark, t.comma = nil, nil
  return t
end

local builtin = Cmt(C(R"az"^1 * nameend), function (_, at, word)
  return builtins[word] and at, word
end)
local reference = C(((R"az" + P"_") * alnum^0 * P".")^0 * R"AZ" * alnum^0)

-- Remembers how far a name reached that would be a capture's, with a ':' behind
-- it: if the parser comes no further, the name is what was wrong.
local named_so_far = Cmt(state, function (_, at, s)
  s.name_to = at
  return true
end)

local pattern = {
  "Pattern",
  Pattern = node("choice", V"Sequence" *
    (sym"/" * expect(V"Sequence", "an alternative expected after '/'",
      pattern_hint))^0) /
    collapse,
  Sequence = node("seq", (V"Joined" + V"Part")^1) / collapse,
  Joined = sym"~" * expect(V"Part", "a part expected after '~'", pattern_hint) /
    function (part)
      part.adjacent = true
      return part
    end,
  Part = V"Gap" + V"Capture" + V"Look" + V"Suffixed",
  Gap = node("gap", sym"..." * (sym"{" * named("max", tok(INT)) *
    expect(sym"}", "'}' expected"))^-1),
  Capture = node("cap", named("name", tok(anyname)) * named_so_far * sym":" *
    named("p", expect(V"Suffixed", "a pattern expected after ':'",
      pattern_hint))),
  Look = node("look", named("op", tok(op"<&" + op"<!" + op"&" + op"!")) *
    named("p", expect(V"Capture" + V"Suffixed",
      "a pattern expected to look for", pattern_hint))),
  Suffixed = V"Primary" * V"Repeat"^0 / repeated,
  Repeat = Ct(Cg(Cp(), "at") * (named("mark", tok(C(S"?*+"))) +
      sym"{" * named("min", tok(INT)) * (named("comma", sym"," * Cc(true)) *
        named("max", tok(INT))^-1)^-1 * expect(sym"}", "'}' expected")) *
    Cg(Cp(), "to")) / range,
  Primary =
    node("lit", named("text", STR)) +
    node("exact", named("text", EXACT)) +
    node("ref", named("name", tok(reference))) +
    node("builtin", named("name", tok(builtin) * -(P":"))) +
    Cp() * sym"(" * nested(expect(V"Pattern",
        "a pattern expected after '('", pattern_hint)) *
      expect(sym")", "')' expected", "a group that opens must close") * Cp() /
      grouped,
}

-- ---------------------------------------------------------------------------
-- Items

local E, Pattern = P(expression), P(pattern)
local needE = expect(E, "an expression expected")
local needP = expect(Pattern, "a pattern expected", pattern_hint)

local function list(p) return Ct(p * (sym"," * p)^0) end
local needQ = expect(tok(qname), "a name expected", keyword_hint)
local needN = expect(tok(N), "a name in small letters expected", keyword_hint)
local needC = expect(tok(reference), "a name with a capital letter expected",
  function (word)
    return word:match("^%l") and
      ("did you mean '%s'?"):format(word:gsub("^%l", string.upper))
  end)
local needSTR = expect(STR, [[a text in "..." expected]])

local names = list(node("name", named("name", needN)))

local test = node("test", named("kind", tok(wordop"accepts" +
    wordop"rejects")) * named("text", needSTR) *
  (sym"=>" * named("expect", needE))^-1)
local tests = named("tests", Ct(test^0))

local where = (kw"where" * named("where", needE))^-1
local set = node("set", named("name", tok(N)) *
  ((P"=" - P"==" - P"=>") * skip * named("value", needE))^-1)
local sets = kw"set" * named("sets", list(expect(set,
  "the field to set expected", keyword_hint)))

local direction = wordop"inside" + wordop"previous" + wordop"next" +
  wordop"nearest" + wordop"first" + wordop"respective"
local step = node("step", named("dir", tok(direction)) *
  placed("of", needQ) * where *
  (kw"in" * named("scope", expect(tok(wordop"sentence" + wordop"paragraph" +
    wordop"document"), "sentence, paragraph or document expected")))^-1)
local needStep = expect(step,
  "inside, previous, next, nearest, first or respective expected")
local path = Ct(needStep * (kw"else" * needStep)^0)

local equals = expect((P"=" - P"=>") * skip, "'=' expected before the pattern")

local override = named("override", kw"override" * Cc(true))^-1

local use = node("use", kw"use" * named("refs", list(
  node("lua", kw"lua" * named("file", needSTR)) +
  node("import", named("name", needQ)))))
local field = node("field", named("name", tok(anyname)) *
  named("list", sym"*" * Cc(true))^-1 *
  ((P"=" - P"==") * skip * named("default", needE))^-1)
local record = node("record", kw"record" * placed("name", needN) *
  expect(sym"{", "'{' expected before the fields") *
  named("fields", Ct((field * (sym"," * field)^0 * sym","^-1)^-1)) *
  expect(sym"}", "'}' expected after the fields"))
local vocabulary = node("vocabulary", kw"vocabulary" * placed("name", needC) *
  named("adds", sym"+" * Cc(true))^-1 *
  (named("file", STR) + sym"{" *
    named("phrases", list(node("phrase", named("text", needSTR))) *
      sym","^-1) *
    expect(sym"}", "'}' expected after the phrases") +
    oops([[a file "..." or { "phrase", ... } expected]])))
local term = node("term", override * named("kind", tok(wordop"term" +
    wordop"mention")) *
  placed("name", needC) *
  equals * named("pattern", needP) * where *
  (sym"=>" * named("value", needE))^-1 * tests)
local rule = node("rule", override * kw"rule" * placed("name",
    expect(tok(qname), "the rule's name expected", keyword_hint)) *
  expect(sym":" * placed("makes", needQ) + kw"adds" * placed("adds", needQ),
    "':' and a record type, or 'adds' and one, expected") *
  (kw"each" * placed("each", needN))^-1 * equals *
  named("pattern", needP) * where * sets^-1 *
  (node("needs", kw"needs" * named("no", kw"no" * Cc(true))^-1 *
    named("path", path)))^0 *
  (kw"to" * named("target", path))^-1 * tests)
local ignore = node("ignore", kw"ignore" * placed("of", needQ) * equals *
  named("pattern", needP) * where * tests)
local link = node("link", kw"link" * named("name", needN) *
  expect(sym":", "':' expected after the link's name") *
  placed("of", needQ) * where *
  expect(kw"takes", "'takes' expected") * named("takes", names) *
  expect(kw"from", "'from' expected") * named("from", path) * sets^-1 * tests)
local merge = node("merge", kw"merge" * placed("of", needQ) *
  expect(kw"by" * named("by", names) + kw"where" *
    named("where", needE),
    "'by' and fields, or 'where' and a condition, expected") *
  (kw"into" * named("into", path))^-1)
local off = node("off", kw"off" *
  named("names", list(node("name", named("name", needQ)))))
local package = node("package", kw"package" * named("name", needQ))

local item = anew * (package + use + record + vocabulary + term + rule +
  ignore + link + merge + off)

-- Where the parser gave up: the furthest place where a token was looked for, or
-- the name before it, where that was to be a capture's.
local function culprit(subject, s)
  local at = s.far
  if s.name_to == at then
    local name = subject:sub(1, at - 1):match("()[%l_][%w_]*[^%w_]*$")
    at = name or at
  end
  return at, behind(subject, at) or at
end

local function misspelt(found)
  if not found:match("^%l") or keywords[found] then return nil end
  local near = expressions.nearest(found, builtins) or
    expressions.nearest(found, keywords)
  return near and ("did you mean '%s'?"):format(near) or capital_hint(found)
end

local file = skip * Ct(item^0) * (P(-1) + Cmt(state, function (subject, _, s)
  local at, to = culprit(subject, s)
  local found = subject:sub(at, to - 1)
  if found == "" then
    at = trim(subject, 1, at)
    fail_at(s, at, at + 1, "the file ends in the middle of something")
  end
  fail_at(s, at, to, ("'%s' is not expected here"):format(found),
    misspelt(found))
end))

local one_pattern = skip * Pattern * P(-1)
local one_expression = skip * E * P(-1)

-- What is written there tells more than what was expected.
local function advised(source, bad)
  local hint, weak = mistake.hint(source, bad)
  bad.hint = hint and not weak and hint or bad.hint or hint
  return bad
end

local function run(what, source, from)
  local s = { far = from or 1, depth = 0, tokens = 0 }
  local ok, result = pcall(what.match, what, source, s.far, s)
  if not ok then
    if type(result) ~= "table" or result.syntax ~= s then error(result, 0) end
    result.syntax = nil
    return nil, advised(source, result)
  end
  if not result then
    local at, to = culprit(source, s)
    local found = source:sub(at, to - 1)
    return nil, advised(source, { at = at, to = to, message = found == ""
      and "it ends too early" or ("'%s' is not expected here"):format(found),
      hint = misspelt(found) })
  end
  return result
end

-- The next line behind `at` that begins with a word that begins an item.
local function next_item(source, at)
  while true do
    at = source:find("\n", at, true)
    if not at then return nil end
    at = at + 1
    if items[source:match("^[ \t]*(%l+)%f[^%w_]", at)] then return at end
  end
end

-- A whole rule file to its list of items; nil, an error with `at`, `to`,
-- `message` and perhaps `hint` where it is not one, and the list of all errors:
-- behind each the parser goes on at the next item.
local function parse(source)
  local result, bad = run(file, source)
  if result then return result end
  local all, from = { bad }, next_item(source, bad.at)
  while from and #all < MAX_ERRORS do
    local _, more = run(file, source, from)
    if not more then break end
    all[#all + 1] = more
    from = next_item(source, more.at > from and more.at or from)
  end
  return nil, bad, all
end

return { parse = parse, trim = trim,
         pattern = function (source) return run(one_pattern, source) end,
         expression = function (source) return run(one_expression, source) end,
         keywords = keywords, builtins = builtins }
