--[[
The scratch rule file of a REPL session: items that were typed, in memory.

    local scratch = require "scratch"
    scratch.begins 'rule price : price = "giá" what:word'  --> true
    scratch.unfinished 'term T = ("a" /'                   --> true
    scratch.with("term T = 'a'\n", 'term T = "b"')         --> 'term T = "b"\n'
]]
local grammar = require "grammar"

local ipairs, select, table, tostring = ipairs, select, table, tostring

local _ENV <const> = nil

local items = {} -- the words that begin one; a package has a file of its own
for word in ([[use record vocabulary override term mention rule ignore link
    merge off]]):gmatch("%a+") do
  items[word] = true
end

-- Whether a line is the beginning of an item, and no text.
local function begins(line)
  local word = line:match("^%s*(%l+)%s+[%a_\"]")
  return items[word] ~= nil
end

-- What may follow an item that could have ended.
local parts = {}
for word in ("accepts rejects where set needs"):gmatch("%a+") do
  parts[word] = true
end

local function goes_on(line)
  return line:match("^[ \t]+%S") ~= nil or line:match("^=>") ~= nil
    or parts[line:match("^(%l+)%f[%W]")] or false
end

-- Whether a bracket is open at the end.
local function open(text)
  local bare = text:gsub('"[^"\\\n]*"', ""):gsub("'[^'\\\n]*'", "")
    :gsub("%-%-[^\n]*", "")
  local opened = select(2, bare:gsub("[%(%[{]", ""))
  return opened > select(2, bare:gsub("[%)%]}]", ""))
end

-- Whether an item needs a further line: what is wrong with it is its end.
local function unfinished(text)
  if open(text) then return true end
  local parsed, bad = grammar.parse(text)
  if parsed then return false end
  return bad.at >= grammar.trim(text, 1, #text + 1)
    and not bad.message:find("closing quote", 1, true)
end

-- The name by which a later item replaces an earlier one.
local function key_of(item)
  if not item.name or item.tag == "off" then return nil end
  local kind = item.tag == "vocabulary" and "term" or item.tag
  return kind .. " " .. tostring(item.name)
end

local function code_of(source, item)
  return source:sub(item.at, grammar.trim(source, item.at, item.to) - 1)
end

-- The examples of an item that the one in its place lacks: they are kept.
local function examples_of(source, old, new)
  local known, out = {}, {}
  for _, test in ipairs(new.tests or {}) do known[test.text] = true end
  for _, test in ipairs(old and old.tests or {}) do
    if not known[test.text] then
      out[#out + 1] = "\n  " .. code_of(source, test)
    end
  end
  return table.concat(out)
end

-- The scratch file with a text more, whose items replace those of their name;
-- nil and the error where the text does not parse.
local function with(source, text)
  local new, bad = grammar.parse(text)
  if not new then return nil, bad end
  local replaced, old, first, out = {}, {}, {}, {}
  for _, item in ipairs(new) do replaced[key_of(item) or false] = true end
  for _, item in ipairs(grammar.parse(source) or {}) do
    local key = key_of(item)
    old[key or false] = item
    local list = item.tag == "use" and first or out
    if not (key and replaced[key]) then
      list[#list + 1] = code_of(source, item)
    end
  end
  for _, item in ipairs(new) do
    local list = item.tag == "use" and first or out
    list[#list + 1] = code_of(text, item)
      .. examples_of(source, key_of(item) and old[key_of(item)], item)
  end
  return table.concat(first, "\n") .. (first[1] and "\n" or "")
    .. table.concat(out, "\n") .. "\n"
end

return { begins = begins, goes_on = goes_on, open = open,
         unfinished = unfinished, with = with, parse = grammar.parse }
