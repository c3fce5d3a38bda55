# What becomes of a page does not depend on the number of workers, nor on what
# happens to one of them.
for option in '-t jsonl' '-t table' '--offsets=chars'; do
  for j in 0 1 2 4; do
    (cd "$ROOT" && $TRICH run -j $j $option corpus 2>/dev/null) >out$j
    cmp out0 out$j
  done
done
wc -l <out4
for j in 0 2; do (cd "$ROOT" && $TRICH text -t jsonl -j $j corpus) >text$j; done \
  2>/dev/null
cmp text0 text2

# A worker that is killed between two pages, or in one, costs nothing.
mkfifo in out
$TRICH --no-shipped -j 1 in >out &
pid=$!
exec 4<out 3>in
for i in 1 2 3; do
  echo "{\"id\":$i,\"text\":\"Một.\"}" >&3
  read -r line <&4 && echo "$line"
  kill -s KILL "$(pgrep -P $pid)"
done
exec 3>&-
wait $pid
echo "exit $?"

# A parent that is killed takes its workers with it.
{
$TRICH --no-shipped -j 1 in >out &
pid=$!
exec 4<out 3>in
echo '{"id":1,"text":"Một."}' >&3
read -r line <&4
worker=$(pgrep -P $pid)
kill -s KILL $pid
wait $pid 2>/dev/null
# a zombie is gone, whether or not somebody asks how it ended
until grep -q ') Z ' "/proc/$worker/stat" || ! test -e "/proc/$worker"; do
  sleep 0.1
done
exec 3>&- 4<&-
} 2>/dev/null

# What a page is not to do, and what is left of it then.
cat >f.lua <<'R'
return { check = function (s)
  while s == "hai" do end
  return true
end }
R
cat >mine.rule <<'R'
package mine
use lua "f.lua"
record animal { name }
term Count = c:("một" / "hai") where check(c) => c
rule seen : animal = count:Count "con" name:word
R
{
  echo '{"id":"a","text":"Một con cá.\nCó một con mèo.\nCó hai con chó.\nMột con bò."}'
  echo '{"id":"b","text":"Một con gà."}'
} >in.jsonl
forever=BUDGET_STEPS=18446744073709551615
$TRICH --no-shipped -r mine.rule --limit $forever --limit PAGE_MAX_SECONDS=1 \
  in.jsonl
echo "exit $?"
exit 0
