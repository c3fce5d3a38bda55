/*
** fuzz_rules.c: any bytes as a rule file. They compile, and then run over a
** text, or are told what is wrong.
*/
#include "fuzz.h"

static const char text[] =
    "Sáng 21-12, tại Hà Nội, UBND tỉnh (khóa XIII) họp về “gạo”.\n"
    "Kim ngạch xuất khẩu 9 tháng đạt 8,7 tỷ USD, tăng 12,5% so với 2021; "
    "trong đó gạo 1.234 tấn, cà phê 5 nghìn ha. Ông Trần Văn A nói.\n";

FUZZ(bytes) {
  Trich *t = fuzz_engine(bytes, "shipped", "no", NULL);
  TrichDocument doc = {.id = "-", .bytes = text, .n = sizeof text - 1};
  Buf line;
  buf_init(&line);
  if (t) {
    must(trich_extract(t, &doc, fuzz_write, &line), trich_error(t));
    fuzz_line(buf_str(&line), doc.n);
  }
  buf_deinit(&line);
  trich_free(t);
}
