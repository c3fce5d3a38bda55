--[[
"I know": comments that allow findings of some kinds.

    -- check: allow unused, prefix     in an item or in the lines before it;
                                       before `package`: for the whole file
    # check: allow spelling            in a TSV file, before a row; before the
                                       line of columns: for the whole file

A comment that allows what is not there is a finding, too: kind `allow`.

    require("checkallow").sift(ctx)  --> the findings that are not allowed
]]
local expression = require "expression"
local lexical = require "lexical"

local ipairs, pairs = ipairs, pairs

local _ENV <const> = nil

local kinds = {}
for kind in ([[unreachable prefix greedy never lacks left-recursion nested
    no-head unused duplicate ambiguous field value spelling form example
    ]]):gmatch("%S+") do
  kinds[kind] = true
end

-- The kinds that a comment allows, or nil where it is another comment. What
-- stands before and behind them is for the reader.
local function allowed(text)
  local first, at = text:match("%f[%w]check:%s*allow%s+([%l%-]+)()")
  if not first then return nil end
  local names = { first }
  while true do
    local name, to = text:match("^%s*,%s*([%l%-]+)()", at)
    if not name then return names end
    names[#names + 1], at = name, to
  end
end

-- Where each item's code ends: behind its last piece that is no comment.
local function spans_of(file)
  local spans, pieces, k = {}, lexical.pieces(file.source), 1
  for i, item in ipairs(file.items) do
    local limit = file.items[i + 1] and file.items[i + 1].at
      or #file.source + 1
    local last = item.at
    while pieces[k] and pieces[k].at < limit do
      if pieces[k].kind ~= "comment" and pieces[k].at >= item.at then
        last = pieces[k].to
      end
      k = k + 1
    end
    local all = item.tag == "package"
    spans[i] = { at = all and 1 or item.at, to = all and #file.source + 1
      or last, item = item.at, last = last }
  end
  return spans
end

-- The span that a comment speaks of: of the item that it stands in or behind on
-- one line, else of the next one; the whole file's, of `package`.
local function span_of(spans, source, comment)
  for _, span in ipairs(spans) do
    if comment.at < span.item then return span end
    local behind = not source:sub(span.last, comment.at):find("\n", 1, true)
    if comment.at < span.last or behind then return span end
  end
  return nil
end

local function grants_of(file)
  local list, spans = {}, nil
  for _, comment in ipairs(lexical.comments(file.source)) do
    local names = allowed(comment.text)
    if names then
      spans = spans or spans_of(file)
      local span = span_of(spans, file.source, comment)
      for _, name in ipairs(names) do
        list[#list + 1] = { file = file, node = comment, kind = name,
          at = span and span.at or 0, to = span and span.to or 0 }
      end
    end
  end
  return list
end

-- Of a TSV file: the comment before a row, or at the head of the file.
local function grants_of_table(file)
  local list, waiting, begun, at = {}, {}, false, 1
  for line, ending in file.source:gmatch("([^\n]*)(\n?)") do
    local names = line:match("^#") and allowed(line)
    for _, name in ipairs(names or {}) do
      waiting[#waiting + 1] = { file = file, kind = name,
        node = { at = at, to = at + #line } }
    end
    if not line:match("^#") and line ~= "" then
      for _, grant in ipairs(waiting) do
        grant.at, grant.to = at, begun and at + #line or #file.source + 1
        list[#list + 1] = grant
      end
      waiting, begun = {}, true
    end
    at = at + #line + #ending
  end
  return list
end

local function grants_in(ctx)
  local byfile = {}
  for _, file in ipairs(ctx.base.files) do
    if file.items and ctx.mine(file) then byfile[file] = grants_of(file) end
  end
  for _, vocabulary in pairs(ctx.base.vocabularies) do
    local row = vocabulary.rows and vocabulary.rows[1]
    if row and row.tsv and ctx.mine(vocabulary.file)
      and not byfile[row.file] then
      byfile[row.file] = grants_of_table(row.file)
    end
  end
  return byfile
end

local function grant(byfile, finding)
  local given = false
  local function ask(file, at)
    for _, g in ipairs(byfile[file] or {}) do
      if g.kind == finding.kind and at >= g.at and at < g.to then
        g.used, given = true, true
      end
    end
  end
  ask(finding.file, finding.at)
  local owner = finding.owner
  if owner then ask(owner.file, owner.node.at) end
  return given
end

local function sift(ctx)
  local byfile, left = grants_in(ctx), {}
  for _, finding in ipairs(ctx.findings) do
    if not grant(byfile, finding) then left[#left + 1] = finding end
  end
  for file, list in pairs(byfile) do
    for _, g in ipairs(list) do
      local message = not kinds[g.kind]
        and ("there is no kind '%s' of findings"):format(g.kind)
        or not g.used and ("nothing of the kind '%s' is found here")
          :format(g.kind)
      if message then
        local near = not kinds[g.kind] and expression.nearest(g.kind, kinds)
        left[#left + 1] = { file = file, at = g.node.at, to = g.node.to,
          kind = "allow", message = message,
          hint = near and ("did you mean '%s'?"):format(near)
            or "the comment can go" }
      end
    end
  end
  return left
end

return { sift = sift, kinds = kinds }
