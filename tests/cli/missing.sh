# A file that is not there costs its own line alone.
echo 'Một dòng.' >a.txt
$TRICH --no-shipped none.txt a.txt sub/none.html
