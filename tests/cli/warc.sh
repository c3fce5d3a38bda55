# A WARC archive gives its pages, whatever their form; a bad record costs its own
# line, a broken archive gives what came before.
record() { # TYPE CONTENT-TYPE [FIELD...]; the block on standard input
  cat >block
  printf 'WARC/1.0\r\nWARC-Type: %s\r\n' "$1"
  printf 'Content-Type: %s\r\n' "$2"
  shift 2
  for f; do printf '%s\r\n' "$f"; done
  printf 'Content-Length: %d\r\n\r\n' "$(wc -c <block)"
  cat block
  printf '\r\n\r\n'
}
page() { # URI STATUS FIELDS; the body on standard input
  { printf 'HTTP/1.1 %s\r\n%b\r\n' "$2" "$3"; cat; } |
    record response 'application/http; msgtype=response' "WARC-Target-URI: $1"
}
try() { # messages after the lines, however fast either is written
  $TRICH text -t jsonl "$@" 2>errors
  cat errors
}
html='Content-Type: text/html; charset=UTF-8\r\n'
plain='Content-Type: text/plain\r\n'
{
  printf 'software: x\r\n' | record warcinfo application/warc-fields
  printf 'GET / HTTP/1.1\r\n\r\n' | record request 'application/http; msgtype=request'
  echo '<p>Đầu tiên.' | page http://a/ '200 OK' "$html"
  printf '6\r\nMot ha\r\n2;x=y\r\ni.\r\n0\r\n\r\n' |
    page http://a/chunked '200 OK' "${plain}Transfer-Encoding: chunked\r\n"
  echo 'Joined before.' |
    page http://a/unchunked '200 OK' "${plain}Transfer-Encoding: chunked\r\n"
  echo 'Gói gzip.' | gzip |
    page http://a/gzip '200 OK' "${plain}content-encoding: GZIP\r\n"
  echo 'Unpacked before.' |
    page http://a/nogzip '200 OK' "${plain}Content-Encoding: gzip\r\n"
  printf '\xcb\x48\xcd\xc9\xc9\x57\x04\x00' |
    page http://a/deflate '200 OK' "${plain}Content-Encoding: deflate\r\n"
  printf 'Vi\xea\xf2t Nam' |
    page http://a/1258 '200 OK' 'Content-Type: text/plain; x=1; charset="windows-1258"\r\n'
  echo '<html xmlns="x"><p>Hai.</p></html>' |
    page http://a/xhtml '203 OK' 'Content-type:application/xhtml+xml\r\n'
  echo 'Moved.' | page http://a/301 '301 Moved' "$html"
  echo 'GIF89a' | page http://a/x.gif '200 OK' 'Content-Type: image/gif\r\n'
  echo 'Resource.' | record resource text/plain 'WARC-Target-URI: <http://a/resource>'
  echo 'WET.' | record conversion text/plain 'WARC-Target-URI: http://a/wet'
  echo 'Nameless.' | record resource text/html
  : | page http://a/empty '200 OK' "$html"
  printf 'ff\r\ntoo short' |
    page http://a/cutchunk '200 OK' "${plain}Transfer-Encoding: chunked\r\n"
  printf 'ff\r\nTruncated, and said so.' >chunk
  { printf 'HTTP/1.1 200 OK\r\n%b\r\n' "${plain}Transfer-Encoding: chunked\r\n"
    cat chunk; } | record response application/http \
    'WARC-Target-URI: http://a/truncated' 'WARC-Truncated: length'
  echo 'Gói gzip bị cắt.' | gzip | head -c 15 |
    page http://a/cutgzip '200 OK' "${plain}Content-Encoding: gzip\r\n"
  echo x | page http://a/br '200 OK' "${plain}Content-Encoding: br\r\n"
  printf 'HTTP/1.1 200 OK\r\nno end' |
    record response application/http 'WARC-Target-URI: http://a/head'
} >a.warc
$TRICH text -t jsonl a.warc
echo "exit $?"
$TRICH text -t jsonl - <a.warc >piped 2>errors
grep -c '"text"' piped
cat errors

echo '--- gzip, a member for each record, as Common Crawl has it'
for t in Một Hai Ba; do
  echo "<p>$t." | page "http://b/$t" '200 OK' "$html" | gzip
done >b.warc.gz
$TRICH text b.warc.gz
head -c -10 b.warc.gz >cut.warc.gz
try cut.warc.gz | cut -d, -f1,4-
mkdir f && mv b.warc.gz f/
$TRICH text f

echo '--- broken'
head -c 1000 a.warc >cut.warc && try cut.warc | tail -n 1
{ echo Một. | record resource text/plain; echo rubbish; echo; } >bad.warc
try bad.warc
printf 'WARC/1.0\r\nWARC-Type: resource\r\n\r\nx' >nolength.warc && try nolength.warc
printf 'WARC/1.0\r\nContent-Length: -1\r\n\r\nx' >minus.warc && try minus.warc
printf 'WARC/1.0\r\nContent-Length: 99999999999999999999999\r\n\r\nx' >huge.warc
try huge.warc
printf 'WARC/1.0\r\nContent-Length: 2000000000\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\n\r\nx' >claims.warc
try claims.warc

echo '--- limits'
{ echo 'More than ten.' | record resource text/plain
  echo Hai. | record resource text/plain; } >c.warc
try --limit DOC_MAX_BYTES=10 c.warc
try --limit HEAD_MAX_BYTES=70 c.warc
head -c 3000 /dev/zero | gzip |
  page http://c/ '200 OK' "${plain}Content-Encoding: gzip\r\n" >d.warc
try --limit DOC_MAX_BYTES=2000 d.warc
gzip -k c.warc && try --limit GZIP_MAX_BYTES=20 c.warc.gz
echo "exit $?"
