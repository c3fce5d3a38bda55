# The names of the stages stand on standard error; no time is looked at.
echo "Kim ngạch xuất khẩu đạt 8,7 tỷ USD." |
  "$TRICH" run --stages 2>&1 >/dev/null | awk '{ print $1 }'
