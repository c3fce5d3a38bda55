# trich test: what fails, with its place, what was wanted and what came.
cat > fine.rule <<'RULES'
record price { what, value }
mention Number = d:digits => decimal(d)
  accepts "1.234,5" => 1234.5
  accepts "7"
  rejects "năm"
  rejects "5 kg"
rule price : price = "giá" what:word value:Number
  accepts "Nay giá gạo 5" => { value = 5 }
  accepts "giá gạo 5"
  rejects "giá gạo cao"
  rejects "giá gạo 5" => { value = 6 }
ignore price = "không phải" "giá" word
  accepts "không phải giá gạo 5"
  rejects "giá gạo 5"
link named : price takes what from previous price
  accepts "giá gạo 5" => { what = "gạo" }
RULES
"$TRICH" test --no-shipped fine.rule
echo "exit $?"
cat > wrong.rule <<'RULES'
record price { what, value }
term Number = d:digits => decimal(d)
  accepts "1.234,5" => 1234
  accepts "5 kg"
  accepts "năm"
  rejects "7"
rule price : price = "giá" what:word value:Number
  accepts "giá gạo 5" => { value = 6 }
  accepts "giá gạo" => { value = 6 }
  accepts "gạo"
  rejects "giá gạo 5"
rule longer : price = "giá" what:(word word) value:Number
rule never : price = "giá" what:word value:Number
  accepts "giá gạo 5"
ignore price = "không phải" "giá" word
  accepts "giá gạo 5"
  rejects "không phải giá gạo 5"
RULES
"$TRICH" test --no-shipped -r wrong.rule
echo "exit $?"
echo 'rule r : none = "x"' > bad.rule
"$TRICH" test --no-shipped bad.rule 2>&1
echo "exit $?"
