# Scores by type and field, differences by cause, a baseline.
mkdir -p set/gold
cat >mine.rule <<'R'
package mine
record animal { name, count, place }
vocabulary Animal { "mèo", "chó", "mèo vàng", "bò" }
rule seen : animal = "có" count:digits "con" name:Animal
rule also : animal = "cả" name:Animal place:word?
rule pair : animal = "đôi" name:Animal
rule lone : animal = name:Animal "con"
ignore animal = "chuyện" word{0,6}
mention Town = t:("Huế" / "Vinh") => { place = t }
link near : animal takes place from next Town in sentence
R
sed '/^rule lone/d; s/, "bò" }/ }/' mine.rule >less.rule
cat >set/a.txt <<'T'
Nay có 3 con mèo vàng ở Huế. Kể chuyện có 2 con bò.
Có cả chó Mực, có 5 con mèo và đôi bò con ở Vinh.
T
cat >set/gold/a.json <<'J'
{"doc":"a.txt","records":[
 {"type":"animal","fields":{"name":"mèo vàng","count":"3","place":"Huế"}},
 {"type":"animal","fields":{"name":"bò","count":"2"}},
 {"type":"animal","fields":{"name":"chó","place":"Mực đen"}},
 {"type":"animal","fields":{"name":"vịt","count":"9"}},
 {"type":"animal","fields":{"name":"mèo","count":"5","place":"Huế"}}]}
J
run() { $TRICH eval --no-shipped "$@"; echo "exit $?"; }
run -r mine.rule set
run -r mine.rule --brief set | head -2
run -r mine.rule --json set >base.json
grep -o '"name":{[^}]*}' base.json
head -n -1 base.json >b.json
run -r mine.rule --baseline b.json --brief set | tail -2
run -r less.rule --baseline b.json --brief set | tail -8
run -r less.rule --baseline set/a.txt set
run -r mine.rule none
run -r mine.rule --bref set
run
