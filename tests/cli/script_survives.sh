# A page that hangs costs a script that page alone.
cat >f.lua <<'R'
return { check = function (s)
  while s == "hai" do end
  return true
end }
R
cat >mine.rule <<'R'
package mine
use lua "f.lua"
record animal { name, count, odds }
term Count = c:("một" / "hai") where check(c) => c
rule seen : animal = count:Count "con" name:word  set odds = decimal("1.5")
R
cat >s.lua <<'R'
local trich = require "trich"
trich.load { "mine.rule", shipped = false }
for _, text in ipairs { "Một con gà.", "Có hai con gà.", "Một con\0 bò.", "\255" } do
  local result = trich.extract(text, { id = text:sub(1, 3) })
  local record = result.records[1]
  print(#result.records, record and record.fields.odds * 3 or "",
    record and math.type(record.start) or "",
    result.error and result.error.kind, result.error and result.error.limit)
end
R
$TRICH --limit BUDGET_STEPS=18446744073709551615 --limit PAGE_MAX_SECONDS=1 s.lua
