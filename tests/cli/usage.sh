# Wrong usage: exit 2, a message that says what was meant, nothing printed.
for args in --publishd=2023 -x -r '-t jsnol a.txt' tset frobnicate \
  '--offsets char a.txt' '--published yesterday a.txt' '--encoding utf9 a.txt'
do
  $TRICH $args </dev/null 2>stderr
  echo "exit $?"
  cat stderr
done
