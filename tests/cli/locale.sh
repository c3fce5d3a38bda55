# The same bytes in any locale and time zone, and on every run.
$TRICH "$ROOT/corpus" >want
test "$(wc -l <want)" = 5 || echo "five pages expected"
for run in LC_ALL=C LC_ALL=C.UTF-8 LC_ALL=tr_TR.UTF-8 LC_NUMERIC=vi_VN.UTF-8 \
  TZ=UTC TZ=Asia/Ho_Chi_Minh TZ=America/Los_Angeles; do
  env -u LC_ALL "$run" $TRICH "$ROOT/corpus" | cmp - want || echo "$run differs"
done
(cd "$ROOT" && cat corpus/000_*.txt) | $TRICH |
  sed 's/"id":"-"//' >one
sed -n '1s/"id":"[^"]*"//p' want | cmp - one
