# A page whose paragraphs are all too short to be prose is read nevertheless,
# with a head before its body.
echo '<html><head></head><body><p>Giá gạo tăng 2%</p></body></html>' |
  "$TRICH" text
echo '<html><head><title>Chợ</title></head><body><h1>Giá chợ hôm nay</h1>
<div><p>gạo 5 đồng</p><p>muối 6 đồng</p></div></body></html>' | "$TRICH" text
