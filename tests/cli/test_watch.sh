# trich test --watch: runs again when a file changes that was read (a rule file,
# its functions, a table, a new file of the folder); Ctrl-C ends it.
set -m # so that a background job can be interrupted
mkdir rules
cat > rules/mine.rule <<'RULES'
record price { value }
vocabulary Goods "goods.tsv"
use lua "mine.lua"
rule price : price = "giá" Goods n:digits  set value = twice(n)
  accepts "giá gạo 5" => { value = 10 }
RULES
echo 'return { twice = function (n) return decimal(n) * 2 end }' \
  > rules/mine.lua
printf 'phrase\ngạo\n' > rules/goods.tsv
mkfifo said
cat said > seen &
"$TRICH" test --no-shipped --watch rules > said 2>&1 &
watcher=$!

runs=0
wait_for_run() {
  runs=$((runs + 1))
  until test "$(grep -c '^waiting' seen)" -ge $runs; do sleep 0.1; done
}
put() { # a file at once: one that is half written is a change, too
  cat > new
  mv new "$1"
}

wait_for_run
printf 'phrase\nmuối\n' | put rules/goods.tsv
wait_for_run
printf 'phrase\ngạo\nmuối\n' | put rules/goods.tsv
wait_for_run
echo 'return { twice = function (n) return decimal(n) * 3 end }' |
  put rules/mine.lua
wait_for_run
echo 'rule' >> rules/mine.rule
wait_for_run
sed -i '$d' rules/mine.rule
wait_for_run
echo 'term Word = word  accepts "gạo"' | put rules/more.rule
wait_for_run
kill -INT $watcher
wait $watcher
echo "exit $?"
wait
cat seen
"$TRICH" test --watch 2>&1
echo "exit $?"
