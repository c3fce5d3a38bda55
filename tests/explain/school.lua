-- luacheck: no max line length
--[[
Near misses for test_explain.lua: of the shipped rules, and of rules of a
school. Sentences and rules are made up.
]]
local rules = [[
package school
record class { name, teacher, pupils, grade, room, topic, prize, from_hour, score, tool, sum }
vocabulary Subject { "toán", "ngữ văn", "lịch sử", "lịch sử và địa lý", "tin học", "khoa học tự nhiên" }
vocabulary Rank { "nhất", "nhì", "ba", "khuyến khích" }
vocabulary Role { "cô giáo", "thầy giáo", "cô", "thầy", "giảng viên" }
vocabulary Vehicle { "xe buýt", "xe đạp", "đò" }
term Person = r:Role n:(cap{2,4}) => n
term Count = n:digits where decimal(n) >= 5 and decimal(n) <= 60 => decimal(n)
term Grade = "lớp" g:digits ~ a:upper => g .. a
term Money = n:digits s:("triệu" / "nghìn") "đồng" => decimal(n)
rule class : class = name:Grade "có" pupils:Count "học sinh" ("giỏi" / "tiên tiến")?
rule taught : class = teacher:Person "dạy" topic:Subject
rule prize : class = "giải" prize:Rank "môn" topic:Subject
rule prizes : class each prize = "giải" prize:Rank (("," / "và") prize:Rank)+ "cấp tỉnh"
rule hours : class = "từ" from_hour:digits ~ "h" ~ digits? "đến" digits ~ "h"
rule room : class = "phòng" room:(upper ~ digits) "tầng" digits
rule score : class = "điểm" "trung bình" "môn" topic:Subject "là"? score:digits
rule ride : class = Vehicle "đưa" pupils:Count "em"
rule fund : class = "quỹ" "lớp" "còn" sum:Money
rule theme : class = "chủ đề" ":" topic:quoted
rule list : class = name:Grade ":" topic:Subject
rule tool : class = "trang bị" ...{5} tool:"máy chiếu"
rule early : class = block "thông báo" topic:word
rule sat : class = pupils:digits "/" digits "học sinh" "đạt"
rule guard : class = "khối" grade:digits "nghỉ" where grade ~= "9"
rule note : class = 'THPT Chuyên' name:cap{1,3} "tuyển" pupils:Count "em"
rule ages : class = "trẻ" (digits "-")? n:digits "tuổi" set grade = n
rule off1 : class = "tổng" sum:Money "học bổng" &"cho"
rule cited : class = (!"lớp" word){1,6} "được khen"
]]

local function f(name, text, kind, found, rule)
  return { name, text, kind, found, rules = rules, rule = rule }
end

return {
  { "a tone left out, in a title", "Ông Trần Quốc Tuấn, Chủ tich UBND tỉnh, phát biểu.", nil, "tich", type = "person" },
  { "a Cyrillic letter for a figure", "Thu ngân sách nội địa đạt 1.2З0 tỷ đồng.", "lookalike" },
  { "a tone left out, in a scale", "Sản lượng thủy sản đạt 45 nghin tấn.", nil, "nghin" },
  { "a wrong letter, in a unit", "Tỷ lệ đô thị hóa đạt 42 phần trăn.", "spelling", "phần trăn" },
  f("grade", "Năm nay lớp 6 A có 40 học sinh.", "space"),
  f("count guard", "Năm nay lớp 6A có 72 học sinh.", "guard", "72"),
  f("role missing", "Sáng nay gia sư Lê Thị Mai dạy toán.", "vocabulary", "sư"),
  f("subject", "Sáng nay cô giáo Lê Thị Mai dạy âm nhạc.", "vocabulary", "âm nhạc"),
  f("caps", "Sáng nay cô giáo lê Thị Mai dạy toán.", "form", "lê"),
  f("rank", "Em đạt giải tư môn toán.", "vocabulary", "tư"),
  f("hours", "Lớp mở từ 7h30 đến 9 giờ.", nil, "giờ"),
  f("room", "Lớp ở phòng A 12 tầng 3.", "space"),
  f("score word", "Kì này điểm trung bình chung môn toán là 7,5.", "between", "chung"),
  f("vehicle first", "Ngày mưa, xuồng đưa 20 em sang sông.", "vocabulary", "xuồng"),
  f("money", "Nay quỹ lớp còn 5 trịu đồng.", nil, "trịu"),
  f("quote", "Tuần này có chủ đề: Biển đảo quê em.", "text", nil),
  f("gap", "Trường được trang bị thêm hai mươi bộ bàn ghế và ba máy chiếu.", "gap"),
  f("block", "Hôm qua thông báo nghỉ học.", "anchor"),
  f("slash", "Có 32 trên 40 học sinh đạt.", nil, "trên"),
  f("guard2", "Chiều nay khối 9 nghỉ.", "guard"),
  f("exact start", "Nay THPT chuyên Lam Sơn tuyển 35 em.", "form"),
  f("look", "Có tổng 40 triệu đồng học bổng trao tay.", "look"),
  f("greedy", "Hôm qua em Lan được khen.", "greedy"),
  f("zw", "Năm nay lớp 6A có 40 học\u{200B}sinh.", "space"),
  f("joined", "Năm nay lớp 6A có 40 họcsinh.", "space"),
  f("noun", "Năm nay lớp 6A có 40 học viên.", "text", nil),
  f("fewer", "Năm nay lớp 6A 40 học sinh.", "missing"),
  f("nbsp num", "Nay quỹ lớp còn 12\u{00A0}500 nghìn đồng.", "space"),
  f("subject tone", "Em đạt giải nhất môn lich sử.", "vocabulary", nil),
}
