# trich fmt rewrites files, --check names them, - is a filter; what is no rule
# file stays as it is.
printf 'term  A="a"/"b" -- why\n' >one.rule
printf 'term A = "a"\n' >two.rule
printf 'term A = (\n' >bad.rule
mkdir folder
cp one.rule two.rule folder

echo "-- filter"
$TRICH fmt - <one.rule
$TRICH fmt <two.rule
echo "-- check"
$TRICH fmt --check one.rule two.rule folder
echo "exit $?"
echo "-- rewrite"
chmod 640 one.rule
$TRICH fmt one.rule two.rule folder
echo "exit $?"
cat one.rule folder/one.rule
stat -c %a one.rule
$TRICH fmt --check one.rule two.rule folder
echo "exit $?"
echo "-- not rule files"
$TRICH fmt bad.rule none.rule two.rule 2>&1
echo "exit $?"
cat bad.rule
$TRICH fmt --chekc two.rule 2>&1
echo "exit $?"
ls
