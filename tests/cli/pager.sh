# Tables and text on a terminal go through a pager; nothing else does.
export TERM=xterm
/usr/bin/python3 "$ROOT/tests/terminal.py" true 2>/dev/null || {
  echo 'skipped: no terminal without python3-pexpect' >&2
  cat "${0%.sh}.stdout"
  exit
}
echo 'Xuất khẩu đạt 8,7 tỷ USD.' >a.txt
seen() { /usr/bin/python3 "$ROOT/tests/terminal.py" "$1"; }
export PAGER='sed s/^/P:/'
seen "$TRICH a.txt"
seen "$TRICH text a.txt"
echo '--- none'
seen "$TRICH text -t jsonl a.txt"
seen "$TRICH text a.txt 2>/dev/null | cat" # a slow run tells how far it is
seen "$TRICH text -o b.txt a.txt" && cat b.txt
PAGER= seen "$TRICH text a.txt"
PAGER=cat seen "$TRICH text a.txt"
TERM=dumb seen "$TRICH text a.txt"
echo '--- its status is ours, not that of a pager that is missing or stops early'
PAGER=false seen "$TRICH text a.txt; echo \$?"
PAGER='head -n 1' seen "$TRICH text a.txt missing.txt 2>/dev/null; echo \$?"
