# Offsets in bytes, code points and UTF-16 units.
cat >mine.rule <<'R'
package mine
record animal { name }
vocabulary Animal { "mèo" }
rule seen : animal = name:Animal
R
printf '\360\237\220\261 có mèo.\n' >a.txt
for unit in bytes chars utf16; do
  $TRICH --no-shipped -r mine.rule --offsets $unit a.txt |
    grep -o '"start":.*"text":"[^"]*"'
done
$TRICH text -t jsonl --offsets=chars a.txt
