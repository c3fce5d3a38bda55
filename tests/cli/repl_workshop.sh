# The REPL as a workshop: documents, why, items typed, examples kept, an editor,
# expressions; a rule that never ends, or takes all memory, is one line's trouble.
mkdir docs
cat > mine.rule <<'RULES'
use lua "mine.lua"
record price { what, value, place }
mention Place = "ở" p:cap => p
rule price : price = "giá" what:word n:digits "đồng"
  set value = decimal(n) -- of food

rule slow : price = "lặp" what:word where forever(what)
link located : price takes place from previous Place
RULES
cat > mine.lua <<'LUA'
return {
  forever = function () while true do end end,
}
LUA
cp mine.rule first.rule
printf 'Nay giá gạo 18.000 đồng ở Huế.\nGiá thịt 90.000 đồng.\n' > docs/a.txt
printf '<p>Chợ ở Vinh. Giá <b>cá</b> 70.000 đồng.</p>' > docs/b.html
printf '{"id":"one","text":"giá trà 5 đồng"}\n{"text":"giá"}\n' > lines.jsonl
mkdir none
export EDITOR="sed -i s/lệ/chi/" VISUAL=
"$TRICH" repl --limit BUDGET_STEPS=18446744073709551615 --no-shipped \
  -r mine.rule <<'LINES'
:next
:keep
:time
:undo
:why
:doc
:doc none
:doc nothing.txt
:doc docs
:keep
:keep 3
:keep nix
:keep 1
:keep 1
:keep 2
:undo
:next
:keep price
:next
:prev
:prev
:doc lines.jsonl
:next
= decimal("8,7") * 1000
= fold("HÀ NỘI") .. "x"
= { a = 1, first({ 2, 3 }) }
= nope(1)
= decimal(
"8,7")
= 1 +
:rule price
:rule mine.located
:rule nix
Hôm nay giá vàng đồng rẻ.
:why price
:why nix
:reject
Giá ngô 5 đồng.
:reject
:undo
:undo
:undo
:undo
:budget x
:budget 0.5
lặp này
:budget 60
giá sau 7 đồng
LINES
cmp mine.rule first.rule && echo "the rules are as they were"
"$TRICH" repl --no-shipped -r mine.rule <<'LINES'
rule fee : price =
  "phí" what:word
  accepts "phí chợ" => { what = "chợ" }
phí chợ
rule fee : price = ("lệ phí" / "phí") what:word
accepts "lệ phí đò" => { what = "đò" }
  rejects "không có gì"
lệ phí cầu
:keep
:scratch
:undo
:scratch
term X = ("a" /
"b" /

rule none : nothing = "a"
? ("lệ" /
"phí")
:rule fee
:save mine.rule
:save fee.rule
:scratch
:edit nothing
:edit fee
lệ phí cầu
chi phí cầu
:undo
rule b : price = "b" what:word
:scratch drop
:scratch
:save x.rule
LINES
cat fee.rule
"$TRICH" test fee.rule | tail -1
# only one's own rules are written; a file that has changed is left alone
printf 'record price { what }\nrule price : price = "giá" what:word\n' > other.rule
mkfifo lines
"$TRICH" repl --no-shipped -r other.rule < lines | cat > said &
exec 3> lines
printf 'giá gạo\n' >&3
until grep -q '^1 record' said; do sleep 0.1; done
echo '-- changed' >> other.rule
printf ':keep\n:reload\ngiá gạo\n:keep\n' >&3
exec 3>&-
wait
cat said
cat other.rule
printf 'Kim ngạch xuất khẩu cả nước đạt 8,7 tỷ USD.\n:keep\n' |
  "$TRICH" repl | tail -1
cat > large.rule <<'RULES'
use lua "large.lua"
record price { what }
rule large : price = "nhớ" what:word where much(what)
RULES
echo 'return { much = function () return ("x"):rep(1 << 33) end }' > large.lua
printf 'nhớ này\nở lại\n' | "$TRICH" repl --no-shipped -r large.rule 2> said |
  tail -1
printf 'giá gạo\n:time\n' | "$TRICH" repl --no-shipped -r other.rule |
  tail -2 | sed 's/[0-9.]* s/T s/'
printf ':edit price\n' | EDITOR= "$TRICH" repl --no-shipped -r other.rule
