# Escape sequences on a terminal only, and not where NO_COLOR is set.
echo 'Một.' >a.txt
tty() { /usr/bin/python3 "$ROOT/tests/terminal.py" "$1" | tr '\033' '^'; }
$TRICH --no-shipped -t table a.txt
unset NO_COLOR
$TRICH --no-shipped -t table a.txt
if ! /usr/bin/python3 "$ROOT/tests/terminal.py" true 2>/dev/null; then
  echo 'skipped: no terminal without python3-pexpect' >&2
  sed -n '5,$p' "$ROOT/tests/cli/color.stdout"
  exit
fi
export TERM=xterm PAGER=
tty "$TRICH --no-shipped a.txt"
NO_COLOR=1 tty "$TRICH --no-shipped a.txt"
TERM=dumb tty "$TRICH --no-shipped a.txt"
tty "$TRICH --no-shipped -t jsonl a.txt"
