# The libraries of the Makefile come with the packages that tests/setup installs
# for a build, and README.md names each of these but the compiler.
cd "$ROOT"
tests/setup list build >"$OLDPWD/packages"
sed -n 's/^LIBRARIES := //p' Makefile | tr ' ' '\n' >"$OLDPWD/libraries"
cd "$OLDPWD"
echo lua5.4 >>libraries
[ "$(wc -l <libraries)" -ge 9 ] || echo "few libraries: $(tr '\n' ' ' <libraries)"
if command -v dpkg >/dev/null; then
  while read -r library; do
    file=$(pkg-config --variable=pcfiledir $library)/$library.pc
    package=$(dpkg -S "$(readlink -f "$file")" 2>/dev/null | sed 's/:.*//')
    [ -n "$package" ] || package=$(dpkg -S "$file" | sed 's/:.*//')
    grep -qx "$package" packages || echo "$library: '$package' is not in tests/setup"
  done <libraries
fi
grep -vx 'gcc\|libc6-dev\|pkg-config' packages | while read -r package; do
  grep -q "\b$package\b" "$ROOT/README.md" || echo "README.md does not name $package"
done
