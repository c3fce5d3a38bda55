# Archives, records and lines made to do harm: no file is written beside the
# output, no name leads elsewhere, and the pages behind the harm come out.
mkdir in out
python3 - <<'P'
import gzip, io, json, zipfile
page = "<p>" + "Sáng nay cả làng ra bến đón thuyền, ai cũng vui vì cá đầy khoang. " * 2
with zipfile.ZipFile("in/names.zip", "w", zipfile.ZIP_DEFLATED) as z:
    for name in ["../../up.txt", "/tmp/../abs.txt", "a\x1b[31m\n.txt", ".hidden.txt"]:
        z.writestr(name, "một")
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    z.writestr(link, "/etc/passwd")
    z.writestr("last.txt", "hết")
with zipfile.ZipFile("in/bomb.zip", "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("bomb.txt", b"\0" * 9000000)
    z.writestr("last.txt", "hết")
with open("in/many.txt.gz", "wb") as f:
    f.write(gzip.compress(b"a ") * 3000 + b"no gzip")
def record(head, body, length=None):
    return ("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a/b\r\n"
            "%sContent-Length: %s\r\n\r\n" % (head, length or len(body))
            ).encode() + body + b"\r\n\r\n"
http = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n%s\r\n\r\n"
def answer(head, body): return (http % head).encode() + body
with open("in/odd.warc", "wb") as f:
    f.write(record("", answer("Transfer-Encoding: chunked",
                              b"FFFFFFFFFFFFFFFF\r\n" + page.encode())))
    f.write(record("", answer("Content-Encoding: gzip",
                              gzip.compress(b"a" * 9000000))))
    f.write(record("X: " + "y" * 100000 + "\r\n", answer("A: b", page.encode())))
    f.write(record("", b"x", "99999999999999999999999"))
with open("in/lines.jsonl", "w") as f:
    f.write('{"id":"a","text":' + "[" * 100000 + "\n")
    f.write('{"id":"k",' + ",".join('"k%d":1' % i for i in range(9999)) +
            ',"text":"x","text":"y"}\n')
    f.write('{"id":1e999,"text":1}\n{"text":"\\udc00\\ud800"}\n"\n[]\n1\nnull\n')
    f.write(json.dumps({"id": "../../" + "i" * 300000, "text": "một"}) + "\n")
    f.write('{"id":"last","text":"hết"}\n')
P
for name in names.zip bomb.zip many.txt.gz odd.warc lines.jsonl; do
  $TRICH text --limit DOC_MAX_BYTES=1000000 -t jsonl in/$name 2>/dev/null |
    jq -r '(.id | if length > 60 then .[0:10] + "..." else . end) + ": " +
      ([.blocks[]? | .text[0:20]] | join("|")) + " " +
      (.error // {} | [.kind, .limit] | map(. // "") | join(" "))' |
    tr -d '\33'
done
$TRICH run -t html --mark -o out in/names.zip in/lines.jsonl 2>/dev/null
ls -A . in
find out -type f | awk '{ print length($0) < 300 }' | sort | uniq -c
