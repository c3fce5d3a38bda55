--[[ run by trich
The examples of docs/*.md that are fenced blocks of rules:

    ```trich         a whole rule file; its accepts and rejects are run
    ```tsv NAME      a file beside it, or ```lua NAME, ```trich NAME
    ```text          a document; without one the next block is about the file
    ```json          the records that come of it, one a line: all of them, in
                     order, each with at least the fields told here
    ```error         the message with which the rule file is refused

The shipped rules are left out. (tests/docs.lua runs the blocks of other kinds.)
]]
local language = dofile "tests/lua/language.lua"
local host = require "host"
local tester = require "tester"

local passed, failed = 0, 0

local function result(page, line, message)
  if not message then
    passed = passed + 1
  else
    failed = failed + 1
    print(("FAIL %s:%d: %s"):format(page, line, message))
  end
end

local function blocks(page)
  local list, block, number = {}, nil, 0
  for line in io.lines(page) do
    number = number + 1
    local kind, name = line:match("^```(%l*) *(%S*)")
    if kind and block then
      block.text = table.concat(block, "\n") .. "\n"
      list[#list + 1], block = block, nil
    elseif kind then block = { kind = kind, name = name, line = number }
    elseif block then block[#block + 1] = line
    end
  end
  return list
end

-- What the accepts and rejects of a file say, where one of them fails.
local function own_tests(path)
  local said, write = {}, host.write
  host.write = function (text) said[#said + 1] = text end
  local status = tester.main({ path }, { paths = {}, shipped = false })
  host.write = write
  return status ~= 0 and table.concat(said) or nil
end

local handle = {}

function handle.trich(state, page, block)
  if block.name ~= "" then
    return state.case:put(block.name, block.text)
  end
  state.case:put("example.rule", block.text)
  state.refused = state.case:compile "example.rule"
  state.rule, state.text = block, nil
  if not state.refused then
    result(page, block.line, own_tests(state.case.folder .. "example.rule"))
  end
end

function handle.tsv(state, _, block)
  if block.name ~= "" then state.case:put(block.name, block.text) end
end
handle.lua = handle.tsv

function handle.text(state, _, block) state.text = block.text end

function handle.error(state, page, block)
  if state.refused == block.text then result(page, block.line)
  else
    result(page, block.line, "expected this message, got\n" ..
      (state.refused or "none: it compiles"))
  end
  state.refused, state.rule = nil, nil
end

-- What differs between the wanted records and those that came, or nil.
local function differs(wanted, records)
  for i, want in ipairs(wanted) do
    if not records[i] or not language.holds(want, records[i]) then
      return ("expected %s, got %s"):format(language.show(want),
        records[i] and language.show(records[i]) or "no more")
    end
  end
  return #wanted < #records and "expected no more, got " ..
    language.show(records[#wanted + 1]) or nil
end

function handle.json(state, page, block)
  if not state.rule or not state.text then return end
  local wanted, message = language.json(block.text)
  state.case:compile "example.rule"
  local got, paths_differ = state.case:extract(state.text)
  result(page, block.line,
    message or paths_differ or differs(wanted, got.records))
end

-- A file that is refused must be followed by its message.
local function expected(state, page)
  if not state.refused then return end
  result(page, state.rule.line, "it does not compile:\n" .. state.refused)
  state.refused, state.rule = nil, nil
end

local function run(page)
  local state = { case = language.new() }
  for _, block in ipairs(blocks(page)) do
    if handle[block.kind] then
      if block.kind ~= "error" then expected(state, page) end
      handle[block.kind](state, page, block)
    end
  end
  expected(state, page)
  state.case:done()
end

local pipe = assert(io.popen "LC_ALL=C ls docs/*.md")
for page in pipe:lines() do run(page) end
pipe:close()
print(("%d passed, %d failed"):format(passed, failed))
