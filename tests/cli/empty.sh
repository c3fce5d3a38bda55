# An empty page has neither records nor an error.
: >empty.txt
: >empty.jsonl
gzip -k empty.txt
printf '\357\273\277' >mark.txt
printf ' \n\n\t\n' >white.html
$TRICH --no-shipped empty.txt empty.jsonl empty.txt.gz mark.txt white.html
$TRICH --no-shipped </dev/null
