--[[
A stranger's rule files are compiled twice: first in a child, where nothing that
they do ends the program, then here.

    local rehearsal = require "rehearsal"
    rehearsal.run(f, { "mine.rule" })
        --> true, or nil and a message: f, which reads and compiles the files,
            took too long, too much memory, or raised an error
]]
local budget = require "budget"
local child = require "child"

local table = table

local _ENV <const> = nil

-- What to say of each way in which a child can fail.
local reasons = {
  time = "compiling takes longer than RULES_MAX_SECONDS (%d)",
  memory = "compiling takes more memory than there is",
  interrupted = "interrupted",
}

local function run(f, paths)
  local seconds = budget.most "RULES_MAX_SECONDS"
  local done, why, raised = child.run(function ()
    f()
    return ""
  end, seconds, budget.most "RULES_MAX_BYTES")
  if done then return true end
  local what = reasons[why] and reasons[why]:format(seconds)
    or why == "error" and raised:gsub("\nstack traceback:.*", "")
    or "compiling ends with " .. why
  if why == "error" and raised:find("not enough memory", 1, true) then
    what = reasons.memory
  end
  return nil, ("%s: %s\n"):format(table.concat(paths, ", "), what)
end

return { run = run }
