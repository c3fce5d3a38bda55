# The order of documents changes nothing but the order of lines.
cd "$ROOT"
set -- corpus/*.txt
$TRICH "$@" | sort >"$HOME/a"
$TRICH "$5" "$3" "$1" "$4" "$2" | sort >"$HOME/b"
cmp "$HOME/a" "$HOME/b"
