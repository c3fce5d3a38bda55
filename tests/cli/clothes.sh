# trich test in other clothes: each form breaks one example, and the message says
# which; rules that tell letter case need not hold in capitals.
cat > clothes.rule <<'RULES'
package clothes
use lua "clothes.lua"
record price { what, kind, value, unit }
term Bank = 'Hoà An'
  accepts "Hoà An"
term Folded = "Hoà An"
  accepts "Hoà An"
  accepts "hòa an"
rule shout : price = "giá" what:word value:digits
  set kind = kind_of(what)
  accepts "giá gạo 5" => { kind = "food" }
term Licence = "giấy phép số" digits
  accepts "giấy phép số 12"
rule range : price = "từ" value:digits rest
  set what = after(sentence)
  accepts "từ 5 đến 6 đồng" => { what = "đồng" }
rule keeps : price = "bán" value:digits
  set unit = remembered(sentence)
  accepts "bán 5 kg" => { unit = "kg" }
-- tell letter case: by a class, by an exact text, by a guard, through a link
term Name = cap cap
  accepts "Lê Vũ"
  rejects "lê vũ"
term Dollar = 'USD' / "đô la"
  accepts "đô la"
  rejects "usd"
term Known = n:word where named(n)
  accepts "Nam"
  rejects "nam"
mention Town = "xã" t:Name => t
rule sold : price = "mua" value:digits
  accepts "Tại xã An Sơn mua 5" => { value = "5", what = "An Sơn" }
  accepts "mua 6" => { value = "6" }
link town : price takes what from previous Town
RULES
cat > clothes.lua <<'LUA'
local last -- each document finds it nil: nothing is kept
return {
  kind_of = function (what) return what == "gạo" and "food" or nil end,
  named = function (n) return string.find(n, "^%u") ~= nil end,
  after = function (s)
    return string.match(fold(s), "đến %d+ (%S+)") .. ""
  end,
  remembered = function (s)
    last = string.match(lower(s), "%d (%l+)") or last
    return last
  end,
}
LUA
"$TRICH" test --no-shipped clothes.rule
echo "exit $?"
"$TRICH" test --no-shipped --plain clothes.rule
echo "exit $?"
"$TRICH" test --no-shipped --tap clothes.rule | grep -A 1 '^# need'
for only in sold clothes.sold clothes.rule clothes "GẠO 5" "vũ"; do
  "$TRICH" test --no-shipped --plain --only "$only" clothes.rule
done
"$TRICH" test --no-shipped --only=nowhere clothes.rule 2>&1
echo "exit $?"
"$TRICH" test --no-shipped --only 2>&1
echo "exit $?"
"$TRICH" test --taps clothes.rule 2>&1
echo "exit $?"
# several files: how many of each
echo 'term Word = word  accepts "gạo"' > other.rule
"$TRICH" test --no-shipped --only Word clothes.rule other.rule
"$TRICH" test --no-shipped clothes.rule other.rule | tail -4
