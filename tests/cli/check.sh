# trich check: findings with their place, reason and suggestion; exit 1 where
# there is one, 3 where the rules do not compile; --json for other programs.
cat >mine.rule <<'RULE'
record hit { a }
term Other = "b"
rule r : hit = a:("ước" / "ước đạt")
RULE
printf 'record hit { a }\nrule r : hit = a:"ước"\n' >clean.rule
printf 'record hit { a }\nrule r : hit = a:Zzz\n' >bad.rule

$TRICH check --no-shipped mine.rule
echo "exit $?"
$TRICH check --no-shipped --json mine.rule
echo "exit $?"
$TRICH check --no-shipped clean.rule
echo "exit $?"
$TRICH check --json clean.rule
echo "exit $?"
$TRICH check bad.rule 2>&1
echo "exit $?"
$TRICH check --json bad.rule
echo "exit $?"
$TRICH check --jsno clean.rule 2>&1
echo "exit $?"
