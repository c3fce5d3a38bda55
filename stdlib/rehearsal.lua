--[[
A stranger's rule files are compiled twice: first in a child, where nothing that
they do ends the program, then here.

    local rehearsal = require "rehearsal"
    rehearsal.run(f, { "mine.rule" })
        --> true, or nil and a message: f, which reads and compiles the paths,
            took too long, too much memory, or raised an error
]]
local budget = require "budget"
local child = require "child"

local ipairs, table = ipairs, table

local _ENV <const> = nil

-- What to say of each way in which a child can fail.
local reasons = {
  time = "compiling takes longer than RULES_MAX_SECONDS (%d)",
  memory = "compiling takes more memory than RULES_MAX_BYTES (%d)",
  interrupted = "interrupted",
}

-- Nil, or why compiling these paths fails.
local function try(f, paths)
  local seconds, bytes = budget.most "RULES_MAX_SECONDS",
    budget.most "RULES_MAX_BYTES"
  local done, why, raised = child.run(function ()
    f(paths)
    return ""
  end, seconds, bytes)
  if done then return nil end
  if why == "error" and raised:find("not enough memory", 1, true) then
    why = "memory"
  end
  if why == "error" then return (raised:gsub("\nstack traceback:.*", "")) end
  if not reasons[why] then return "compiling ends with " .. why end
  return reasons[why]:format(why == "memory" and bytes or seconds)
end

-- Of several paths the first is named that fails alone, too.
local function run(f, paths)
  local what = try(f, paths)
  if not what then return true end
  if what ~= reasons.interrupted and paths[2] then
    for _, path in ipairs(paths) do
      local why = try(f, { path })
      if why then return nil, ("%s: %s\n"):format(path, why) end
    end
  end
  return nil, ("%s: %s\n"):format(table.concat(paths, ", "), what)
end

return { run = run }
