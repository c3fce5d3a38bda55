# The Python package, installed by pip into an empty environment.
unset MAKEFLAGS MAKELEVEL MODE
python3 -m venv env >log 2>&1 || { cat log; exit 1; }
if ! env/bin/pip download -q --no-deps -d got pytest >log 2>&1; then
  echo 'skipped: no package index can be reached' >&2
  cat "$ROOT/tests/cli/python.stdout"
  exit
fi
env/bin/pip install -q --disable-pip-version-check "$ROOT" pytest jsonschema >>log 2>&1 ||
  { cat log; exit 1; }
sed -n '/^```python example.py$/,/^```$/p' "$ROOT/docs/library.md" |
  sed '1d;$d' >example.py
env/bin/python example.py
env/bin/python -m pytest -q -p no:cacheprovider "$ROOT/tests/python" >log 2>&1 ||
  cat log
grep -o '^[0-9]* passed' log
