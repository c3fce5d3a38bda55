# A page that nests deeper than HTML_MAX_DEPTH gives what came before.
{
  printf '<html><body><h1>Tin</h1><p>Có một con mèo ở đây, ai cũng thấy.</p>'
  for i in $(seq 600); do printf '<div>'; done
  printf '<p>Có một con chó.</p></body></html>\n'
} >deep.html
cat >mine.rule <<'R'
package mine
record animal { name }
rule seen : animal = "con" name:("mèo" / "chó")
R
$TRICH --no-shipped -r mine.rule deep.html
echo "exit $?"
$TRICH text -t jsonl deep.html
