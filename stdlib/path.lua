--[[
Paths: what a rule, a link or a merge finds around a record. A step looks among
the records of a type, of a rule, or the mentions of a term, in one direction
and within one scope; the first step that finds something wins. The looking is
in C (vm/links.h).

    local path = require "path"
    path.find(page, steps, asking, names, wanted) --> found thing or nil
    path.begin()    -- a page begins
    path.asked(n)   -- n records ask from now on
    path.count(n)   -- n things were compared elsewhere
]]
local budget = require "budget"
local links = require "links"
local share = require "share"

local _ENV <const> = nil

local each, all -- of the limits

-- So many records ask: what each may look at. A page of 100,000 mentions costs
-- no more than a large one: a step gives up after the nearest ones.
local function asked(n) links.most(share(n, each, all)) end

-- A page begins: one that asks alone.
local function begin()
  each = budget.most "LINK_MAX_COMPARED"
  all = budget.most "LINK_MAX_COMPARISONS"
  asked(0)
end

return { find = links.find, begin = begin, asked = asked, count = budget.look }
