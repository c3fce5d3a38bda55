# gzip is told by content, whatever the name; broken data costs its own line.
echo 'Một dòng.' >a.txt
gzip -c a.txt >a.txt.gz
cp a.txt.gz named.txt
cat a.txt.gz a.txt.gz >two.txt.gz
head -c 15 a.txt.gz >cut.txt.gz
printf '{"id":"x","body":"Hai."}\n{"id":"y","body":"Ba."}\n' | gzip >l.jsonl.gz
$TRICH text a.txt.gz named.txt two.txt.gz l.jsonl.gz
$TRICH text <a.txt.gz
$TRICH --no-shipped cut.txt.gz a.txt.gz
