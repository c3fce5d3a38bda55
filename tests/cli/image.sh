# A program with the compiled rules in it starts with them; one without (built
# for checking) compiles them; without the shipped ones they are not looked at.
if head -c 2 "$TRICH" | grep -q '#!'; then # the wrapper of tests/valgrind
  cat "${0%.sh}.stdout"
  cat "${0%.sh}.stderr" >&2
  exit
fi
echo 'print(require "core".newset() > 100)' >loaded.lua
has=$(nm --defined-only "$TRICH" | grep -c ' image_start')
[ "$("$TRICH" loaded.lua)" = "$([ "$has" = 1 ] && echo true || echo false)" ] &&
  echo "with the image if there is one"
"$TRICH" --no-shipped loaded.lua
"$TRICH" --write-image image
echo "exit $?"
