--[[
Findings in the examples of rules:

    example   an accepts or rejects that does not hold

    require("checkexample").run(ctx)
]]
local tester = require "tester"

local ipairs = ipairs

local _ENV <const> = nil

local function run(ctx)
  for _, list in ipairs { ctx.defs, ctx.links } do
    for _, def in ipairs(list) do
      for _, test in ipairs(ctx.mine(def.file) and def.node.tests or {}) do
        local ok, why = tester.run(def, test)
        if not ok then
          ctx:report(def.file, test, "example",
            ("this %s does not hold: %s"):format(test.kind,
              (why:gsub("\n%s*", " "))), "mend the rule or the example")
        end
      end
    end
  end
end

return { run = run }
