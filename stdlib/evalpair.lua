--[[
Pairs records one to one, so that the weight of all pairs is the largest.

    local evalpair = require "evalpair"
    evalpair.pairs({ { i = 1, j = 2, weight = 2010 }, ... })
        --> those of the list that are chosen: no i and no j twice
]]
local ipairs, math, table = ipairs, math, table

local _ENV <const> = nil

-- Largest group of records that is paired by the exact method, which takes time
-- with its third power (256: two seconds); larger ones are paired greedily.
-- Groups are records that could pair with each other: real ones have a few.
local EXACT_MAX <const> = 256

-- The assignment problem, by the Hungarian method (shortest augmenting paths
-- with potentials). weight[i][j] >= 0 for i in 1..n, j in 1..m, n <= m. Gives,
-- for each j, its i or 0, so that the sum of weights is the largest.
local function assign(weight, n, m)
  local u, v, row, way = {}, {}, {}, {}
  for i = 0, n do u[i] = 0 end
  for j = 0, m do v[j], row[j], way[j] = 0, 0, 0 end
  for i = 1, n do
    local j0, least, used = 0, {}, {}
    row[0] = i
    for j = 0, m do least[j], used[j] = math.huge, false end
    repeat
      local i0, j1, delta = row[j0], 0, math.huge
      used[j0] = true
      for j = 1, m do
        if not used[j] then
          local cost = -weight[i0][j] - u[i0] - v[j]
          if cost < least[j] then least[j], way[j] = cost, j0 end
          if least[j] < delta then delta, j1 = least[j], j end
        end
      end
      for j = 0, m do
        if used[j] then
          u[row[j]], v[j] = u[row[j]] + delta, v[j] - delta
        else
          least[j] = least[j] - delta
        end
      end
      j0 = j1
    until row[j0] == 0
    repeat
      local j1 = way[j0]
      row[j0], j0 = row[j1], j1
    until j0 == 0
  end
  return row
end

-- Splits candidate pairs into groups that share no record.
local function groups_of(list)
  local parent = {}
  local function find(x)
    while parent[x] and parent[x] ~= x do
      parent[x] = parent[parent[x]] -- shortens the way for the next
      x = parent[x]
    end
    return x
  end
  for _, pair in ipairs(list) do
    local a, b = find("g" .. pair.i), find("p" .. pair.j)
    parent[a], parent[b] = a, a
  end
  local groups, by_root = {}, {}
  for _, pair in ipairs(list) do
    local root = find("g" .. pair.i)
    if not by_root[root] then
      by_root[root] = {}
      groups[#groups + 1] = by_root[root]
    end
    table.insert(by_root[root], pair)
  end
  return groups
end

-- Numbers the records of one side of a group: list, and index by record.
local function side(group, name)
  local list, index = {}, {}
  for _, pair in ipairs(group) do
    local record = pair[name]
    if not index[record] then
      list[#list + 1] = record
      index[record] = #list
    end
  end
  return list, index
end

local function pair_exactly(group, rows, columns, names)
  local weight, by_place = {}, {}
  for r = 1, #rows.list do
    weight[r], by_place[r] = {}, {}
    for c = 1, #columns.list do weight[r][c] = 0 end
  end
  for _, pair in ipairs(group) do
    local r, c = rows.index[pair[names[1]]], columns.index[pair[names[2]]]
    weight[r][c], by_place[r][c] = pair.weight, pair
  end
  local row, chosen = assign(weight, #rows.list, #columns.list), {}
  for c = 1, #columns.list do
    local pair = row[c] > 0 and by_place[row[c]][c]
    if pair then chosen[#chosen + 1] = pair end
  end
  return chosen
end

local function pair_greedily(group)
  local chosen, used = {}, {}
  table.sort(group, function(a, b)
    if a.weight ~= b.weight then return a.weight > b.weight end
    if a.i ~= b.i then return a.i < b.i end
    return a.j < b.j
  end)
  for _, pair in ipairs(group) do
    if not used["g" .. pair.i] and not used["p" .. pair.j] then
      used["g" .. pair.i], used["p" .. pair.j] = true, true
      chosen[#chosen + 1] = pair
    end
  end
  return chosen
end

local function pair_group(group)
  local gold, gold_index = side(group, "i")
  local got, got_index = side(group, "j")
  if #group == 1 then return group end
  if math.max(#gold, #got) > EXACT_MAX then return pair_greedily(group) end
  local a = { list = gold, index = gold_index }
  local b = { list = got, index = got_index }
  if #gold <= #got then return pair_exactly(group, a, b, { "i", "j" }) end
  return pair_exactly(group, b, a, { "j", "i" })
end

local function chosen_pairs(list)
  local chosen = {}
  for _, group in ipairs(groups_of(list)) do
    for _, pair in ipairs(pair_group(group)) do chosen[#chosen + 1] = pair end
  end
  return chosen
end

return { pairs = chosen_pairs }
