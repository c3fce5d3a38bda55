# Of packed JSON Lines that end too early, all whole lines come out first.
RANDOM=1
for i in $(seq 2000); do
  echo "{\"id\":$i,\"text\":\"Dòng $i $RANDOM\"}"
done | gzip >all.jsonl.gz
head -c 9000 all.jsonl.gz >cut.jsonl.gz
$TRICH --no-shipped cut.jsonl.gz >out
echo "exit $?"
tail -n 1 out
grep -vc '"error"' out >count
test "$(cat count)" -gt 100 && head -n 1 out
