# A file and a folder without rights: a line with an error for each, and the
# others come out. Root may read anything, so root asks somebody else.
mkdir -p in/closed
echo a >in/a.txt
echo b >in/b.txt
echo c >in/closed/c.txt
echo d >in/d.txt
chmod 0 in/b.txt in/closed
run() { "$@" --no-shipped in; }
if [ "$(id -u)" = 0 ]; then
  cp "$TRICH" trich
  chmod 755 .. . in trich
  run setpriv --reuid=65534 --regid=65534 --clear-groups ./trich
else
  run "$TRICH"
fi
