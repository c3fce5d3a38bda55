--[[
`trich eval FOLDER...`: scores what the rules give against gold files. A gold
file is {"doc": FILE, "meta": ..., "records": ...}; it lies in FOLDER or
FOLDER/gold, and its document beside it or one folder up.

    trich eval corpus
    trich eval --json corpus
]]
local engine = require "engine"
local eval = require "eval"
local functions = require "functions"
local host = require "host"

local ipairs, table, type = ipairs, table, type

local _ENV <const> = nil

local function read_gold(path)
  local text, message = host.readfile(path)
  if not text then return nil, message end
  local gold, why = host.json(text)
  if type(gold) ~= "table" or type(gold.doc) ~= "string"
     or type(gold.records) ~= "table" then
    return nil, path .. ": " .. (why or 'a gold file needs "doc" and "records"')
  end
  return gold
end

-- Every gold file below a folder: { path, gold }.
local function gold_files(folder, report)
  local found = {}
  for _, place in ipairs { folder, folder .. "/gold" } do
    local names = host.jsonfiles(place) or {}
    table.sort(names)
    for _, name in ipairs(names) do
      local gold, message = read_gold(place .. "/" .. name)
      if gold then
        found[#found + 1] = { place = place, gold = gold }
      else
        report(message)
      end
    end
  end
  return found
end

local function read_document(item)
  for _, place in ipairs { item.place, item.place .. "/.." } do
    local text = host.readfile(place .. "/" .. item.gold.doc)
    if text then return text end
  end
  return nil
end

local function score(folders, report)
  local list = {}
  for _, folder in ipairs(folders) do
    for _, item in ipairs(gold_files(folder, report)) do
      local text = read_document(item)
      if text then
        local result = engine.extract(text, { id = item.gold.doc })
        if result.error then
          report(item.gold.doc .. ": " .. result.error.message)
        end
        list[#list + 1] = { doc = item.gold.doc, gold = item.gold.records,
                            got = result.records }
      else
        report(("%s: its document is neither beside the gold file nor one \z
          folder up"):format(item.gold.doc))
      end
    end
  end
  return list
end

local function main(args, options)
  local folders, json, failed = {}, false, false
  for _, arg in ipairs(args) do
    if arg == "--json" then json = true else folders[#folders + 1] = arg end
  end
  if not folders[1] then
    host.warn("trich eval: name a folder with gold files\n")
    return 2
  end
  local ok, message = engine.load { shipped = options.shipped,
    paths = options.paths }
  if not ok then
    host.warn(message)
    return 3
  end
  local list = score(folders, function (text)
    failed = true
    host.warn("trich eval: " .. text .. "\n")
  end)
  if not list[1] then
    host.warn("trich eval: no gold file there\n")
    return 1
  end
  local report = eval.score(list, { fold = functions.fold })
  host.write(json and eval.json(report) .. "\n" or eval.report(report))
  return failed and 1 or 0
end

return { main = main }
