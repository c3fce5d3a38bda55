# tar and zip give their pages, each under ARCHIVE/entry; nothing is unpacked
# anywhere. A bad entry costs its own line, a broken archive what comes after.
mkdir -p p/sub
printf 'Một.\n' >p/a.txt
printf '<p>Hai.</p>' >p/sub/B.HTML
printf '{"text":"Ba."}\n{"id":"four","text":"Bốn."}\n{"x"\n' >p/sub/c.jsonl
printf 'x' >p/photo.jpg
printf 'Năm dài hơn mười byte.\n' >p/long.htm
: >p/empty.txt
ln -s a.txt p/link.txt
order='p/a.txt p/sub p/photo.jpg p/long.htm p/empty.txt p/link.txt'
names() { cut -d, -f1; }
try() { # messages after the lines, however fast either is written
  $TRICH text -t jsonl "$@" 2>errors
  cat errors
}
tar --format=ustar --owner=0 --group=0 --mtime=@0 --sort=name -cf a.tar $order
gzip -nk a.tar && cp a.tar.gz a.tgz
# Debian's python3 is there for the tests; zip(1) may not be.
python3 - $order <<'P'
import os, sys, zipfile
with zipfile.ZipFile("a.zip", "w", zipfile.ZIP_DEFLATED) as z:
    for top in sys.argv[1:]:
        for f in [top] if os.path.isfile(top) else sorted(
                os.path.join(top, n) for n in os.listdir(top)):
            z.writestr(zipfile.ZipInfo(f, (2000, 1, 1, 0, 0, 0)),
                       open(f, "rb").read(), zipfile.ZIP_DEFLATED)
P
for f in a.tar a.tgz a.zip; do
  echo "--- $f"
  try $f
done
echo '--- from pipes, in small pieces'
cat a.zip | try | names
{ head -c 200 a.tar; sleep 0.2; tail -c +201 a.tar; } | try | names
echo '--- limits: an entry, and what all unpack to'
for f in a.tar a.zip; do
  try --limit DOC_MAX_BYTES=20 $f | grep long
done
try --limit GZIP_MAX_BYTES=2000 a.tgz
echo '--- broken'
head -c 2100 a.tar >cut.tar && try cut.tar
head -c 300 a.tgz >cut.tgz && try cut.tgz | tail -n 1
head -c 200 a.zip >cut.zip && try cut.zip
python3 - <<'P'
b = bytearray(open("a.zip", "rb").read())
b[b.index(b"B.HTML") + 6 + 3] ^= 0xff  # what is packed of the second one
open("bad.zip", "wb").write(b)
b = bytearray(open("a.zip", "rb").read())
for mark, at in (b"PK\3\4", 6), (b"PK\1\2", 8):
    b[b.index(mark) + at] |= 1  # encrypted, it says of the first one
open("locked.zip", "wb").write(b)
P
try bad.zip | grep -v '"blocks":\[{'
try locked.zip | grep -v '"blocks":\[{'
echo '--- no archive'
printf 'PK\003\004' >zip && try zip
printf 'PK\005\006\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0' >none.zip
try none.zip
printf 'X\0i\0n\0' >utf16.txt && $TRICH text utf16.txt
mkdir f && mv a.tar a.zip f && try f
ls | tr '\n' ' '
