# A user's file beside the shipped ones: its rules win ties, its links run first,
# and it switches shipped rules off.
cat > mine.rule <<'RULES'
use indicator
rule mine : indicator = label:"giá gạo" n:digits "đồng"
  set value = decimal(n), unit = "VND"
link here : indicator where unit == "VND" takes place from first Chợ
mention Chợ = "x"
RULES
sed -i 's/Chợ/Market/g; s/"x"/"chợ" p:cap => p/' mine.rule
echo 'Chợ Nam ở Hà Nội: giá gạo 18.000 đồng.' > page.txt
show() { sed -e 's/.*"rule":"\([^"]*\)","start":\([0-9]*\).*"place":"\([^"]*\)".*/\1 \2 \3/'; }
"$TRICH" run -t jsonl --type indicator -r mine.rule page.txt | show
echo 'off indicator.level' > off.rule
echo 'Kim ngạch xuất khẩu đạt 8,7 tỷ USD.' > page.txt
"$TRICH" run -t jsonl --type indicator page.txt | grep -o '"rule":"[a-z.]*"'
"$TRICH" run -t jsonl --type indicator -r off.rule page.txt |
  grep -o '"rule":"indicator.level"' || echo off
