# Two packages that use each other: exit 3, and it is told where.
printf 'package one\nuse two\nterm A = "một"\n' >one.rule
printf 'package two\nuse one\nterm B = "hai"\n' >two.rule
echo 'Một.' >a.txt
$TRICH --no-shipped -r . a.txt >out 2>err
echo "exit $?, $(wc -c <out) bytes out"
grep -Eq '^(trich: )?[^ ]*(one|two).rule:2:5: error: .*circle' err || cat err
