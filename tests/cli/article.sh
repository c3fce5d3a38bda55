# --article: each record's place in the article's text, which comes with it.
printf '<html><body><h1>Đầu đề</h1><p>Có &amp; 3 <b>con</b> mèo.</p>\n<p>Hết</p></body></html>' >a.html
printf 'package mine\nrecord seen { name }\nrule seen : seen = digits "con" name:word\n' >mine.rule
$TRICH --no-shipped -r mine.rule --article a.html
$TRICH --no-shipped -r mine.rule --article --offsets chars - <<'T'
Đã thấy 3 con mèo, 2 con chó.
T
$TRICH --no-shipped -r mine.rule --article missing.txt 2>/dev/null
echo "exit $?"
