# -t html --mark: each page with its records marked, and a report that leads there.
cat >mine.rule <<'R'
package mine
record seen { name }
record many { count }
rule seen : seen = digits "con" name:word
rule many : many = count:digits "con"
R
mkdir d
printf '<p>Có 3 <b>con</b> gà, 4 con m&egrave;o. Lại có 3 con gà.</p>\n' >d/a.html
echo 'Có 5 con <chó>, 6 con vịt & 7 con dê.' >d/a.txt
echo '<p>Có 8 con cừu.</p>' | iconv -f utf-8 -t utf-16 >d/index.html
printf 'WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://a/?b&c=1#d\r\nContent-Type: text/html\r\nContent-Length: 25\r\n\r\n<p>C\xc3\xb3 9 con ng\xe1\xbb\xb1a.</p>\n\r\n\r\n' >d/b.warc
run() { $TRICH run --no-shipped -r mine.rule "$@"; }
run -j 2 -t html --mark -o out d missing.html; echo "exit $?"
cd out && for f in *; do
  case $f in index.html) continue ;; esac
  echo "# $f"; sed 's/ style="[^"]*"//g; s/ data-trich-record=/ r=/g
    s/ data-trich-type="[^"]*" title=/ t=/g' "$f"
done
echo '# index.html'
grep -o '"fragment":"[^"]*"\|"marked":"[^"]*"' index.html
cd ..
run -t html --mark -o one --type seen d/a.html; grep -c trich-type=.many one/*.html
mkdir there; run -t html -o there d/a.txt; run -t html -o new/ d/a.txt; ls there new
run -t html --mark -o d/a.html d/a.txt; echo "exit $?"
run -t html --mark d/a.txt; echo "exit $?"
run -t csv --mark -o x d/a.txt; echo "exit $?"
