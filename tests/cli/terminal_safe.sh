# What a rule package says goes to a terminal without escape sequences, NULs and
# broken bytes, and a value with them costs no other page its row.
cat >f.lua <<'L'
return {
  raise = function () error("\27]0;a\7 \255 \194\155 b", 0) end,
  give = function () return "\27[31m\255\0\194\155!" end }
L
cat >a.rule <<'R'
use lua "f.lua"
record thing { v }
rule t : thing = what:"x" set v = raise(match)
rule u : thing = what:"y" set v = give(match)
R
echo x >x.txt
echo y >y.txt
run="--no-shipped -r a.rule"
{
  $TRICH explain $run x
  $TRICH explain $run y
  $TRICH explain --json $run y
  $TRICH cover $run x.txt y.txt
  $TRICH diff a.rule a.rule . 
  $TRICH run -t table $run x.txt y.txt
  $TRICH run $run -r "$(printf 'b\302\233\033[1m.rule')" x.txt
} >out 2>&1
tr -d '\12\40-\176\200-\377' <out | wc -c | tr -d ' '
grep -c "$(printf '\302\233')" out
iconv -f utf-8 -t utf-8 out >/dev/null && echo clean
for format in csv conll; do
  $TRICH run -t $format --type thing $run y.txt x.txt y.txt 2>err | grep -c y.txt
  cat err
done
