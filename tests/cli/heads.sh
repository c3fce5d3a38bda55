# What rules, mentions and ignores begin with: each once, folded alike, in order.
cat >mine.rule <<'R'
package mine
record seen { n }
vocabulary Fruit { "Quả Cam", "ổi", "Hoà" }
term Some = "một ít" Fruit
mention Named = Fruit word
rule seen : seen = ("Có" / 'CÓ' / Some / digits) n:digits
R
"$TRICH" heads --no-shipped -r mine.rule
"$TRICH" heads mine.rule
echo "exit $?"
"$TRICH" heads | LC_ALL=C sort -uc && echo "the shipped ones in order, each once"
