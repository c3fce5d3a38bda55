--[[
The pieces of a rule file as they are written, comments with them: what the
syntax tree of grammar.lua leaves out.

    local lexical = require "lexical"
    lexical.pieces('term T = "a" -- why')
        --> { kind, at, to } each: word (a.b is one), text, number, sign,
            comment
    lexical.comments(source)
        --> { at, to, text, own } each; own: it stands on a line of its own
]]
local ipairs = ipairs

local _ENV <const> = nil

-- The place behind the text that opens at `at`: its closing quote, or the end
-- of the line where there is none.
local function text_end(source, at)
  local quote, i = source:sub(at, at), at + 1
  while i <= #source do
    local c = source:sub(i, i)
    if c == quote then return i + 1 end
    if c == "\n" then return i end
    i = i + (c == "\\" and 2 or 1)
  end
  return #source + 1
end

local signs = { "...", "..", "=>", "==", "~=", "<=", ">=", "//", "<&", "<!" }

local function sign_end(source, at)
  for _, sign in ipairs(signs) do
    if source:sub(at, at + #sign - 1) == sign then return at + #sign end
  end
  return at + 1
end

-- All pieces of source from `first` to `last`, white space left out.
local function pieces(source, first, last)
  local list, at = {}, first or 1
  last = last or #source
  while true do
    at = source:find("[^ \t\r\n]", at)
    if not at or at > last then return list end
    local c = source:sub(at, at)
    local kind, to
    if c == '"' or c == "'" then
      kind, to = "text", text_end(source, at)
    elseif source:find("^%-%-", at) then
      kind, to = "comment", source:find("[\r\n]", at) or #source + 1
    elseif c:match("[%a_]") then
      kind, to = "word", source:match("^[%w_.]*[%w_]()", at)
    elseif c:match("%d") then
      kind, to = "number", source:match("^%d[%w.]*()", at)
    else
      kind, to = "sign", sign_end(source, at)
    end
    list[#list + 1] = { kind = kind, at = at, to = to }
    at = to
  end
end

-- Whether a piece is the first of its line; `before`: the piece before it.
local function first_of_line(source, before, piece)
  return not before
    or source:sub(before.to, piece.at - 1):find("\n", 1, true) ~= nil
end

local function comments(source)
  local list, before = {}, nil
  for _, piece in ipairs(pieces(source)) do
    if piece.kind == "comment" then
      piece.own = first_of_line(source, before, piece)
      piece.text = source:sub(piece.at, piece.to - 1):gsub("%s+$", "")
      list[#list + 1] = piece
    end
    before = piece
  end
  return list
end

return { pieces = pieces, comments = comments }
