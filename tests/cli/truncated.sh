# HTML that ends anywhere still gives one line and what stands before the end.
page='<html><head><title>Tin</title></head><body><div id="x"><p>Sáng nay có
một con mèo vàng chạy qua sân nhà và trèo lên cây.</p><p>Nó ở lại &amp; ngủ'
for n in 0 1 7 20 40 60 80 100 150 170 180; do
  printf '%s' "$page" | head -c $n >page$n.html
done
$TRICH --no-shipped page*.html | grep -c '^{"id":"page[0-9]*.html",.*}$'
$TRICH --no-shipped page*.html | grep -c '"error"'
printf '%s' "$page" | $TRICH text
