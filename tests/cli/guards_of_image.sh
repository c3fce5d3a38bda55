# What guards answered while the image was made is not theirs: "1" is a number.
printf 'Nông dân thu hoạch được khoảng 1 triệu ha lúa.\n' > a.txt
"$TRICH" run a.txt | grep -o '"value":[0-9]*'
