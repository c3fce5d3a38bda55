# A rule of one's own, beside the shipped rules and without them.
cat >mine.rule <<'R'
package mine
record animal { name, count }
vocabulary Animal { "mèo", "chó", "mèo vàng" }
rule seen : animal = count:digits "con" name:Animal
  accepts "Có 3 con MÈO VÀNG" => { name = "MÈO VÀNG" }
  rejects "Có 3 cái nhà"
R
echo 'Sáng nay có 3 con mèo vàng, 2  con chó và 1 cái nhà.' >a.txt
$TRICH --no-shipped -r mine.rule a.txt
$TRICH --no-shipped -r mine.rule -t table a.txt
$TRICH -r mine.rule --type animal a.txt | grep -o '"text":"[^"]*"'
$TRICH --no-shipped -r mine.rule --type other,x a.txt
$TRICH --no-shipped -r mine.rule --reference a.txt
$TRICH test mine.rule >/dev/null && echo tested
sed -i 's/3 cái nhà/3 con chó/' mine.rule
$TRICH test mine.rule >/dev/null 2>&1 || echo "exit $?"
