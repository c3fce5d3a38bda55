# One text in each encoding: named, declared by the page, told by a mark, or told
# by its content alone, which is a warning. Offsets point at the raw bytes.
cat >mine.rule <<'R'
package mine
record place { what }
rule point : place = what:("điểm cầu" "tỉnh")
R
text='Hội nghị trực tuyến được tổ chức tại điểm cầu tỉnh'
put() { printf '%s' "$text" | iconv -f utf-8 -t "$2" >"$1"; }
printf '%s' "$text" >utf-8
{ printf '\357\273\277'; cat utf-8; } >utf-8.marked
put utf-16le utf-16le
put utf-16be utf-16be
{ printf '\377\376'; cat utf-16le; } >utf-16le.marked
{ printf '\376\377'; cat utf-16be; } >utf-16be.marked
put windows-1258 cp1258
put viscii viscii
printf 'H\351i ngh\336 tr\371c tuy\325n \256\255\356c t\346 ch\370c t\271i %b' \
  '\0256i\0323m c\0307u t\0330nh' >tcvn3
printf 'Ho\344i ngh\362 tr\366\357c tuye\341n \361\366\364\357c to\345 %b' \
  'ch\0366\0371c ta\0357i \0361ie\0345m ca\0340u t\0346nh' >vni

run() {
  $TRICH --no-shipped -r mine.rule "$@" >line
  sed 's/.*"start":\([0-9]*\),"end":\([0-9]*\),"text":"\([^"]*\)".*/\1 \2 \3/' \
    line
  grep -o '"warnings":\[[^]]*\]' line
}
for name in utf-8 utf-16le utf-16be windows-1258 viscii tcvn3 vni; do
  echo "== $name"
  run --encoding $name $name
  set -- $(run $name)
  head -c "$2" $name | tail -c +$(($1 + 1)) | $TRICH text --encoding $name
  case $name in
    utf-*) ;;
    *) { printf '<meta charset=%s><p>' $name; cat $name; } >page; run page ;;
  esac
  run $name
  [ ! -f $name.marked ] || run $name.marked
done
