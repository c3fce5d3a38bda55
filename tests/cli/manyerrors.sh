# Every mistake of every file is told in one run: of syntax, item by item; of
# names, all. Nothing is cut off, however many there are.
cat >syntax.rule <<'RULE'
record hit { a
rule r : hit = a:("x"
rule s : hit a:"x"
rule t : hit = a:"x"
term u = "b"
RULE
$TRICH run --no-shipped -r syntax.rule </dev/null
echo "exit $?"
{ echo 'record hit { a }'
  for i in $(seq 100); do echo "rule r$i : hit = a:Nothing$i"; done; } >names.rule
$TRICH run --no-shipped -r names.rule </dev/null 2>stderr
echo "exit $?"
grep -c "is not defined" stderr
# two files, and what is defined twice beside what is not defined
printf 'package one\nrecord hit { a }\nterm T = "x"\nterm T = "y"\nrule r : hit = a:U\n' >one.rule
printf 'package two\nuse one\nrule s : hti = a:"x"\n' >two.rule
$TRICH run --no-shipped -r two.rule </dev/null
echo "exit $?"
# of what could not be read nothing is said to be missing
printf 'use syntax\nrule s : hit = a:T\n' >three.rule
$TRICH run --no-shipped -r three.rule </dev/null 2>&1 | grep -c three.rule
true
