# Standard input where nothing is named, and where - is, in its place.
echo 'Một.' >a.txt
echo 'Hai.' | $TRICH --no-shipped
echo 'Hai.' | $TRICH --no-shipped a.txt - a.txt
echo 'Hai.' | $TRICH text
