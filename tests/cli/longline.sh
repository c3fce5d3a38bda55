# 50 MB on one line, as text and inside JSON Lines.
cat >mine.rule <<'R'
package mine
record animal { name }
vocabulary Name { "mèo vàng" }
rule seen : animal = name:Name
R
head -c 50000000 /dev/zero | tr '\0' a >a.txt
{ printf ' Con mèo vàng.'; cat a.txt; printf ' Con mèo vàng.'; } >b.txt
{ printf '{"id":"first","text":"'; cat b.txt; printf '"}\n{"id":"second",'
  printf '"text":"Con mèo vàng."}\n'; } >c.jsonl
$TRICH --no-shipped -r mine.rule a.txt b.txt c.jsonl
