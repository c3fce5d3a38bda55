# The REPL at a terminal: completion, Ctrl-C at the prompt and in a long run,
# history. `script` (of Debian's bsdutils) gives it a terminal.
export TERM=xterm XDG_STATE_HOME=$PWD/state
command -v script > /dev/null || { cat "${0%.sh}.stdout"; exit; }
cat > mine.rule <<'RULES'
record price { what }
term Giant = "to" / "lớn"
rule price : price = "giá" what:word
RULES
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
  printf '\x04'                      # Ctrl-D
  sleep 1
} | script -qec "$TRICH repl --no-shipped -r mine.rule" /dev/null > seen 2>&1
# what was shown, without what moves the cursor
sed -e 's/\x1b\[[0-9;?]*[A-Za-z]//g' -e 's/\r//g' -e 's/\x08//g' seen > plain
for wanted in '^trich: :help tells' '\^C$' 'terms  text' '1:9: match: "to"' \
    ':load mine.rule' '1:1: price: mine.price' '^1 record$'; do
  grep -q -e "$wanted" plain && echo "found $wanted" || {
    echo "missing $wanted in:"
    cat plain
  }
done
grep -c 'Giant' state/trich/history
