# A folder in byte order of paths, without links; others are counted.
mkdir -p 'in/a' 'in/b.txt' in/none
for f in a.txt a/x.html a/y.TXT a-b.txt b.txt/z.htm B.txt đ.txt c.txt.gz \
  'with space.txt' .hidden.txt; do echo "Một." >"in/$f"; done
for f in photo.jpg a/notes.md none/x.doc; do echo x >"in/$f"; done
ln -s a.txt in/link.txt
ln -s .. in/up
$TRICH --no-shipped in | cut -d, -f1
$TRICH --no-shipped in/// a.txt 2>stderr | cut -d, -f1 | tail -n 2
cat stderr
