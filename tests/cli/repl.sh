# The REPL line by line: texts, patterns, rules, and mistakes that never end it.
cat > mine.rule <<'RULES'
record price { what, value, place }
mention Place = "ở" p:cap => p
vocabulary Food "food.tsv"
rule price : price = "giá" what:word n:digits "đồng"  set value = decimal(n)
link located : price takes place from previous Place
RULES
printf 'phrase\tkind\tn:number\nGạo\tgrain\t1\nmuối\n' > food.tsv
cat > page.txt <<'PAGE'
Chợ ở Hà hôm nay đông.
Nay giá gạo 18.000 đồng, giá muối 5.000 đồng.
PAGE
"$TRICH" repl --no-shipped -r mine.rule <<'LINES'
? "giá"
:run
:file page.txt
:text
:run
? "giá" w:word n:digits where decimal(n) > 6000 => decimal(n)
? Place
? Food
? word cap
? "không"
? "giá" wrod
? Plcae
?
? "giá" "x
:file nothing.txt
:foo
:te
:rules
:terms
:records
"giá" digits
Ở Nam giá ngô 7 đồng.
:text Giá ngô 8 đồng.
:run
:quit
not read any more
LINES
