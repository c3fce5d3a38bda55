# A run that is killed at random moments and gone on with gives the bytes of one
# that was not; workers are killed, too. `make resume` does it with PAGES=10000
# KILLS=50. SEED repeats a run.
PAGES=${PAGES-300} KILLS=${KILLS-8}
SEED=${SEED-$$}
RANDOM=$SEED
words=(Hội nghị toàn quốc tổ chức sáng 'ngày 21-12-2023' tại 'Hà Nội,' 'đạt 4,46'
  'tỷ USD,' tăng '12,5%' so với cùng kỳ 'năm 2022.' 'Kim ngạch' xuất khẩu tỉnh
  'Tiền Giang' 'Ông Trần Văn Nam' chủ trì 'dự án' 'vốn đầu tư')
mkdir in
for ((i = 0; i < PAGES; i++)); do
  text=
  for ((k = 0; k < 60; k++)); do text+="${words[RANDOM % ${#words[@]}]} "; done
  if ((i % 10)); then echo "{\"id\":\"$i\",\"text\":\"$text\"}" >>in/all.jsonl
  else echo "$text" >"in/page$i.txt"
  fi
done
echo '{"id":"bad"' >>in/all.jsonl
$TRICH run -j 1 -o want in none.txt 2>/dev/null
echo "exit $?"
signals=(KILL KILL TERM INT HUP)
killed=0
for ((i = 0; i < KILLS; i++)); do
  # the shell has what it starts in the background ignore INT
  (trap - INT && exec $TRICH run --resume -o got in none.txt 2>>stderr) &
  pid=$!
  sleep "$(printf '%d.%03d' $((RANDOM % (PAGES / 5000 + 1))) $((RANDOM % 400)))"
  if ((RANDOM % 3 == 0)); then # a worker; the run goes on
    worker=$(pgrep -P $pid | head -n 1)
    test -n "$worker" && kill -s KILL "$worker"
    sleep 0.05
  fi
  kill -s "${signals[RANDOM % 5]}" $pid && killed=$((killed + 1))
  wait $pid
  # what is in got.part are whole lines, or the last one will be cut
  test -e got && { rm got; killed=$((killed - 1)); } # it was done before
done 2>/dev/null
$TRICH run --resume -o got in none.txt 2>>stderr
echo "exit $?"
cmp want got || echo "not the same (SEED=$SEED)"
ls -d got*
grep -v 'document.* done before$\|none.txt\|with an error$\|: line' stderr | head
test $KILLS = 8 || echo "$killed kills in $PAGES pages" >&2
exit 0
