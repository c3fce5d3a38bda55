# The REPL at a terminal: completion, Ctrl-C at the prompt and in a long run, an
# item over several lines, history.
export TERM=xterm XDG_STATE_HOME=$PWD/state PYTHONPATH=$ROOT/tests
/usr/bin/python3 "$ROOT/tests/terminal.py" true 2>/dev/null || {
  echo 'skipped: no terminal without python3-pexpect' >&2
  cat "${0%.sh}.stdout"
  exit
}
cat > mine.rule <<'RULES'
use lua "slow.lua"
record price { what }
rule slow : price = "lặp" word where forever()
term Giant = "to" / "lớn"
rule price : price = "giá" what:word
RULES
echo 'return { forever = function () while true do end end }' > slow.lua
cat > type.py <<'PYTHON'
import subprocess
import termios
import time

import pexpect

import terminal

NONE = subprocess.DEVNULL
repl = terminal.spawn("exec $TRICH repl --no-shipped -r mine.rule "
                      "--limit BUDGET_STEPS=18446744073709551615")


def type(keys, *shown):
    repl.send(keys)
    for text in shown:
        repl.expect_exact(text)


def prompt(text="trich> "):
    repl.expect_exact(text)
    while termios.tcgetattr(repl.child_fd)[3] & termios.ICANON:
        time.sleep(0.01)             # it takes keys one by one after that


def line(keys, *shown):
    type(keys + "\r", *shown)
    prompt()


type("", ":help tells")
prompt()
line(":text giá gạo to")
type("half a line\x03", "^C\r\n")   # Ctrl-C
prompt()
line("? Gia\t", '1:9: match: "to"') # Tab
type(":load mi\t", "ne.rule")       # Tab, then Ctrl-U
type("\x15:te\t", "terms  text")
line("\x15:run", "1 record")
type("lặp mãi\r")
while subprocess.call(["pgrep", "-P", str(repl.pid)], stdout=NONE):
    time.sleep(0.01)
type("\x03", "^Cinterrupted\r\n")   # Ctrl-C in a run that never ends
prompt()
type("term More =\r")
prompt("...    ")
type('"nhiều"\r')
prompt("...    ")                   # the term may go on
line(":edit pri\t", "editing mine.rule")  # a rule that ends in "price"
line(":rule More", "   2 | term More =")
type("= wh\t", "at")                # a field
type("\x15:ke\t", "ep")
type("\x15\x04")                    # Ctrl-U, Ctrl-D
repl.expect(pexpect.EOF)
repl.close()
# not 0 where something leaks, in a build that looks for that
print("exit", repl.exitstatus)
PYTHON
EDITOR='echo editing' /usr/bin/python3 type.py 2>&1
grep -c 'Giant' state/trich/history
