# The recipes of docs/cookbook.md that need libraries of Python, which come from a
# package index and are kept in build/.
env=$ROOT/build/cookbook
test -x "$env/bin/python" || python3 -m venv "$env" >log 2>&1 ||
  { cat log; exit 1; }
if ! "$env/bin/python" -c 'import duckdb, pandas' 2>log &&
   ! "$env/bin/pip" install -q --disable-pip-version-check duckdb pandas \
     >>log 2>&1; then
  echo 'skipped: no package index with duckdb and pandas can be reached' >&2
  cat "$ROOT/tests/cli/cookbook.stdout"
  exit
fi
PATH=$(dirname "$TRICH"):$PATH
name=
while IFS= read -r line; do # the named blocks of the page become files
  case $line in
    '```') name= ;;
    '```'*' '*) name=${line#* }; mkdir -p "$(dirname "$name")" ;;
    *) test "$name" && printf '%s\n' "$line" >>"$name" ;;
  esac
done <"$ROOT/docs/cookbook.md"
$TRICH run saved >facts.jsonl
for recipe in fdi_duckdb fdi_pandas; do
  "$env/bin/python" $recipe.py >out 2>&1
  sed 's/^/    /' out >shown
  cat out
  # as the page shows it
  while IFS= read -r line; do
    grep -qxF -e "$line" "$ROOT/docs/cookbook.md" || echo "not in the page: $line"
  done <shown
done
