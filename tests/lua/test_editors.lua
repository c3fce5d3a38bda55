--[[ run by trich
The words that the editors' files colour are those of the language, each once.
]]
local grammar = require "grammar"
local host = require "host"

local checks = dofile "tests/lua/checks.lua"
local check = checks.ok

-- A list of words against a set of the language's.
local function compare(name, what, list, set)
  local seen = {}
  for _, word in ipairs(list) do
    check(set[word] and not seen[word],
      ("%s:1: expected no %s '%s', or only once"):format(name, what, word))
    seen[word] = true
  end
  for word in pairs(set) do
    check(seen[word], ("%s:1: expected the %s '%s'"):format(name, what, word))
  end
end

local function read(name)
  local file <close> = assert(io.open(name, "rb"))
  return file:read("a")
end

local function words_of(text)
  local list = {}
  for word in text:gmatch("%a+") do list[#list + 1] = word end
  return list
end

-- Vim: all lines `syn keyword GROUP word...` of a group.
local vim <const> = "docs/editors/trich.vim"
local function vim_words(group)
  local text = {}
  for line in read(vim):gmatch("syn keyword " .. group .. "([^\n]*)") do
    text[#text + 1] = line
  end
  return words_of(table.concat(text, " "))
end
compare(vim, "keyword", vim_words "trichKeyword", grammar.keywords)
compare(vim, "builtin", vim_words "trichBuiltin", grammar.builtins)

-- TextMate: the alternatives of the pattern of that name.
local mate <const> = "docs/editors/trich.tmLanguage.json"
local tree, why = host.json(read(mate))
check(tree, ("%s:1: expected JSON, got %s"):format(mate, tostring(why)))
local function mate_words(name)
  for _, pattern in ipairs(tree and tree.patterns or {}) do
    if pattern.name == name then
      return words_of((pattern.match:gsub("\\b", " ")))
    end
  end
  return {}
end
compare(mate, "keyword", mate_words "keyword.control.trich", grammar.keywords)
compare(mate, "builtin", mate_words "support.type.trich", grammar.builtins)

checks.finish()
