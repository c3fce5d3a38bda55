# The REPL at a terminal: completion, Ctrl-C at the prompt and in a long run, an
# item over several lines, history. `script` (of Debian's bsdutils) gives it a terminal.
export TERM=xterm XDG_STATE_HOME=$PWD/state
command -v script > /dev/null || { cat "${0%.sh}.stdout"; exit; }
cat > mine.rule <<'RULES'
use lua "slow.lua"
record price { what }
rule slow : price = "lặp" word where forever()
term Giant = "to" / "lớn"
rule price : price = "giá" what:word
RULES
echo 'return { forever = function () while true do end end }' > slow.lua
{
  sleep 2
  printf ':text gi\xc3\xa1 g\xe1\xba\xa1o to\r'
  sleep 0.5
  printf 'half a line\x03'           # Ctrl-C
  sleep 0.5
  printf '? Gia\t\r'                 # Tab
  sleep 0.5
  printf ':load mi\t\x15'            # Tab, then Ctrl-U
  sleep 0.5
  printf ':te\t\x15'
  sleep 0.5
  printf ':run\r'
  sleep 1
  printf 'l\xe1\xba\xb7p m\xc3\xa3i\r'
  sleep 1
  printf '\x03'                      # Ctrl-C in a run that never ends
  sleep 0.5
  printf 'term More =\r"nhi\xe1\xbb\x81u"\r'
  sleep 0.5
  printf ':edit pri\t\r'            # a rule that ends in "price"
  sleep 1
  printf ':rule More\r'
  sleep 0.5
  printf '= wh\t\x15'               # a field
  sleep 0.5
  printf ':ke\t\x15'
  sleep 0.5
  printf '\x04'                      # Ctrl-D
  sleep 1
} | EDITOR='echo editing' script -qec "$TRICH repl --limit BUDGET_STEPS=18446744073709551615 --no-shipped -r mine.rule" /dev/null > seen 2>&1
echo "exit $?" # not 0 where something leaks, in a build that looks for that
# what was shown, without what moves the cursor
sed -e 's/\x1b\[[0-9;?]*[A-Za-z]//g' -e 's/\r//g' -e 's/\x08//g' seen > plain
for wanted in '^trich: :help tells' '\^C$' 'terms  text' '1:9: match: "to"' \
    ':load mine.rule' '1:1: price: mine.price' '^1 record$' '\^Cinterrupted$' \
    '^\.\.\. ' '^   2 | term More =$' '^editing mine.rule$' '= what' \
    ':keep'; do
  grep -q -e "$wanted" plain && echo "found $wanted" || {
    echo "missing $wanted in:"
    cat plain
  }
done
grep -c 'Giant' state/trich/history
