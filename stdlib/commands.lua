--[[
The commands that are written in Lua: test, eval, repl, script. Each is a module
with a function `main(args, options)` that gives the exit status.
]]
local require, tostring = require, tostring

local _ENV <const> = nil

local modules = { test = "tester", eval = "evaluate", repl = "repl",
                  script = "script", check = "check", fmt = "fmt" }

modules.heads = "heads"
modules.schema = "schema"
modules.explain, modules.cover, modules.diff = "explain", "cover",
  "difference"

-- Runs a command. `options`: shipped, paths (of rules), color.
local function run(name, args, options)
  local module = modules[name]
  if not module then
    require "host".warn(("trich: there is no command '%s'\n")
      :format(tostring(name)))
    return 2
  end
  return require(module).main(args, options)
end

return { run = run }
