# A page that cannot be done whole gives the records of the blocks that were.
cat >f.lua <<'R'
return { check = function (s)
  if s == "hai" then error("no such number") end
  return true
end }
R
cat >mine.rule <<'R'
package mine
use lua "f.lua"
record animal { name, count, seen }
term Count = c:("một" / "hai") where check(c) => c
rule seen : animal = count:Count "con" name:word
rule here adds animal = seen:"ở đây" to previous animal in sentence
R
printf 'Có một con mèo ở đây.\nCó một con chó và hai con gà.\nMột con bò.\n' >a.txt
$TRICH --no-shipped -r mine.rule a.txt
echo "exit $?"
