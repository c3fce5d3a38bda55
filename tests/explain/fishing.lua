-- luacheck: no max line length
--[[
Near misses for test_explain.lua: of the shipped rules, and of rules of a
fishing port. Sentences and rules are made up.
]]
local rules = [[
package fishing
record catch { boat, species, kg, price, port, day, crew, depth, note, buyer }
vocabulary Species { "cá thu", "cá ngừ", "cá ngừ đại dương", "mực ống", "tôm hùm", "ghẹ xanh" }
vocabulary Port { "cảng Hòn Rớ", "cảng Cà Ná", "cảng Phú Thủy", "cảng Thọ Quang" }
vocabulary Weight { "kg", "tấn", "tạ" }
term Kg = n:digits w:Weight where decimal(n) > 0 => decimal(n)
term Boat = "tàu" c:upper ~ "-" ~ d:digits => c .. d
rule landed : catch = boat:Boat ("cập" / "cập bến") port:Port "với" kg:Kg species:Species
rule price : catch = "giá" species:Species "tại bến"? price:digits "đồng/kg"
rule sold : catch = "bán cho" buyer:(cap{1,3}) "hết" kg:Kg
rule depth : catch = "ở độ sâu" depth:digits ~ "m"
rule crew : catch = "tàu có" crew:digits "thuyền viên" where decimal(crew) <= 30
rule night : catch = sentence "đêm" "qua" kg:Kg species:Species
rule brand : catch = "nhãn" 'VietFish' "đạt" note:digits "sao"
rule quota : catch = "hạn mức" ...{3} kg:Kg
rule free : catch = "thả" crew:digits "con" !"giống" species:Species
rule back : catch = <!"chưa" "bán" kg:Kg species:Species
rule season : catch = "vụ" ("cá" / "cá Nam" / "cá Bắc") "kéo dài" note:digits "tháng"
rule any : catch = word{1,3} "đánh bắt được" kg:Kg
rule extra : catch = "thêm" kg:Kg needs previous catch in paragraph
rule at adds catch = "lúc" note:digits "giờ" to nearest catch in sentence
ignore catch = "dự kiến" word{0,10}
rule plan : catch = "sẽ khai thác" kg:Kg
rule exact : catch = 'Tàu Hải Âu' "chở" kg:Kg
rule group : catch = "tổ" note:quoted "gồm" crew:digits "tàu"
rule zone : catch = "vùng" note:roman "có" kg:Kg
rule tagged : catch = "[" ~ note:upper ~ "]" kg:Kg
rule tail : catch = "chuyến" note:digits end
rule tuna : catch = "câu" species:Species "đại dương hạng" note:upper
rule skilled : catch = crew:digits "thuyền viên" "giỏi"
]]

local function f(name, text, kind, found, rule)
  return { name, text, kind, found, rules = rules, rule = rule }
end

return {
  { "a tone left out, in a kind of document", "Trước đó, Nghị quyêt số 12/NQ-CP của Chính phủ đã nêu.", "vocabulary", nil },
  { "a tone at the wrong letter of a title", "Bộ truởng Bộ Y tế Trần Thị Hồng Lan phát biểu.", "vocabulary" , "truởng"},
  { "a mark left out, in a unit", "Lượng khách quốc tế đến tỉnh đạt 2,3 triệu luợt.", "vocabulary", "luợt" },
  { "letters for the figures of a number", "Tổng vốn đầu tư thực hiện ước đạt 12.5OO tỷ đồng.", "lookalike" },
  { "a mark left out, in a meeting", "Sáng 5/6, Hôi nghị xúc tiến đầu tư tỉnh diễn ra tại Kon Tum.", "vocabulary", "Hôi" },
  { "a wrong tone, in a text of the rule", "Cùng dự tại điểm cấu Lào Cai có nhiều người.", "spelling", "cấu", type = "venue" },
  { "a wrong tone, in a unit", "Tỷ lệ nợ xấu giảm 0,4 điểm phần trằm.", nil, "trằm" },
  { "the guard of a fraction", "Nay 1/3 huyện đã xong.", "guard", nil, rule = "fraction" },
  { "nothing before it to exceed", "Tính chung, vượt 76 tỷ đồng.", "needs", nil, rule = "exceeding" },
  { "a look behind, of figures that are names", "Tỉnh có đề án 2 triệu ha rừng.", "look", nil, rule = "measure" },
  { "votes are ignored", "Có 25 người đã bình chọn.", "ignored", nil, rule = "count" },
  { "a small letter in a name", "Ông Nguyễn văn Hùng cho biết.", "form", "văn", rule = "person.honoured" },
  f("space in boat", "Sáng nay tàu KH - 90345 cập cảng Hòn Rớ với 12 tấn cá thu.", "space"),
  f("order", "Sáng nay tàu KH-90345 cập bến cảng Cà Ná với 12 tấn cá thu.", "order", "cập"),
  f("phrase", "Họ câu cá ngừ đại dương hạng A.", "phrase", "cá ngừ đại dương"),
  f("species", "Hôm qua tàu KH-90345 cập cảng Phú Thủy với 3 tấn cá bớp.", "vocabulary", "cá bớp"),
  f("port", "Hôm qua tàu KH-90345 cập cảng Hòn Rở với 3 tấn cá thu.", "vocabulary"),
  f("unit", "Chiều nay ông bán cho Hải Sản Minh hết 40 yến.", "vocabulary", "yến"),
  f("gap", "Hiện hạn mức được Sở cấp cho mỗi hộ là 50 tấn.", "gap"),
  f("guard", "Mỗi tàu có 45 thuyền viên.", "guard"),
  f("guard zero", "Ông bán cho Minh Phú hết 0 kg.", "guard", "0 kg"),
  f("depth", "Lưới thả ở độ sâu 30 m.", "space"),
  f("anchor", "Theo chủ tàu, đêm qua 5 tạ mực ống.", "anchor", "đêm"),
  f("exact", "Từ đó nhãn Vietfish đạt 4 sao.", "form", "Vietfish"),
  f("look ahead", "Huyện thả 2000 con giống tôm hùm.", "look", "giống"),
  f("look behind", "Họ chưa bán 3 tạ ghẹ xanh.", "look"),
  f("season", "Năm nay vụ cá Nam kéo dài 5 tháng.", "order", "cá"),
  f("greedy", "Dân đảo đánh bắt được 3 tấn.", "greedy"),
  f("needs", "Chiều về thêm 2 tấn nữa.", "needs"),
  f("target", "Cảng mở lúc 5 giờ sáng.", "target"),
  f("ignored", "Năm nay dự kiến đội tàu sẽ khai thác 90 tấn.", "ignored"),
  f("exact 2", "Còn Tàu hải âu chở 3 tấn.", "form"),
  f("quotes", "Sau đó tổ Đoàn Kết gồm 5 tàu.", "text", nil),
  f("roman", "Riêng vùng 3 có 40 tấn.", "text", "3"),
  f("bracket", "Ghi [ KH ] 40 tấn.", "space"),
  f("end", "Đó là chuyến 12 vừa rồi.", "anchor"),
  f("cyr", "Nay giá сá thu 150000 đồng/kg.", "lookalike", "сá"),
  f("zwsp", "Nay giá cá\u{200B}thu 150000 đồng/kg.", "space"),
  f("between", "Nay giá cá thu hôm nay tại bến 150000 đồng/kg.", "between", "hôm nay"),
  f("comma", "Ông bán cho Minh Phú, hết 40 tạ.", "between", ","),
  f("digits space", "Nay giá cá thu 150 000 đồng/kg.", "space"),
  f("letter l", "Mỗi tàu có l2 thuyền viên.", "lookalike"),
  f("text", "Mỗi tàu có 12 ngư dân.", "text", nil),
  f("missing", "Nay giá cá thu đồng/kg.", "missing"),
  f("d", "Nay giá ghẹ xanh 90000 dồng/kg.", nil, "dồng"),
  f("overlap", "Mỗi tàu có 12 thuyền viên giỏi.", "overlap", nil, "skilled"),
  f("fullwidth", "Mỗi tàu có １２ thuyền viên.", "lookalike"),
  f("upper", "Sáng nay tàu QNg-90345 cập cảng Hòn Rớ với 12 tấn cá thu.", "form", "QNg"),
  f("hyphen minus", "Sáng nay tàu KH−90345 cập cảng Hòn Rớ với 12 tấn cá thu.", nil),
}
