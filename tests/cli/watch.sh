# --watch: pages come out as they are written, moved or linked into a folder, by
# the rules as they are then; a signal is the end of the run, in order.
mkdir -p pages/old rules
cat >rules/mine.rule <<'R'
package mine
record seen { name }
vocabulary Animal "animals.tsv"
rule seen : seen = digits "con" name:Animal
R
printf 'phrase\nmèo\nchó\n' >rules/animals.tsv
page() { echo "Có 3 con $1 ở đây."; }
page mèo >pages/old/a.txt
mkfifo out
start() { # what is given beside
  (trap - INT && exec $TRICH run --no-shipped -r rules --watch "$@" pages) \
    >out 2>err &
  watcher=$!
  exec 4<out
}
stop() {
  kill -s "${1-TERM}" $watcher
  cat <&4
  wait $watcher
  echo "exit $?"
  exec 4<&-
  cat err
}
come() { # the next line, in short
  read -t 100 -r line <&4 || echo 'no line came'
  echo "$line" | sed 's/,"meta":{},/ /; s/"type.*"fields"//; s/,"schema.*//'
}
said() { # waits until so many lines on standard error have these words
  for _ in $(seq 1000); do
    test "$(grep -c "$2" err)" -ge "$1" && return
    sleep 0.1
  done
  echo "it did not say: $2"
}

for jobs in 0 2; do
  echo "# -j $jobs"
  start -j $jobs
  come
  page chó >pages/b.txt; come
  page mèo >part; mv part pages/c.html; come
  page chó >part; ln part pages/d.txt; come
  mkdir -p pages/x/y; page mèo >pages/x/y/e.txt; come
  mv pages/x pages/z; come
  page chó >pages/z/y/f.txt; come
  page chó >pages/b.txt; come
  gzip -c pages/b.txt >pages/g.txt.gz; come
  # One that is being written is taken when it is closed, whatever comes before.
  exec 6>pages/i.txt; page mèo >&6
  page chó >pages/j.txt; come
  page chó >&6; exec 6>&-; come
  echo nothing >pages/k.jpg; rm pages/b.txt
  page mèo >pages/l.txt; come
  # Rules.
  printf 'phrase\nvịt\n' >rules/animals.tsv; said 1 'have changed'
  page vịt >pages/m.txt; come
  sed 's/"con"/"con" (/' rules/mine.rule >part; cp part rules/mine.rule
  said 1 'stay as they were'
  page vịt >pages/n.txt; come
  sed -i 's/ (//; s/"con"/"chú"/' rules/mine.rule; said 2 'have changed'
  echo 'Một 1 chú vịt.' >pages/o.txt; come
  printf 'use mine\nrule more : seen = digits "nàng" name:Animal\n' \
    >rules/more.rule
  said 3 'have changed'
  echo 'Một 1 nàng vịt.' >pages/p.txt; come
  stop
  sed -i 's/"chú"/"con"/' rules/mine.rule
  printf 'phrase\nmèo\nchó\n' >rules/animals.tsv
  rm -r rules/more.rule pages; mkdir -p pages/old; page mèo >pages/old/a.txt
done

echo '# formats: what is there can be seen, what ends is whole'
start -t sqlite -o facts.db
await() { # the number of records in the database
  for _ in $(seq 1000); do
    test "$(sqlite3 facts.db 'SELECT count(*) FROM seen' 2>&1)" = "$1" && return
    sleep 0.1
  done
  echo "the database has not $1 records"
}
await 1
page chó >pages/b.txt; await 2
sed -i 's/{ name }/{ name, count }/; s/digits/count:digits/' rules/mine.rule
said 1 'have changed'
page chó >pages/c.txt; await 3
stop INT
sqlite3 facts.db 'PRAGMA integrity_check; SELECT document, name, count FROM seen'
start -t csv --type seen
read -t 100 -r line <&4; echo "$line" | tr -d '\r'
sed -i 's/count/many/g' rules/mine.rule; said 1 'stay as they were'
page mèo >pages/d.txt
for i in 1 2 3; do read -t 100 -r line <&4; echo "$line"; done | tr -d '\r' | sort
stop HUP
start -o lines.jsonl
for _ in $(seq 1000); do test -s lines.jsonl.part && break; sleep 0.1; done
stop; ls lines*; cut -c 1-20 lines.jsonl

echo '# the folder goes'
start; come; come; come; come
mv pages gone; wait $watcher; echo "exit $?"; cat err
exec 4<&-
echo '# wrong use'
$TRICH run --watch; echo "exit $?"
$TRICH run --watch gone/b.txt; echo "exit $?"
$TRICH run --watch --files gone </dev/null; echo "exit $?"
