# --where and --fields: what is printed; links and merges see everything.
cat >mine.rule <<'R'
package mine
record seen { name, count, tags* }
record other { name }
term Number = d:digits => decimal(d)
rule seen : seen = count:Number "con" name:word ("," tags:word)*
rule other : other = "cái" name:word
R
echo 'Có 3 con mèo, gầy. Có 12 con chó và 1 cái nhà.' >a.txt
run() { $TRICH --no-shipped -r mine.rule "$@" a.txt; echo "exit $?"; }
short() { run "$@" | grep -o '"type":"[a-z]*"\|"text":"[^"]*"\|"fields":{[^}]*}\|exit .'; }
short --where 'count > 5'
short --where 'type == "other" or count < 1e1' --fields name
short --where 'text == "3 con mèo, gầy" and made_by == "mine.seen" and meta.title == nil'
short --where 'nothing == nil'
run --where 'count >'
run --where 'coun > 3'
run --fields name,tag
run --where 'count > 5' -t csv --type seen --fields name | cut -d, -f 5-
