# NUL bytes and invalid UTF-8: one clean line each, each bad byte U+FFFD.
printf 'Trước\000sau.\n' >nul.txt
printf 'Sáng nay ở đây có một con \377\376 mèo vàng nhỏ trèo lên cây\303.\n' \
  >bad.txt
head -c 1000 /dev/zero >zero.txt
$TRICH text -t jsonl nul.txt bad.txt
$TRICH --no-shipped nul.txt bad.txt zero.txt
$TRICH --no-shipped nul.txt bad.txt zero.txt | iconv -f utf-8 -t utf-8 | wc -l
