# Names of inputs on standard input: one a line, or with a NUL behind each.
run() {
  $TRICH text -t jsonl "$@" >lines 2>errors
  echo "exit $?"
  cut -d, -f1,4- lines
  cat errors
}
mkdir 'a b'
printf 'Một.' >'a b/1.txt'
printf 'Hai.' >$'line\nfeed.txt'
printf 'Ba.' >3.txt
echo '--- lines, the last without its end; a folder, an empty line, a missing file'
printf 'a b\n\n3.txt\nmissing.txt\n3.txt' | run --files
echo '--- NUL'
printf '3.txt\0line\nfeed.txt\0' | run --files0
echo '--- none'
run --files </dev/null
printf '\0\0' | run --files0
echo '--- in pieces'
{ printf 3.t; sleep 0.1; printf 'xt\n3'; sleep 0.1; printf '.txt\n'; } | run --files
echo '--- many'
seq 40000 | sed 's/.*/3.txt/' | run --files | grep -c 3.txt
echo '--- wrong'
printf '3.txt\0a b\0' | run --files
seq 3000 | run --files0
printf '3.txt\n-\n' | run --files
run --files 3.txt </dev/null
