# Escape sequences on a terminal only, and not where NO_COLOR is set. script(1)
# gives a terminal, where the machine has any to give.
echo 'Một.' >a.txt
tty() { script -qec "$1" /dev/null </dev/null | tr -d '\r' | tr '\033' '^'; }
$TRICH --no-shipped -t table a.txt
unset NO_COLOR
$TRICH --no-shipped -t table a.txt
if ! script -qec true /dev/null </dev/null >/dev/null 2>&1; then
  sed -n '5,$p' "$ROOT/tests/cli/color.stdout"
  exit
fi
export TERM=xterm PAGER=
tty "$TRICH --no-shipped a.txt"
NO_COLOR=1 tty "$TRICH --no-shipped a.txt"
TERM=dumb tty "$TRICH --no-shipped a.txt"
tty "$TRICH --no-shipped -t jsonl a.txt"
