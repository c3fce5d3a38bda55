# The shipped rules: trich check finds nothing, and trich fmt changes nothing.
$TRICH check
$TRICH fmt --check "$ROOT/rules" "$ROOT/stdlib/vi"
