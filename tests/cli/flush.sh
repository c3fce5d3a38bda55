# In a pipe each document comes out before the next has been read.
mkfifo in
$TRICH text in >out &
exec 3>in
echo '{"text":"Một."}' >&3
for i in $(seq 100); do test -s out && break; sleep 0.1; done
mkfifo pipe
exec 3>&-
wait
cat out
rm in
mkfifo in
$TRICH --no-shipped in >pipe &
exec 4<pipe 3>in
for i in 1 2 3; do
  echo "{\"id\":$i,\"text\":\"Một.\"}" >&3
  read -t 30 -r line <&4 && echo "$line"
done
exec 3>&-
wait
