# What rules did on a folder: the table, the rule files with counts, what no
# record took; the same bytes on every run.
cat >mine.rule <<'R'
package mine
record animal { name, count, place }
vocabulary Animal { "mèo", "chó", "mèo vàng" }
term Stop = "và" / "nhưng"
term Lone = "một mình"
rule seen : animal = ("có" / "thấy") count:digits "con" name:Animal &(Stop / end / word)
rule bare : animal = count:digits "con" name:Animal
rule fed : animal = "cho" name:Animal "ăn"
rule led adds animal = "ở" place:cap to previous animal in sentence
link here : animal takes place from previous animal in document
merge animal by name
R
mkdir pages
echo 'Nay có 3 con mèo vàng và 4 con chó ở Huế.' >pages/a.txt
echo 'Mai có 5 con chó, 20 kg thóc. Ông Lê Văn An vắng.' >pages/b.txt
run() { $TRICH cover --no-shipped -r mine.rule "$@"; }
run --missed pages
run -t text pages
run -t html pages | grep -c 'class="a none"'
run -t html pages | grep -o '<a href=.*'
run --json pages | grep -o '"conflicts":.*"documents":2'
run --clock pages | head -4 | grep -c ' ms '
run --missed pages >one; run --missed pages | cmp - one && echo same
run; echo "exit $?"
run -t pdf pages; echo "exit $?"
run none.txt; echo "exit $?"
