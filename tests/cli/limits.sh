# --limit sets what `trich limits` lists; a page over a limit says which one.
cat >mine.rule <<'R'
package mine
record animal { name }
term Inner = "(" Inner? ")"
rule seen : animal = "con" name:("mèo" / "chó") Inner?
R
echo 'Có một con mèo và hai con chó, ba con mèo.' >a.txt
run() { $TRICH --no-shipped -r mine.rule "$@"; echo "exit $?"; }
run --limit BUDGET_TERMS=1 --limit=BUDGET_TERMS_PER_BYTE=0 a.txt
run --limit BUDGET_RECORDS=1 a.txt
echo 'Có một con mèo ((())).' | run --limit TERM_MAX_DEPTH=3
run --limit DOC_MAX_BYTES=10 a.txt
gzip -k a.txt
run --limit GZIP_MAX_BYTES=10 a.txt.gz
mkdir -p d/e && mv a.txt d/e && run --limit FOLDER_MAX_DEPTH=0 d
echo '<html><p title=1 lang=vi class=x id=y>Hai con chó sủa.<div><div>' >b.html
run --limit HTML_MAX_DEPTH=2 b.html
run --limit HTML_MAX_ATTRIBUTES=2 b.html
echo "<html><p title='$(printf '%0100d' 0)'>Hai con chó sủa.</p><p>Một con mèo.</p>" >c.html
run --limit HTML_MAX_TAG_BYTES=64 c.html
run --limit BUDGET_TERM=1 a.txt
run --limit BUDGET_TERMS a.txt
run --limit TERM_MAX_DEPTH=0 a.txt
run --limit TERM_MAX_DEPTH=1x a.txt
$TRICH limits | grep -v '^[A-Z_]* *[0-9]*  [^:]*: [a-z]'
$TRICH limits --limit BUDGET_RECORDS=123 | grep BUDGET_REC
