# Escape sequences on a terminal only, and not where NO_COLOR is set; --color has
# the last word. Tables are all that has colours: commands have none anywhere.
echo 'Một.' >a.txt
tty() { /usr/bin/python3 "$ROOT/tests/terminal.py" "$1" | tr '\033' '^'; }
$TRICH --no-shipped -t table a.txt
unset NO_COLOR
$TRICH --no-shipped -t table a.txt
$TRICH --no-shipped -t table --color=always a.txt | tr '\033' '^'
NO_COLOR=1 $TRICH run --colour always --no-shipped -t table a.txt | tr '\033' '^'
$TRICH --no-shipped --color=sometimes a.txt; echo "exit $?"
echo 'rule seen : seen = digits  record seen { }' >mine.rule
$TRICH test --color=always --no-shipped mine.rule | tr '\033' '^'
if ! /usr/bin/python3 "$ROOT/tests/terminal.py" true 2>/dev/null; then
  echo 'skipped: no terminal without python3-pexpect' >&2
  sed -n '13,$p' "$ROOT/tests/cli/color.stdout"
  exit
fi
export TERM=xterm PAGER=
tty "$TRICH --no-shipped a.txt"
NO_COLOR=1 tty "$TRICH --no-shipped a.txt"
TERM=dumb tty "$TRICH --no-shipped a.txt"
tty "$TRICH --no-shipped -t jsonl a.txt"
tty "$TRICH --no-shipped --color never a.txt"
for command in 'test mine.rule' 'check mine.rule' 'explain --no-shipped -r mine.rule 7' \
  'cover --no-shipped -r mine.rule .' 'fmt -' 'heads --no-shipped -r mine.rule' \
  'diff mine.rule mine.rule .' 'text a.txt' limits 'help run' 'nothing'; do
  echo "$command: $(tty "$TRICH $command </dev/null" | grep -c '\^\[')"
done
