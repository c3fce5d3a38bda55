--[[
trich heads: the phrases that rules, mentions and ignores can begin with, in
small letters, one a line: what another program would have to look for to find
the same places (tests/bench).

    local heads = require "heads"
    heads.of(program)   --> { "kim ngạch xuất khẩu", ... } in order, each once
]]
local core = require "core"
local engine = require "engine"
local functions = require "functions"
local host = require "host"
local options = require "options"

local ipairs, pairs, table = ipairs, pairs, table

local _ENV <const> = nil

-- Adds a phrase; of those that fold to the same, the first is kept.
local function add(list, seen, phrase)
  local folded = functions.fold(phrase)
  if seen[folded] then return end
  seen[folded] = true
  list[#list + 1] = core.lower(core.tidy(phrase))
end

local function sorted(set)
  local list = {}
  for text in pairs(set) do list[#list + 1] = text end
  table.sort(list)
  return list
end

local function of(program)
  local list, seen, vocabularies = {}, {}, {}
  for _, def in ipairs(program.rules) do
    for _, text in ipairs(sorted(def.head.literals)) do
      add(list, seen, text)
    end
    for vocabulary in pairs(def.head.sets) do
      vocabularies[vocabulary.name] = vocabulary
    end
  end
  for _, name in ipairs(sorted(vocabularies)) do
    for _, row in ipairs(vocabularies[name].list) do
      add(list, seen, row.phrase)
    end
  end
  table.sort(list)
  return list
end

local function main(args, opts)
  local given = options.of("heads", args, {})
  if not given or given[1] then
    host.warn(given and "trich heads: takes no file; rules: -r FILE\n" or "")
    return 2
  end
  if not engine.prepare(opts) then return 3 end
  host.write(table.concat(of(engine.state.program), "\n") .. "\n")
  return 0
end

return { of = of, main = main }
