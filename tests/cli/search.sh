# Packages of TRICH_PATH and of the user's own data folder.
mkdir -p one two/trich/rules/deep here
cat >one/beast.rule <<'R'
package beast
vocabulary Beast { "mèo", "chó" }
R
cat >two/trich/rules/deep/count.rule <<'R'
package deep.count
use beast
record seen { name, count }
rule seen : seen = count:digits "con" name:Beast
R
echo 'use deep.count' >here/mine.rule
echo 'Có 3 con mèo.' >a.txt
export TRICH_PATH="$PWD/none::$PWD/one/" XDG_DATA_HOME="$PWD/two"
run() { $TRICH --no-shipped "$@" a.txt | grep -o '"fields":{[^}]*}' ; }
run -r here/mine.rule
run -r deep.count
# Beside the file comes first.
mkdir here/deep
sed 's/digits/word/' two/trich/rules/deep/count.rule >here/deep/count.rule
run -r here/mine.rule
# Without XDG_DATA_HOME, below HOME; without the folders there is no package.
rm -r here/deep
mkdir -p home/.local/share && mv two/trich home/.local/share
XDG_DATA_HOME= HOME="$PWD/home" run -r here/mine.rule
HOME= $TRICH --no-shipped -r here/mine.rule a.txt
echo "exit $?"
$TRICH --no-shipped -r deep.counts a.txt
echo "exit $?"
