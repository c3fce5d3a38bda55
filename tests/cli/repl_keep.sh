# Examples of what a pattern matched: under its term, or under a term that is made
# of the pattern; the names that an expression has of what was seen.
cat > mine.rule <<'RULES'
record price { what, value, place }
vocabulary Town "town.tsv"
mention Place = "ở" p:Town => p.code
rule price : price = "giá" what:word n:digits "đồng"
  set value = decimal(n)
link located : price takes place from previous Place
RULES
printf 'phrase\tcode\nHuế\tH\nVinh\tV\n' > town.tsv
"$TRICH" repl --no-shipped -r mine.rule <<'LINES'
= match
? "giá"
Chợ ở Huế và ở Vinh. Giá gạo 18.000 đồng, giá muối 5.000 đồng, giá chè 90 đồng.
= value / 3
= what .. " " .. match .. " " .. place
= sentence
= seen[1].value + seen[2].value
= seen[7].value
= nothing
? "giá" what:word n:digits
:keep
:keep 1
:keep price
= what
:keep Price 3
:keep Price
:keep
:keep 2
? Place
:keep
:keep 3
:keep 1
:keep 1
:keep Place
= value
:reject 2
:undo
? Town
= value.code
:keep Name
? p:Place "và"
:keep Two
:undo
:undo
:keep
? x:Place where #x > 9
:keep Never
:text a b c d e
? word
:keep Word
:keep
:scratch
LINES
cat mine.rule
printf 'Nay là 8,7 tỷ USD.\n? Money\n:keep\n' | "$TRICH" repl | tail -1
