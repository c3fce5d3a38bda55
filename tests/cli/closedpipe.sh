# A reader that has had enough is no failure.
for i in $(seq 3000); do
  echo '{"text":"Một hai ba bốn năm sáu bảy."}'
done >in.jsonl
$TRICH --no-shipped in.jsonl 2>stderr | head -n 2
echo "exit ${PIPESTATUS[0]}"
$TRICH text -t jsonl in.jsonl 2>>stderr | head -c 10 >/dev/null
echo "exit ${PIPESTATUS[0]}"
cat stderr
