# What links, merges, expressions and the output cost is counted: pages end
# alike with and without workers, and their records are there.
cat >mine.rule <<'R'
package mine
record animal { name, near, said }
mention Stall = s:("sạp" digits) => s
rule seen : animal = "con" name:word
link near : animal takes near from previous Stall where it == name in document
link said : animal takes said from nearest Stall
  set said = fold(sentence) .. lower(match)
merge animal where fold(a.name) == "x" and b.name == "y"
R
{
  for i in $(seq 300); do echo -n "sạp $i "; done
  for i in $(seq 300); do echo -n "con vịt$i "; done
} >a.txt
run() {
  for j in 0 1; do $TRICH --no-shipped -r mine.rule -j $j "$@" a.txt >out$j; done
  echo "exit $?"
  cmp out0 out1
  grep -o '"error":.*' out0
  grep -o '"type"' out0 | wc -l
}
run
run --limit BUDGET_COMPARISONS=1000 --limit BUDGET_COMPARISONS_PER_BYTE=0
run --limit BUDGET_TEXT=40000 --limit BUDGET_TEXT_PER_BYTE=0
run --limit BUDGET_OUTPUT=20000
run --limit BUDGET_COMPARISONS=60000 --limit BUDGET_COMPARISONS_PER_BYTE=0
run --limit LINK_MAX_COMPARED=10 --limit BUDGET_COMPARISONS=60000 \
  --limit BUDGET_COMPARISONS_PER_BYTE=0
run --limit LINK_MAX_COMPARISONS=3000 --limit BUDGET_COMPARISONS=60000 \
  --limit BUDGET_COMPARISONS_PER_BYTE=0
$TRICH --no-shipped -r mine.rule --limit BUDGET_OUTPUT=0 -t table a.txt 2>/dev/null
exit 0 # the last page has an error, as it should
