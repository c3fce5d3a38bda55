# A rule file that does not compile: exit 3, its place, and nothing printed.
echo 'Một.' >a.txt
check() {
  cat >"$1.rule"
  $TRICH --no-shipped -r "$1.rule" a.txt >out 2>err
  echo "$1: exit $?, $(wc -c <out) bytes out"
  grep -Eq "^(trich: )?$1[.](rule|tsv):[0-9]+:[0-9]+: error: ." err || cat err
}
check syntax <<'R'
package syntax
record thing { name }
rule r : thing = name:( "a" / 
R
check unknown <<'R'
package unknown
record thing { name }
rule r : thing = name:Quantty
R
check duplicate <<'R'
package duplicate
term A = "một"
term A = "hai"
R
check leftrecursive <<'R'
package leftrecursive
record thing { name }
term A = A "một"
rule r : thing = name:A
R
check loop <<'R'
package loop
record thing { name }
rule r : thing = "a" ("b"?)* name:"c"
R
check field <<'R'
package field
record thing { name }
rule r : thing = "a" set nmae = "b"
R
printf 'phrase\tcode\nđồng\tVND\nđô la\tUSD\textra\n' >vocabulary.tsv
check vocabulary <<'R'
package vocabulary
record thing { name }
vocabulary V "vocabulary.tsv"
rule r : thing = name:V
R
$TRICH --no-shipped -r none.rule a.txt
echo "exit $?"
