# -o: the file appears whole or not at all.
echo 'Một.' >a.txt
echo old >out
$TRICH --no-shipped -o out a.txt none.txt
echo "exit $?, $(wc -l <out) lines, $(ls)"
echo old >out
$TRICH --no-shipped -o out -r none.rule a.txt
echo "exit $?, $(cat out), $(ls)"
$TRICH --no-shipped -o none/out a.txt
echo "exit $?"
ln -s out link
$TRICH --no-shipped -o link a.txt && test -L link && wc -l <out
$TRICH --no-shipped -o - a.txt
$TRICH --no-shipped -o /dev/null a.txt && test -c /dev/null && echo still there
