# Loading rules in the REPL: a mistake is told, and the rules of before are kept;
# a guard that raises is an error of that line only.
cat > good.rule <<'RULES'
record price { what }
rule price : price = "giá" what:word
RULES
cat > more.rule <<'RULES'
rule fee : price = "phí" what:wrod
RULES
cat > bad.rule <<'RULES'
use lua "bad.lua"
record other { a }
rule other : other = a:"hỏng" where fails(a)
RULES
echo 'return { fails = function (s) error("it fails") end }' > bad.lua
mkfifo lines
{ "$TRICH" repl --no-shipped; echo "exit $?"; } < lines | cat > said &
exec 3> lines
cat >&3 <<'LINES'
giá gạo, phí chợ
:load good.rule
giá gạo, phí chợ
:load more.rule
:run
LINES
until [ "$(grep -c '^1 record' said)" = 2 ]; do sleep 0.1; done
sed -i 's/wrod/word/' more.rule
cat >&3 <<'LINES'
:reload
:run
:load bad.rule
giá gạo hỏng
? a:word where fails(a)
giá muối
:load nothing.rule
:drop nothing.rule
:drop bad.rule
giá gạo hỏng
:load
:drop x
LINES
exec 3>&-
wait
cat said
# no end of line at the end of the input; an empty input
printf 'giá gạo' | "$TRICH" repl --no-shipped -r good.rule
"$TRICH" repl --no-shipped < /dev/null
echo "exit $?"
# rules with a mistake at the start
printf 'phí chợ\n:help\n' | "$TRICH" repl --no-shipped -r good.rule -r missing.rule | head -7
# a text named on the command line
printf 'giá chè\n' > tea.txt
echo ':run' | "$TRICH" repl --no-shipped -r good.rule tea.txt
