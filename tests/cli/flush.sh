# In a pipe each document comes out before the next has been read.
mkfifo in pipe
for command in text 'run --no-shipped'; do
  $TRICH $command -t jsonl in >pipe &
  exec 4<pipe 3>in
  for i in 1 2 3; do
    echo "{\"id\":$i,\"text\":\"Một.\"}" >&3
    read -r line <&4 && echo "$line"
  done
  exec 3>&-
  wait
done
