--[[
Documents that know where they may be broken, and the lines that they make: what
the formatter of rule files (unparse.lua, fmt.lua) is written with.

    local layout = require "layout"
    local doc = layout.group { "f(", layout.align(layout.fill(args)), ")" }
    layout.render(doc, 80)   --> the text, broken where it would be wider

A document is a text or a list of documents, or is made by one of

    line      a space, or a new line where its group is broken
    soft      nothing, or a new line
    hard      a new line always; the groups around it are broken
    broken(text)    the text, only where its group is broken
    nest(n, doc)    new lines inside stand n further in
    align(doc)      new lines inside stand under its beginning
    group(doc)      on one line if it fits, else broken at its lines
    fill(docs, separator)  as many on each line as fit; separator: "" or ","
]]
local ipairs, table, type, utf8 = ipairs, table, type, utf8

local _ENV <const> = nil

local line, soft, hard = { tag = "line" }, { tag = "soft" }, { tag = "hard" }

local function broken(text) return { tag = "broken", text = text } end
local function nest(n, doc) return { tag = "nest", n = n, doc = doc } end
local function align(doc) return { tag = "align", doc = doc } end

-- Whether a hard line stands in it.
local function breaks(doc)
  if type(doc) == "string" then return false end
  if doc.tag == "hard" then return true end
  if doc.breaks == nil then
    doc.breaks = doc.doc ~= nil and breaks(doc.doc)
    for _, part in ipairs(doc) do
      if breaks(part) then doc.breaks = true end
    end
  end
  return doc.breaks
end

local function group(doc)
  return { tag = "group", doc = doc }
end

local function fill(docs, separator)
  local f = { tag = "fill" }
  for i, doc in ipairs(docs) do
    f[i] = separator ~= "" and i < #docs and { doc, separator } or doc
  end
  return f
end

local function width_of(text) return utf8.len(text) or #text end

-- Whether the stack's documents from `top` on fit into `room` columns, up to
-- the next new line. Entries: { indent, flat, doc }.
local function fits(stack, top, room, first)
  local own = { first }
  while room >= 0 do
    local entry = table.remove(own)
    if not entry then
      if top == 0 then return true end
      entry, top = stack[top], top - 1
    end
    local flat, doc = entry[2], entry[3]
    if type(doc) == "string" then room = room - width_of(doc)
    elseif doc.tag == "line" then
      if not flat then return true end
      room = room - 1
    elseif doc.tag == "soft" then
      if not flat then return true end
    elseif doc.tag == "hard" then return true
    elseif doc.tag == "broken" then
      if not flat then room = room - width_of(doc.text) end
    elseif doc.tag == "fill" or doc.tag == "rest" then
      local list = doc.fill or doc
      for i = #list, (doc.from or 0) + 1, -1 do
        own[#own + 1] = { 0, flat, list[i] }
        if i > 1 then own[#own + 1] = { 0, flat, line } end
      end
    elseif doc.doc ~= nil then own[#own + 1] = { 0, flat, doc.doc }
    else
      for i = #doc, 1, -1 do own[#own + 1] = { 0, flat, doc[i] } end
    end
  end
  return false
end

-- The text of a document in lines of at most `width` columns where that can be.
local function render(doc, width)
  local out, stack, column = {}, { { 0, false, doc } }, 0
  local function newline(indent)
    if out[#out] then out[#out] = out[#out]:gsub(" +$", "") end
    out[#out + 1] = "\n" .. (" "):rep(indent)
    column = indent
  end
  local function push(indent, flat, d)
    stack[#stack + 1] = { indent, flat, d }
  end
  while stack[1] do
    local indent, flat, d = table.unpack(table.remove(stack))
    if type(d) == "string" then
      out[#out + 1] = d
      column = column + width_of(d)
    elseif d.tag == "hard" or not flat and (d.tag == "line" or d.tag == "soft")
    then
      newline(indent)
    elseif d.tag == "line" then
      out[#out + 1] = " "
      column = column + 1
    elseif d.tag == "nest" then push(indent + d.n, flat, d.doc)
    elseif d.tag == "align" then push(column, flat, d.doc)
    elseif d.tag == "group" then
      local entry = { indent, true, d.doc }
      push(indent, flat or not breaks(d)
        and fits(stack, #stack, width - column, entry), d.doc)
    elseif d.tag == "fill" then push(indent, flat, { tag = "rest", fill = d,
      from = 0 })
    elseif d.tag == "rest" then
      local i = d.from + 1
      if i > #d.fill then goto continue end
      local item = d.fill[i]
      push(indent, flat, { tag = "rest", fill = d.fill, from = i })
      if i > 1 then
        local entry = { indent, true, { " ", item } }
        if flat or fits(stack, #stack, width - column, entry) then
          out[#out + 1] = " "
          column = column + 1
        else
          newline(indent)
        end
      end
      push(indent, flat, { tag = "group", doc = item })
    elseif d.tag == "broken" then
      if not flat then
        out[#out + 1] = d.text
        column = column + width_of(d.text)
      end
    elseif d.tag ~= "soft" then
      for i = #d, 1, -1 do push(indent, flat, d[i]) end
    end
    ::continue::
  end
  return (table.concat(out):gsub(" +\n", "\n"):gsub(" +$", ""))
end

return { line = line, soft = soft, hard = hard, broken = broken, nest = nest,
         align = align, group = group, fill = fill, render = render }
