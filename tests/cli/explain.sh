# Why a rule matched, why it did not: a text, a file, a line of a file, JSON.
cat >mine.rule <<'R'
package mine
record animal { name, count, _seen }
record sight { where }
vocabulary Animal { "mèo", "chó", "mèo vàng", "bò tót" }
term Size = n:digits where decimal(n) < 100 => decimal(n)
rule seen : animal = ("có" / "thấy") count:Size "con" name:Animal
rule led adds animal = "ở" ("nhà" / "vườn") to previous animal in sentence
rule spot : sight = "tại" where:(cap+)
link here : animal where not _seen takes _seen from next sight in sentence
ignore animal = "chuyện" word{0,6}
merge animal by name
R
cat >a.txt <<'T'
Sáng nay tại Vườn Xa có 3 con mèo vàng ngủ.

Chiều đến người ta thấy 140 con mèo ở vườn.
T
try() { echo "\$ trich explain $*"; $TRICH explain --no-shipped -r mine.rule "$@"; }
try a.txt:1
try a.txt:3
try -n 1 'Kể chuyện xưa có 2 con chó.'
try --rule seen -n 1 'Nay có 12 con trâu.'
try --type sight -n 1 'Nay có 12 con chó.'
try --json --rule spot 'Tại Vườn Xa.'
try --rule here a.txt:1
sed -i 's/where not _seen takes _seen from next sight/takes _seen from next sight/' mine.rule
try --rule here a.txt:1
try none.txt:3
try --rule sene x
try --type animl x
try --jsn x
try
echo "exit $?"
$TRICH explain -r none.rule x
echo "exit $?"
# of HTML the places are those of the file
cat >a.html <<'H'
<html><body><article><h1>Chuyện con vật trong vườn nhà ai</h1>
<p>Hôm nay tại <b>Vườn</b> Xa thấy&nbsp;4 con <i>mèo</i> vàng nằm ngủ ngoài hiên.</p>
<p>Chiều nay người ta lại thấy 9 con <i>m&egrave;о</i> nữa ngủ ở ngoài kia.</p>
</article></body></html>
H
try -n 1 --type animal a.html:2
try -n 1 --type animal a.html:3
