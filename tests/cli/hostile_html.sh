# Nothing outside of a page is opened: a pipe that nobody writes to would stop us
# for good. Entities that grow, and a page of nothing but marks, end at once.
mkfifo trap
cat >page.html <<'H'
<?xml version="1.0"?><?xml-stylesheet href="trap" type="text/xsl"?>
<!DOCTYPE html SYSTEM "trap" [
<!ENTITY here SYSTEM "trap"> <!ENTITY % more SYSTEM "trap"> %more;
<!ENTITY a "mèo mèo mèo mèo"> <!ENTITY b "&a;&a;&a;&a;"> <!ENTITY c "&b;&b;&b;">
]>
<html xmlns:xi="http://www.w3.org/2001/XInclude"><head><base href="trap">
<link rel=stylesheet href=trap><script src=trap></script></head><body
background=trap><xi:include href="trap"/><iframe src=trap></iframe>
<article><h1>Một con vật đi qua trang này</h1>
<p>Một con &here; và &c; ở đây <img src=trap>, ai đi qua cũng nhìn thấy rõ ràng.</p>
<p>Không ai mở cái gì ở ngoài trang này cả, dù trang này muốn như thế nào đi nữa.</p>
</article><object data=trap></object></body></html>
H
$TRICH text page.html
echo "exit $?"
for bytes in '<' '<!' '<!--' '<!DOCTYPE' '</' '<p' '<p a="' '&' '&#' '&#x' '&#0;' \
  '&#x110000;' '&#xD800;' '<![CDATA[' '<?' '<script>' '<title>' '<p>\0' '\377' \
  '<a b=c' '<p>&lt' '<select><option>' '<table><td>' '\357\273\277' '\377\376'; do
  printf '%b' "$bytes" | $TRICH text -t jsonl - | tr -dc '\n' | wc -l
done | sort | uniq -c
