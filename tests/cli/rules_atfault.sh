# Where compiling rules takes too long or too much, the file at fault is named;
# in the REPL the rules of before stay, and other packages load as ever.
case $(nm "$TRICH" 2>/dev/null) in *__asan_init*) cat "${0%.sh}.stdout"; exit ;; esac
# and valgrind's own memory is counted
if head -c 2 "$TRICH" | grep -q '#!'; then cat "${0%.sh}.stdout"; exit; fi
cat >good.rule <<'R'
use lua "good.lua"
record fee { what }
rule fee : fee = "phí" what:word where fine(what)
R
echo 'return { fine = function (s) return #s > 1 end }' >good.lua
cat >evil.rule <<'R'
use lua "evil.lua"
record price { what }
rule slow : price = "lặp" what:word where forever(what)
R
echo 'while true do end' >evil.lua
printf ':load evil.rule\nphí chợ\n:drop evil.rule\n:load good.rule\nphí chợ\n' |
  $TRICH repl --no-shipped
{
  echo 'record many { a }'
  for i in $(seq 40000); do echo "vocabulary V$i { \"từ $i\", \"chữ $i\" }"; done
} >large.rule
echo phí chợ | $TRICH --no-shipped -r good.rule -r large.rule \
  --limit RULES_MAX_BYTES=40000000 2>&1
echo "exit $?"
