--[[
`trich fmt`: one layout for every rule file. Comments are kept where they stand:
between items, behind the word they follow, or before the word they precede.

    trich fmt FILE|FOLDER...          rewrites the files that differ
    trich fmt --check FILE|FOLDER...  names them; exit 1 where there is one
    trich fmt - <in.rule >out.rule

The layout of an item is made from its tree alone (unparse.lua). A comment is
tied to the number of words before it, which no layout changes: so formatting
what is formatted changes nothing.
]]
local grammar = require "grammar"
local host = require "host"
local lexical = require "lexical"
local unparse = require "unparse"

local io, ipairs, os, pairs, table, type, utf8 = io, ipairs, os, pairs, table,
  type, utf8
local error = error

local _ENV <const> = nil

local ALIGN_MAX <const> = 60 -- columns up to which comments are lined up

-- ---------------------------------------------------------------------------
-- Comments inside an item

-- How many words a piece is: a.b counts as it would when written a . b.
local function count(piece, text)
  if piece.kind == "text" then return 1 end
  if piece.kind ~= "word" then return 0 end
  local _, n = text:sub(piece.at, piece.to - 1):gsub("[^.]+", "")
  return n
end

-- What belongs to the word before it: a comment comes after.
local closing = { [","] = true, [")"] = true, ["}"] = true, ["]"] = true,
  ["?"] = true, ["*"] = true, ["+"] = true, ["="] = true }

-- Behind each word of a text (and what closes it): where a comment can stand.
local function places_of(text)
  local places, pieces, i = {}, lexical.pieces(text), 1
  while i <= #pieces do
    local to = pieces[i].to
    local words = count(pieces[i], text)
    if words > 0 then
      local next = pieces[i + 1]
      while next do
        local sign = text:sub(next.at, next.to - 1)
        if sign == "{" and next.at == to then -- {2,5}
          repeat i = i + 1 until text:sub(pieces[i].at, pieces[i].at) == "}"
          to = pieces[i].to
        elseif next.kind == "sign" and closing[sign] then
          i, to = i + 1, next.to
        else
          break
        end
        next = pieces[i + 1]
      end
      for _ = 1, words do places[#places + 1] = to - 1 end
    end
    i = i + 1
  end
  return places
end

local function indent_of(text, at)
  return #text:sub(1, at):match("[^\n]*$"):match("^ *")
end

-- Puts comments (in order, all behind the same word) into text after byte `at`.
local function insert(text, at, list)
  local left, right = text:sub(1, at), text:sub(at + 1)
  local indent
  if right:match("^\n") then
    indent = #right:match("^\n( *)")
  elseif right ~= "" then
    indent = indent_of(text, at) + (indent_of(text, at) == 0 and 4 or 2)
    right = "\n" .. (" "):rep(indent) .. right:match("^ *(.*)$")
  else
    indent = 2
  end
  for i, comment in ipairs(list) do
    local own = comment.own or i > 1
    left = left .. (own and "\n" .. (" "):rep(indent) or "  ") .. comment.text
  end
  return left .. right
end

local function with_comments(text, comments)
  if not comments[1] then return text end
  local places, byword = places_of(text), {}
  for _, comment in ipairs(comments) do
    byword[comment.words] = byword[comment.words] or {}
    table.insert(byword[comment.words], comment)
  end
  for i = #places, 1, -1 do
    if byword[i] then text = insert(text, places[i], byword[i]) end
  end
  return text
end

-- ---------------------------------------------------------------------------
-- A file as a list of things: comments and items in order, each { text, tail,
-- blank }; blank: an empty line stands before it.

-- The comments of an item, each with the number of words before it, up to
-- `limit`; the place behind the item, how many words stand before its tests,
-- and how many there are. `known`: the file's comments by their places.
local function inside(source, item, limit, known)
  local pieces = lexical.pieces(source, item.at, limit)
  local words, last, head, list = 0, item.at, 0, {}
  local tests = item.tests and item.tests[1] and item.tests[1].at or limit + 1
  for _, piece in ipairs(pieces) do
    if piece.kind == "comment" then
      piece.words = words
      list[#list + 1] = piece
    else
      last = piece.to
      words = words + count(piece, source)
      if piece.at < tests then head = words end
    end
  end
  local mine = {}
  for _, piece in ipairs(list) do
    local between = source:sub(last, piece.at - 1)
    if piece.at < last or not between:find("\n", 1, true) then
      piece.text, piece.own = known[piece.at].text, known[piece.at].own
      mine[#mine + 1] = piece
      if piece.at > last then last = piece.to end
    end
  end
  return mine, last, head, words
end

local function things_of(source, items)
  local things, at, next_comment = {}, 1, 1
  local comments, known = lexical.comments(source), {}
  for _, comment in ipairs(comments) do known[comment.at] = comment end
  local function add(thing, from, to)
    local _, lines = source:sub(at, from - 1):gsub("\n", "")
    thing.blank = things[1] ~= nil and lines > 1
    things[#things + 1] = thing
    at = to
  end
  local function comments_before(limit)
    while comments[next_comment] and comments[next_comment].at < limit do
      local comment = comments[next_comment]
      if comment.at >= at then
        add({ text = comment.text }, comment.at, comment.to)
      end
      next_comment = next_comment + 1
    end
  end
  for i, item in ipairs(items) do
    comments_before(item.at)
    local limit = items[i + 1] and items[i + 1].at - 1 or #source
    local mine, last, head, words = inside(source, item, limit, known)
    local within, open, tail, after = {}, false, nil, {}
    for _, comment in ipairs(mine) do
      if comment.words < head then open = true end
      if comment.words < words then within[#within + 1] = comment
      elseif comment.own or tail then after[#after + 1] = comment
      else tail = comment.text
      end
    end
    local text = with_comments(unparse.item(item, open), within)
    add({ text = text, tail = tail }, item.at, last)
    for _, comment in ipairs(after) do
      things[#things + 1] = { text = comment.text }
    end
  end
  comments_before(#source + 1)
  return things
end

local function lined_up(thing)
  return thing.tail and not thing.text:find("\n", 1, true)
    and utf8.len(thing.text) <= ALIGN_MAX
end

-- Comments behind items of one line that stand one below the other begin in
-- one column.
local function line_up(things)
  local i = 1
  while i <= #things do
    local j, width = i, 0
    while things[j] and lined_up(things[j])
      and (j == i or not things[j].blank) do
      width = utf8.len(things[j].text) > width and utf8.len(things[j].text)
        or width
      j = j + 1
    end
    for k = i, j - 1 do
      things[k].text = things[k].text ..
        (" "):rep(width - utf8.len(things[k].text))
    end
    i = j > i and j or i + 1
  end
end

-- ---------------------------------------------------------------------------
-- Whole files

-- at, to, name_at, ...
local function is_place(key)
  return key == "at" or key == "to"
    or type(key) == "string" and key:match("_at$") ~= nil
end

-- Whether two trees are the same but for the places in the source.
local function same(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  for k, v in pairs(a) do
    if not is_place(k) and not same(v, b[k]) then return false end
  end
  for k in pairs(b) do
    if a[k] == nil and not is_place(k) then return false end
  end
  return true
end

-- The text in the canonical layout; nil and a list of errors (at, to, message,
-- hint) where it is no rule file.
local function format(source)
  local items, _, errors = grammar.parse(source)
  if not items then return nil, errors end
  local things, out = things_of(source, items), {}
  line_up(things)
  for _, thing in ipairs(things) do
    out[#out + 1] = (thing.blank and "\n" or "") .. thing.text
      .. (thing.tail and "  " .. thing.tail or "") .. "\n"
  end
  local text = table.concat(out)
  -- the layout must never change what a file says
  if not same(items, grammar.parse(text))
    or #lexical.comments(source) ~= #lexical.comments(text) then
    error("fmt: the layout would change the meaning of the file")
  end
  return text
end

-- ---------------------------------------------------------------------------
-- The command

-- Rewrites a file in place, so that its rights and links stay; the old text
-- lies beside it until the new one is written.
local function rewrite(path, old, new)
  local function put(name, text)
    local file, message = io.open(name, "wb")
    if not file then return nil, message end
    local ok, why = file:write(text)
    local closed, late = file:close()
    return ok and closed, why or late
  end
  local spare = path .. ".part"
  local ok, message = put(spare, old)
  if not ok then
    os.remove(spare)
    return nil, message
  end
  ok, message = put(path, new)
  if not ok then
    return nil, message .. "; its text is in " .. spare
  end
  os.remove(spare)
  return true
end

local function usage(message)
  host.warn("trich fmt: " .. message .. "\n")
  return 2
end

local function files_of(args)
  local files, check = {}, false
  for _, arg in ipairs(args) do
    if arg == "--check" then check = true
    elseif arg ~= "-" and arg:match("^%-") then
      return nil, ("unknown option '%s'"):format(arg)
    elseif host.isfolder(arg) then
      for _, path in ipairs(host.rulefiles(arg) or {}) do
        files[#files + 1] = path
      end
    else
      files[#files + 1] = arg
    end
  end
  if #args == (check and 1 or 0) then files[1] = "-" end
  return files, nil, check
end

-- One file: 0, 1 (--check and it would change), 3 (no rule file) or 5.
local function one(path, check)
  local source, message = host.readfile(path)
  if not source then
    host.warn(("trich fmt: %s: %s\n"):format(path, message))
    return 5
  end
  local text, errors = format(source)
  if not text then
    for _, bad in ipairs(errors) do
      host.warn(host.render(path, source, bad.at, bad.to, "error", bad.message,
        bad.hint or ""))
    end
    return 3
  end
  if check then
    if text == source then return 0 end
    host.write(path .. "\n")
    return 1
  end
  if path == "-" then host.writeraw(text)
  elseif text ~= source then
    local ok, why = rewrite(path, source, text)
    if not ok then
      host.warn(("trich fmt: %s\n"):format(why))
      return 5
    end
  end
  return 0
end

local function main(args)
  local files, message, check = files_of(args)
  if not files then return usage(message) end
  local status = 0
  for _, path in ipairs(files) do
    local s = one(path, check)
    if s > status then status = s end
  end
  return status
end

return { main = main, format = format, same = same }
