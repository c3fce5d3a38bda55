# trich test --tap: a report for other programs, TAP version 13.
cat > mine.rule <<'RULES'
record price { what, value }
term Number = d:digits => decimal(d)
  accepts "1.234,5" => 1234.5
term Code = 'A#1' / "hoà"
  accepts "hoà"
  rejects "A #1\\2"
rule price : price = "giá" what:(cap / "gạo") value:Number
  accepts "giá Gạo \"nếp\" 5"
  accepts "giá gạo 5" => { what = "ngô", value = 6 }
rule note : price = "chú thích" what:rest  set what = first_word(what)
  accepts "chú thích ngắn gọn" => { what = "ngắn" }
use lua "mine.lua"
RULES
cat > mine.lua <<'LUA'
return { first_word = function (s)
  return s and string.match(s, "^ngắn") or error "no word"
end }
LUA
"$TRICH" test --no-shipped --tap mine.rule
echo "exit $?"
"$TRICH" test --no-shipped --tap --plain --only Number mine.rule
echo "exit $?"
if command -v prove > /dev/null; then
  "$TRICH" test --no-shipped --tap mine.rule > mine.tap
  prove -e cat mine.tap 2>&1 | grep -a 'Failed test'
else
  tail -n 1 "${0%.sh}.stdout"
fi
