# A write that fails is a failure of the system.
echo 'Một.' >a.txt
$TRICH --no-shipped a.txt >/dev/full
