# trich check goes through all the shipped rules in little time.
timeout 60 $TRICH check --json >findings.jsonl
code=$?
[ $code -le 1 ] || { echo "exit $code"; head -3 findings.jsonl; }
grep -v '^{"file":".*","line":[0-9]*,"column":[0-9]*,.*"suggestion":".*"}$' \
  findings.jsonl
true
