# 10,000 pages need no more memory than 1,000, but for the list of names (64 bytes
# for each). Sanitizers keep what was freed, so not under them.
cat >mine.rule <<'R'
package mine
record animal { name }
vocabulary Animal { "mèo", "chó" }
rule seen : animal = name:Animal
R
mkdir few many
for i in $(seq 10000); do
  printf 'Trang %d\nHôm nay có một con mèo và %d con chó.\n' "$i" "$i" \
    >"many/page$i.txt"
done
cp many/page?.txt many/page??.txt many/page???.txt few
case $(nm "$TRICH" 2>/dev/null) in *__asan_init*) exit 0 ;; esac
peak() {
  /usr/bin/time -f %M -o time "$TRICH" --no-shipped -r mine.rule \
    --limit WORKER_MAX_MB=1 "$1" >/dev/null
  cat time
}
few=$(peak few) many=$(peak many)
test "$many" -le $((few + 640)) ||
  echo "1,000 pages: $few KB, 10,000 pages: $many KB"
