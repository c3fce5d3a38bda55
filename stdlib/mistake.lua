--[[
What a syntax error may come from: a suggestion for what stands where the parser
gave up. The parser (grammar.lua) knows what it expected; this module knows what
people write instead: signs of other languages, words that are nearly right,
quotation marks of a word processor.

    local mistake = require "mistake"
    mistake.hint(source, { at = 28, message = "..." })  --> a text or nil
]]
local expression = require "expression"
local lexical = require "lexical"

local ipairs, utf8 = ipairs, utf8

local _ENV <const> = nil

local function set_of(words)
  local set = {}
  for word in words:gmatch("%S+") do set[word] = true end
  return set
end

local items = set_of [[package use record vocabulary override term mention rule
  ignore link merge off]]
local expressions = set_of "where set =>"
local others = set_of [[accepts rejects needs to takes from in else by into
  inside previous next nearest first respective]]
local directions = set_of "inside previous next nearest first respective"
local scopes = set_of "sentence paragraph document"

-- ---------------------------------------------------------------------------
-- Where it stands: the item that it is in, and what was written last of it.
-- `part`: top (between items), head (before the pattern), pattern, expression
-- or clause; `clause`: the word that began it; `open`: brackets not yet closed.

local opening, closing = set_of "( [ {", set_of ") ] }"

local function item_start(source, at)
  local start = 1
  for line in source:gmatch("()[^\n]*\n?") do
    if line > at then break end
    if items[source:match("^[ \t]*(%l+)%f[^%w_]", line)] then start = line end
  end
  return start
end

local function context(source, at)
  local start = item_start(source, at)
  local c = { part = "top", words = {}, last = "", open = 0 }
  for _, piece in ipairs(lexical.pieces(source, start, at - 1)) do
    local text = source:sub(piece.at, piece.to - 1)
    if piece.kind == "comment" then goto continue end
    if #c.words == 0 then
      c.item, c.part = text, items[text] and "head" or "top"
    elseif expressions[text] then
      c.part, c.clause = "expression", text
    elseif others[text] and piece.kind == "word" then
      c.part, c.clause = "clause", text
    elseif text == "=" and c.part == "head" then
      c.part = "pattern"
    end
    if opening[text] then c.open = c.open + 1 end
    if closing[text] then c.open = c.open - 1 end
    c.words[#c.words + 1] = text
    c.last, c.lastkind = text, piece.kind
    ::continue::
  end
  if c.item == "override" then c.item = c.words[2] end
  return c
end

-- ---------------------------------------------------------------------------
-- Characters that no rule file has outside of texts

local odd = { [0xA0] = "a no-break space", [0x202F] = "a narrow no-break space",
  [0x200B] = "a zero-width space", [0xFEFF] = "a byte order mark" }
local quotes = set_of "“ ” „ ‘ ’ « » ″ ′"

local plain_names <const> =
  "names are written with a-z, A-Z, 0-9 and _; texts stand in quotes"

local function character(char, c)
  local code = utf8.len(char) == 1 and utf8.codepoint(char)
  if not code then return "save the file as UTF-8" end
  if odd[code] then
    return ("this is %s (U+%04X): take it out"):format(odd[code], code)
  end
  if quotes[char] then return [[texts stand in straight quotes: "..."]] end
  if code >= 0xC0 and code < 0x250 or code >= 0x1E00 and code < 0x1F00 then
    return plain_names
  end
  return c.part == "pattern" and ([[a sign is a text: "%s"]]):format(char)
    or "such a sign stands only in texts and comments"
end

-- ---------------------------------------------------------------------------
-- Signs: by the part of an item that they stand in

local in_pattern = {
  ["|"] = "alternatives are separated by  /",
  [","] = [[a comma is a text, too: ","]],
  ["."] = [[a full stop is a text: "."; any word is  word, a gap is  ...]],
  ["["] = "classes have names: word, cap, upper, letter, digits, roman",
  ["]"] = "classes have names: word, cap, upper, letter, digits, roman",
  ["\\"] = "classes have names: word, cap, upper, letter, digits, roman",
  ["^"] = "the beginning of a block is  block, of a sentence  sentence",
  ["$"] = "the end of a block is  end",
  ["<"] = "what stands before is asked for by  <&  and  <!",
  [")"] = "there is no '(' that it closes",
  ["{"] = "a number of times is written  {2}  {2,5}  or  {2,}",
  ["}"] = "there is no '{' that it closes",
  ["*"] = "a repetition stands behind what it repeats: word*",
  ["+"] = "a repetition stands behind what it repeats: word+",
  ["?"] = "a mark of what may be missing stands behind it: word?",
  ["/"] = "an alternative stands before and behind  /",
  [":"] = "a capture is a name in small letters and ':' before a part: x:Name",
  [";"] = [[a semicolon is a text: ";"]],
}

local in_expression = {
  ["="] = "equal is written  ==",
  ["!"] = "not is written  not, not equal  ~=",
  ["&"] = "and is written  and",
  ["|"] = "or is written  or",
  ["?"] = "a choice between values is written  a and b or c",
  ["["] = "a list is written  { 1, 2 }",
  ["("] = "functions have names: lower(label)",
  [")"] = "there is no '(' that it closes",
  ["]"] = "there is no '[' that it closes",
  ["}"] = "there is no '{' that it closes",
  [":"] = "functions are called by name: lower(label), not label:lower()",
  [";"] = "what is set is separated by commas",
  ["^"] = "there are  + - * / // %  and no powers",
  ["'"] = [[texts stand in quotes: "..."]],
}

local function sign(source, at, char, c)
  local two = source:sub(at, at + 1)
  if char == "#" and c.part ~= "expression" or two == "//" or two == "/*"
    or char == "/" and source:sub(at - 1, at - 1) == "/" then
    return "comments begin with  --"
  end
  if closing[char] and c.open > 0 then
    return c.part == "pattern" and c.last == "("
      and 'brackets hold a pattern: ("a" / "b")' or nil
  end
  if c.part == "head" then
    if two == "==" or two == ":=" or two == "->" then
      return "one  =  stands before the pattern"
    end
    return nil
  end
  if c.part == "expression" then
    if c.clause == "set" and c.lastkind == "word" and (two == "=="
      or two == ":=" or char == ":") then
      return "a field is set with one  =: set field = value"
    end
    if char == ":" and c.lastkind == "text" then
      return "keys of a table are names: { value = 3 }"
    end
    if char == "," and source:sub(at - 1, at + 1):match("^%d,%d") then
      return "a number in an expression has a decimal point: 1.5"
    end
    return in_expression[char]
  end
  if c.last == "{" then return in_pattern["{"] end
  if c.part == "pattern" and c.last == char and char:match("[&!~]") then
    return ("one %s is enough"):format(char)
  end
  if c.last == c.clause then return nil end
  if c.clause == "accepts" or c.clause == "rejects" then
    return 'what is expected stands behind  =>: accepts "..." => { a = 1 }'
  end
  if c.part ~= "pattern" then return nil end
  if char == "=" and c.last == "=" then
    return "one  =  stands before the pattern"
  end
  if two == "=>" and c.item ~= "rule" then
    return "=> stands behind the whole pattern: a:\"x\" / \"y\" => a and 1 or 2"
  elseif two == "=>" then
    return "a rule fills fields by captures and  set;  => is for terms"
  end
  if char == "=" then return "a capture is written with ':', as in  x:Name" end
  if char:match("%d") then return [[digits are a text, too: "12"]] end
  return in_pattern[char]
    or not char:match("[%w_\"']") and ([[a sign is a text: "%s"]]):format(char)
    or nil
end

-- ---------------------------------------------------------------------------
-- Words

local at_top = { import = "packages are named by  use vi.quantity",
  include = "packages are named by  use vi.quantity",
  require = "packages are named by  use vi.quantity" }
local statements = set_of [[if then else elseif end function return local for
  while do]]

local function near(word, set)
  local found = expression.nearest(word, set)
  return found and ("did you mean '%s'?"):format(found)
end

-- next: what stands behind the word.
local function word(text, c, message, next)
  local small = text:lower()
  if next:match("^[\128-\255]") then return plain_names end
  if items[small] and not items[text] then
    return ("write  %s: words of the language are in small letters"):format(
      small)
  end
  if c.part == "top" or c.newline then
    if at_top[small] then return at_top[small] end
  end
  if c.item == "use" and c.last == "lua" then
    return "a Lua file is named in quotes: lua \"functions.lua\""
  end
  if c.item == "use" then return "what is used is separated by commas" end
  if c.item == "package" then return "a package has one name: a.b" end
  if message:find("^a name in small") and small ~= text then
    return ("did you mean '%s'?"):format(small)
  end
  if c.item == "record" and small ~= text then
    return "fields have names in small letters"
  end
  if c.words[1] == "override" and #c.words == 1 then
    return "say what is replaced: override rule r ... or override term T ..."
  end
  if message:find("^inside, previous") then
    if text == "not" then return "write  needs no previous ..." end
    return near(text, directions) or "for example  previous event in sentence"
  end
  if message:find("^sentence, paragraph") then
    return near(text, scopes) or "the whole page is  document"
  end
  if text == "or" and c.part == "clause" then
    return "steps are tried in order: previous A else next A"
  end
  if c.part == "expression" then
    if statements[text] or statements[c.last] then
      return "an expression is one value: a and b or c; what needs more is a \z
        Lua function: use lua \"file.lua\""
    end
    if text == "where" then return "where stands before  =>" end
    return text:match("^%u")
      and "captures, fields and functions have names in small letters" or nil
  end
  if c.part == "pattern" then
    if c.last == "{" then return in_pattern["{"] end
    if next:match("^%s*=[^=>]") then
      return ("a capture is written with ':': %s:Name"):format(text)
    end
    if text == "or" then return in_pattern["|"] end
    if text == "and" then return "what follows stands side by side: A B" end
    if text == "set" and c.item ~= "rule" then
      return "a term gives a value with  =>"
    end
    if text == "in" then
      return "'in' belongs to a step: to previous event in sentence"
    end
  end
  return nil
end

-- ---------------------------------------------------------------------------
-- What to write where something is missing

local shapes = {
  record = "write  record hit { a, b }",
  vocabulary = [[write  vocabulary V { "a", "b" }  or  vocabulary V "v.tsv"]],
  use = [[write  use vi.quantity, lua "functions.lua"]],
  term = "write  term Name = pattern",
  mention = "write  mention Name = pattern",
  rule = "write  rule name : type = pattern",
  ignore = "write  ignore Name = pattern",
  link = "write  link name : type takes field from previous type in sentence",
  merge = "write  merge type by field  or  merge type where a.name == b.name",
  off = "write  off package.rule",
  package = "write  package name.of.it",
}

local by_message = {
  { "^an expression expected",
    "for example  amount.unit, lower(label) or 3" },
  { "^a value expected", "for example  { unit = \"USD\" }" },
  { "^the field to set", "for example  set value = n, unit = \"USD\"" },
  { "^inside, previous", "for example  previous event in sentence" },
  { "^%S+ expected after the arguments", "a call that opens must close" },
  { "^%S+ expected at the end of the table", "a table that opens must close" },
  { "^'%]' expected", "what opens must close" },
  { "^'%)' expected", "a group that opens must close" },
  { "^a text in", [[a text stands in double quotes: "..."]] },
  { "^the file ends", "something is missing behind the last word" },
  { "^it ends too early", "something is missing behind the last word" },
}

local function missing(c, message)
  if c.last == "{" and c.part == "pattern" then return in_pattern["{"] end
  if message:find("^'}' expected$") then return in_pattern["{"] end
  for _, pair in ipairs(by_message) do
    if message:find(pair[1]) then return pair[2] end
  end
  return (c.part == "head" or c.part == "clause") and shapes[c.item] or nil
end

-- A suggestion for an error, or nil. One that comes from what is written there
-- is better than what the parser can say, one from what is missing is not:
-- second result true.
local function hint(source, bad)
  if bad.message:find("^nested") or bad.message:find("^this text") then
    return nil
  end
  local c = context(source, bad.at)
  local char = source:match("^[%z\1-\127\194-\244][\128-\191]*", bad.at) or ""
  local name = source:match("^[%a_][%w_]*", bad.at)
  local found
  if char == "" and bad.at <= #source or #char > 1 then
    found = character(char, c)
  elseif name then
    c.newline = not source:sub(1, bad.at - 1):match("[^\n]*$"):find("%S")
    found = word(name, c, bad.message, source:sub(bad.at + #name))
  elseif char:match("[^%s]") then found = sign(source, bad.at, char, c)
  end
  if found then return found, false end
  return missing(c, bad.message), true
end

return { hint = hint }
