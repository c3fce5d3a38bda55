# A page that needs more memory than a worker gets costs its own line. Sanitizers
# need more, and do not go on without it: not under them.
case $(nm "$TRICH" 2>/dev/null) in *__asan_init*) exit 0 ;; esac
head -c 3000000 /dev/zero | tr '\0' 'a' >large.txt
echo '{"id":"a","text":"Một."}' >in.jsonl
$TRICH --no-shipped --limit PAGE_MAX_MB=16 --limit PAGE_MAX_MB_PER_MB=0 \
  large.txt in.jsonl >out 2>stderr
test $? = 1 || echo "exit $?"
grep -c '^{"id":"large.txt","meta":{},"records":\[\],"error":{"kind":"memory","limit":"PAGE_MAX_MB","message":".* PAGE_MAX_MB (16)' out \
  | grep -v 1
tail -n 1 out | grep -vxF '{"id":"a","meta":{},"records":[],"schema":1}'
exit 0
