# csv, tsv, sqlite, conll, brat: from text and HTML, with awkward values.
cat >mine.rule <<'R'
package mine
record seen { name, count, text, tags* }
rule seen : seen = count:digits "con" name:quoted text:word? ("," tags:word)*
R
printf 'Có 3 con "mèo, to" ngủ, no, say. Hết.\n\nLại 12.5 con "chó"\tsủa.\n' >a.txt
printf '<p>Có <b>7</b> con "gà\\n"</p>' >'b c.html'
run() { $TRICH --no-shipped -r mine.rule -t "$@"; }
run csv --type seen a.txt 'b c.html' | tr '\r' '~'
run tsv -o tables a.txt 'b c.html'; cat tables/seen.tsv
run conll a.txt
run brat -o ann a.txt 'b c.html' a.txt; ls ann; cat ann/a.ann
for i in 1 2; do
  run sqlite -o facts.db a.txt 'b c.html'
  sqlite3 facts.db .dump | cksum >dump$i
done
cmp dump1 dump2 && echo 'the second run changed nothing'
sqlite3 facts.db 'PRAGMA integrity_check; SELECT document, n, name, count, field_text, tags FROM seen'
# A page that has changed, and a field more.
echo 'Có 4 con "vịt".' >a.txt
sed -i 's/tags\* }/tags*, more }/' mine.rule
run sqlite -o facts.db a.txt
sqlite3 facts.db 'SELECT document, name, more IS NULL FROM seen ORDER BY document'
# What goes wrong.
run csv a.txt; echo "exit $?"
run sqlite a.txt; echo "exit $?"
run brat a.txt; echo "exit $?"
mkdir full && run sqlite -o full a.txt; echo "exit $?"
echo 'no database' >not.db; run sqlite -o not.db a.txt; echo "exit $?"; cat not.db
run csv -o not.db/x a.txt; echo "exit $?"
run xml a.txt; echo "exit $?"
run csv --type nothing a.txt; echo "exit $?"
run sqlite -o late.db a.txt missing.txt; echo "exit $?"
sqlite3 late.db 'SELECT id, error_kind FROM document ORDER BY id'
run csv --type seen /dev/stdin <a.txt | head -n 1 | cut -c 1-8
