# Names that are no UTF-8, or hold line feeds and escapes, make clean lines.
mkdir in
echo a >"$(printf 'in/\377.txt')"
echo a >"$(printf 'in/a\nb.txt')"
echo a >"$(printf 'in/c\033[31m.txt')"
$TRICH --no-shipped in | cut -d, -f1
$TRICH --no-shipped "$(printf 'x\033[31m.txt')" >/dev/null
