# What two sets of rules make of the same pages: two files, two folders, two
# revisions; the exit status says whether something was lost.
cat >old.rule <<'R'
package mine
record animal { name, count, place }
vocabulary Animal { "mèo", "chó", "bò" }
term Many = "nhiều"
rule seen : animal = "có" count:digits "con" name:Animal
rule many : animal = Many name:Animal
mention Town = t:"Huế" => { place = t }
link near : animal takes place from next Town in sentence
R
sed -e 's/"bò" }/"bò", "bò tót" }/' -e '/^rule many/d' -e 's/next Town/nearest Town/' \
  old.rule >new.rule
echo 'rule few : animal = "vài con" name:Animal' >>new.rule
mkdir pages
echo 'Ở Huế có 3 con bò tót. Có 2 con mèo.' >pages/a.txt
echo 'Kia có 5 con mèo, nhiều chó và vài con bò.' >pages/b.txt
run() { $TRICH diff --no-shipped "$@"; echo "exit $?"; }
run old.rule new.rule pages
run --fail-on-loss old.rule new.rule pages | tail -2
run --fail-on-loss old.rule old.rule pages
run --json old.rule new.rule pages | grep -o '"same":[0-9]*'
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
git init -q "it's" && cd "it's" && mkdir rules && cp ../old.rule rules/my.rule
git add . && git commit -qm 1 && cp ../new.rule rules/my.rule
git commit -qam 2 && rm rules/my.rule && cd ..
run --git HEAD~1 HEAD "it's/rules" pages | tail -2
run --git HEAD~1 HEAD "it's/rules/my.rule" pages | tail -2
cd "it's" && run --git HEAD~1 HEAD rules ../pages | tail -2 && cd ..
run --git HEAD~9 HEAD "it's/rules" pages
run --git --upload-pack=x HEAD "it's/rules" pages
run --git HEAD~1 HEAD none pages
run old.rule pages
echo 'rule x : y = "a"' >bad.rule
run old.rule bad.rule pages
