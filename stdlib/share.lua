--[[
How many others each of n things is compared with: `each` on a page of news; on
a page of thousands fewer, so that all of them stay near `all`, down to a tenth.

    share(10, 400, 200000)    --> 400
    share(4000, 400, 200000)  --> 49
]]
local _ENV <const> = nil

return function (n, each, all)
  local fair, least = all // (n + 1), each // 10
  if least < 1 then least = 1 end
  if fair < least then return least end
  return fair < each and fair or each
end
