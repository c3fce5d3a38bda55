# Every line of JSON Lines is a document; a broken one is an error, and the
# others come out.
cat >in.jsonl <<'J'
{"id":"a","body":"Một.","page":{"text":"Hai."}}
{"id":"b","body":"Ba.
{"id":"c","body":7}

["d"]
{"id":5,"body":"Năm.","page":{"text":"Sáu."}}
{"body":"Bảy."}
J
$TRICH text in.jsonl
echo "exit $?"
$TRICH text --field page.text --id-field page.text -t jsonl in.jsonl 2>&1
