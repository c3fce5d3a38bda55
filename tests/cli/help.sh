# Help and version go to standard output.
$TRICH --help | head -n 1
$TRICH -h | grep -c 'Exit status'
$TRICH --version | sed 's/[0-9][0-9.]*/N/'
