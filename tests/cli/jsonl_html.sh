# HTML inside JSON Lines is UTF-8 whatever it declares, and its offsets count
# from the start of the decoded string.
cat >in.jsonl <<'J'
{"id":"a","html":"<html><head>\n<meta charset=\"windows-1258\"></head><body>
J
truncate -s -1 in.jsonl
cat >>in.jsonl <<'J'
<p>Sáng nay, một con mèo vàng chạy qua sân nhà và trèo lên cây.</p></body></html>"}
J
$TRICH text -t jsonl in.jsonl
