# --encoding is that of files; the strings of JSON Lines are UTF-8 in any case.
printf 'Sáng nay có mèo vàng.\n' | iconv -f utf-8 -t utf-16le >old.txt
printf '{"id":"new","text":"Sáng nay có mèo vàng."}\n' >new.jsonl
$TRICH text --encoding utf-16le old.txt new.jsonl
