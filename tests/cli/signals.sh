# Signals and errors of the system: a stream ends on a whole line, -o gives a
# whole file or none.
here=$PWD
clean() { sed "s|$here/||g; s/^trich: [0-9]* doc/trich: N doc/"; }
{
page='{"text":"Có một con mèo ở đây."}'
mkfifo in pipe
exec 3<>in
for name in INT TERM HUP; do
  for out in '' '-o file'; do
    # the shell has what it starts in the background ignore INT
    rm -f stream
    (trap - INT && exec $TRICH --no-shipped -j 1 $out in) >pipe 2>stderr &
    pid=$!
    cat pipe >stream &
    for i in 1 2 3 4 5; do echo "$page" >&3; done
    # where there is a worker, signals are caught; a file gets its lines late
    until pgrep -P $pid >/dev/null && test -s stream -o "$out"; do
      sleep 0.1
    done
    kill -s $name $pid
    wait $pid
    code=$?
    wait
    echo "$name $out: exit $code, $(tail -c 1 stream | tr '\n' E), $(ls -d file* 2>/dev/null)"

  done
done 2>/dev/null
exec 3>&-

# A full disk: files may have no more than 64 KB.
for i in $(seq 2000); do echo "$page"; done >many.jsonl
(ulimit -f 64; $TRICH --no-shipped many.jsonl >stream; echo "exit $?")
tail -c 1 stream | tr '\n' E; echo
(ulimit -f 64; $TRICH --no-shipped -o file many.jsonl; echo "exit $?")
ls -d file* 2>/dev/null
(ulimit -f 64; $TRICH --no-shipped --resume -o file many.jsonl; echo "exit $?")
ls -d file*
$TRICH --no-shipped --resume -o file many.jsonl 2>stderr
grep -c 'documents done before' stderr
wc -l <file; ls -d file*
$TRICH --no-shipped many.jsonl >/dev/full
echo "exit $?"

# A run is gone on with as it was begun, or not at all.
(ulimit -f 64; $TRICH --no-shipped --resume -o file many.jsonl)
$TRICH --no-shipped --resume --offsets=chars -o file many.jsonl; echo "exit $?"
$TRICH --no-shipped --resume -o file many.jsonl many.jsonl; echo "exit $?"
$TRICH --resume -o file many.jsonl; echo "exit $?"
sed -i '3s/mèo/chó/' many.jsonl
$TRICH --no-shipped --resume -o file many.jsonl; echo "exit $?"
ls -d file*
$TRICH --resume many.jsonl; echo "exit $?"
$TRICH --resume -o file -t table many.jsonl; echo "exit $?"

# What cannot be read.
$TRICH --no-shipped /proc/self/mem
echo "exit $?"
} 2>&1 | clean
