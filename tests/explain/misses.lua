-- luacheck: no max line length
--[[
Near misses for test_explain.lua. Sentences and rules are made up.
]]
local planting = [[
package planting
record tree { place, species, count, sponsor, area, held, note }
vocabulary Species { "bạch đàn", "keo lai", "lim xanh", "thông nhựa", "sao đen" }
vocabulary Commune { "Đông Sơn", "Tân Hòa", "Phú Lộc", "Mỹ Yên", "Thuý Sơn" }
vocabulary Scale { "nghìn", "vạn", "nghìn vạn" }
term Big = n:digits where decimal(n) >= 100 => decimal(n)
rule planted : tree = "xã" place:Commune "trồng" "mới"? count:Big "cây" species:Species
rule area : tree = "diện tích" "rừng" "trồng" "đạt" area:digits 'HA'
rule river : tree = "ven" 'sông Hoà Trung' "có" count:digits "cây" species:Species
rule town : tree = "tại" 'Mỹ Hạnh' "có" count:digits "cây" species:Species
rule sponsor : tree = sponsor:(cap{2,4}) "tài trợ" ...{4} count:digits "cây giống"
rule wood : tree = ("gỗ" / "gỗ rừng") "trồng" count:digits "khối"
rule people : tree = word+ "tham gia" "trồng" count:digits "cây"
rule share : tree = "tỷ lệ" "che phủ" note:digits ~ "%"
rule nursery : tree = "vườn ươm" "xuất" count:digits Scale "cây" species:Species
rule early : tree = sentence "năm nay" "phát" count:digits "bầu cây"
rule named : tree = "rừng" "mang tên" note:(cap cap)
rule only : tree = "giao" count:digits !"nghìn" word "gốc" species:Species
rule after : tree = <!"không" "nhận" count:digits "gốc" species:Species
rule exactly : tree = "xóm" place:Commune "có" count:digits "hộ" where place.text == "Thúy Sơn"
rule later : tree = "thêm" count:digits "cây" needs previous tree in sentence
rule care adds tree = "chăm sóc" note:digits "tháng" to previous tree in sentence
ignore tree = "kế hoạch" word{0,12}
rule planned : tree = "sẽ ươm" count:digits "cây"
vocabulary Turn { "thứ", "thứ hai", "thứ ba" }
rule turn : tree = "đợt" Turn "hai lượt" count:digits "cây"
rule whole : tree = "tổng số" count:digits "cây" "các loại"
rule part : tree = count:digits "cây" "các loại" "bị" "gãy"
]]

-- Roads and bridges: another set of rules, other ways to miss them.
local building = [[
package building
record work { name, length, cost, unit, opened, firm, lanes, toll, crew }
vocabulary Kind { "cầu", "cầu vượt", "hầm", "hầm chui", "đường vành đai", "cao tốc", "quốc lộ" }
vocabulary Measure { "km", "m", "cây số" }
vocabulary Money { "tỷ đồng", "triệu đồng", "tỷ yên" }
vocabulary Firm { "Công ty Cầu Thép Miền Bắc", "Tổng công ty Đường Xanh", "Liên danh Hải Phong" }
term Number = d:digits where decimal(d) => decimal(d)
term Year = y:digits where decimal(y) >= 1990 and decimal(y) <= 2050 => y
term Short = n:Number ("m" / "mét") => n
term Length = l:(Short / n:Number Measure) => l
rule long : work = kind:Kind name:(cap{1,4}) "dài" length:Number Measure
  set name = name
rule costs : work = ("tổng mức đầu tư" / "vốn đầu tư") ("là" / "khoảng" / "lên tới")? cost:Number unit:Money
rule opened : work = "thông xe" "vào"? ("năm" / "trong năm") opened:Year
rule built : work = "do" firm:Firm "thi công"
rule lanes : work = "quy mô" lanes:digits "làn xe" !"thô sơ"
rule toll : work = "mức phí" ...{5} toll:Number "đồng/lượt"
rule begun : work = sentence "khởi công" opened:Year
rule crew : work = ("nhóm" / "nhóm thợ") crew:digits "người"
rule guard : work = "đoạn" length:Number "km" where length < 100
rule section : work = "gói thầu số" ~ "-" ~ name:digits
rule bridge : work = "cầu" 'Thuý Loan' "rộng" length:Number "m"
rule code : work = "mã hiệu" 'QL-5B' "gồm" lanes:digits "nhịp"
rule stretch : work = (word){1,8} "nối" name:(cap cap)
rule stop adds work = "dừng thi công" toll:digits "ngày" to previous work in paragraph
rule more : work = "bổ sung" cost:Number unit:Money needs previous work where it.cost in document
rule place : work = &"hầm" "hầm" name:cap "sâu" length:Number "m"
ignore work = "dự thảo" word{0,14}
merge work by name
]]

local function b(name, text, kind, found, rule)
  return { name, text, kind, found, rules = building, rule = rule }
end

local function p(name, text, kind, found, rule)
  return { name, text, kind, found, rules = planting, rule = rule }
end

return {
  -- the shipped rules, and nothing said of which one is meant
  { "Cyrillic letter in a currency",
    "Theo báo cáo, kim ngạch xuất khẩu dệt may quý I đạt 8,7 tỷ UЅD.",
    "lookalike", "UЅD" },
  { "Cyrillic letter in the first word",
    "Dоanh thu bán lẻ hàng hóa trong tháng đạt 412 tỷ đồng.",
    "lookalike", "Dоanh" },
  { "Greek letter in a noun",
    "Doanh τhu từ du lịch cả năm của huyện đạt 320 tỷ đồng.",
    "lookalike", "τhu", type = "indicator" },
  { "Cyrillic letter in the name of a meeting",
    "Sáng 12/3, Hội nghị tоàn quốc về chuyển đổi số diễn ra tại Huế.",
    "lookalike", "tоàn", type = "event" },
  { "zero-width space for a space",
    "Tổng mức bán lẻ hàng hóa 6 tháng đạt 21,4 nghìn tỷ\u{200B}đồng.",
    "space" },
  { "soft hyphen between two words",
    "Kim\u{00AD}ngạch nhập khẩu máy móc năm qua đạt 2,1 tỷ USD.", "space" },
  { "no-break space inside a number",
    "Thu ngân sách nhà nước trên địa bàn đạt 12\u{00A0}450 tỷ đồng.", "space",
    nil, type = "indicator" },
  { "the tone before the hat",
    "Kim ngạch xuá\u{302}t khẩu gỗ dăm năm qua đạt 640 triệu USD.", "form",
    nil, type = "indicator" },
  { "a currency that no vocabulary has",
    "Kim ngạch xuất khẩu hạt điều trong năm đạt 3,4 tỷ Galeon.",
    "vocabulary", "Galeon", type = "indicator" },
  { "misspelt head of a label",
    "Kim nghạch xuất khẩu thủy sản trong tháng đạt 780 triệu USD.",
    "vocabulary", "nghạch" },
  -- rules of one's own
  p("misspelt species", "Vụ xuân này, xã Đông Sơn trồng mới 4200 cây keo lay.",
    "vocabulary", "lay"),
  p("species that is not listed",
    "Vụ xuân này, xã Phú Lộc trồng mới 900 cây giáng hương.", "vocabulary"),
  p("guard of a term", "Hôm qua xã Tân Hòa trồng mới 80 cây lim xanh.",
    "guard", "80"),
  p("capitals of an exact text",
    "Đến nay, diện tích rừng trồng đạt 350 ha, theo kiểm lâm.", "form", "ha"),
  p("tone placement of an exact text",
    "Dọc ven sông Hòa Trung có 60 cây sao đen lâu năm.", "form",
    "sông Hòa Trung"),
  p("i and y of an exact text", "Riêng tại Mĩ Hạnh có 75 cây sao đen.",
    "form", "Mĩ Hạnh"),
  p("gap too long",
    "Công ty Lâm Nghiệp Xanh tài trợ cho bà con trong xã và các xã lân cận \z
     2000 cây giống.", "gap"),
  p("order of alternatives", "Sản lượng gỗ rừng trồng 500 khối mỗi vụ.",
    "order", "gỗ"),
  p("repetition that takes what follows",
    "Đoàn viên xã nhà tham gia trồng 300 cây.", "greedy"),
  p("white space where none may be", "Hiện tỷ lệ che phủ 42 %, cao hơn trước.",
    "space", "%"),
  p("the longest phrase", "Dân trồng đợt thứ hai lượt 300 cây.", "phrase",
    "thứ hai"),
  p("comma between", "Trong đợt này xã Mỹ Yên trồng, 500 cây bạch đàn.",
    "between", ","),
  p("word between", "Ngoài ra, vườn ươm vừa xuất 12 nghìn cây thông nhựa.",
    "between", "vừa"),
  p("word missing", "Theo đó, tổng số 7300 cây loại tốt.", "text", nil,
    "whole"),
  p("not at the start of a sentence",
    "Riêng huyện năm nay phát 5000 bầu cây cho dân.", "anchor", "năm"),
  p("no capitals", "Khu rừng mang tên nguyễn Huệ rộng nhất vùng.", "form",
    "nguyễn"),
  p("look-ahead", "Huyện giao 3 nghìn gốc lim xanh.", "look", "nghìn"),
  p("look-behind", "Năm ngoái dân không nhận 40 gốc lim xanh.", "look"),
  p("guard that compares forms", "Nay xóm Thuý Sơn có 52 hộ làm rừng.",
    "form", nil),
  p("what it needs is missing", "Sau đó thêm 250 cây ở bìa rừng.", "needs"),
  p("nothing to add to", "Đội được giao chăm sóc 18 tháng liền.", "target"),
  p("in what is ignored", "Theo kế hoạch huyện sẽ ươm 9000 cây.", "ignored"),
  p("lost in overlap", "Có tổng số 7300 cây các loại bị gãy.", "overlap",
    nil, "part"),
  p("Cyrillic letter in a literal", "Vụ này хã Đông Sơn trồng 4200 cây keo lai.",
    "lookalike", "хã"),
  p("words in one", "Vụ này xã Đông Sơn trồngmới 4200 cây keo lai.", "space"),
  p("number in words", "Dọc ven sông Hoà Trung có mười cây sao đen.", "text",
    "mười"),

  b("a Cyrillic letter at the start",
    "Hôm nay сầu Rạch Bàng dài 312 m được hợp long.", "lookalike", "сầu"),
  b("Greek letters in a unit", "Nay cao tốc Bắc Lũng dài 45 κm đã xong.",
    "lookalike", "κm"),
  b("a letter for a figure", "Xưa cao tốc Bắc Lũng dài 4О km qua núi.",
    "lookalike"),
  b("zero-width joiner between words", "Xe qua hầm\u{200D}chui An Phú dài 90 m.",
    "space"),
  b("a unit that is not listed", "Tuyến đường vành đai An Phú dài 12 dặm.",
    "vocabulary", "dặm"),
  b("a firm that is not listed",
    "Công trình do Công ty Xây Lắp Bến Đá thi công.", "vocabulary"),
  b("a firm, misspelt", "Công trình do Tổng công ty Đường Sanh thi công.",
    "vocabulary", "Sanh"),
  b("no d with a stroke", "Dự kiến tổng mức dầu tư là 350 tỷ đồng.",
    nil, "dầu"),
  b("guard of a term, a year", "Tuyến này thông xe vào năm 1890 thì phải.",
    "guard", "1890"),
  b("guard of a rule", "Sau đó đoạn 140 km sẽ mở rộng.", "guard"),
  b("gap too long",
    "Được biết mức phí áp dụng cho xe con và xe tải nhẹ là 35.000 đồng/lượt.",
    "gap"),
  b("an alternative took the shorter word", "Đêm qua nhóm thợ 24 người ca đêm.",
    "order", "nhóm"),
  b("a repetition took the word", "Con đường mới này nối An Phú.", "greedy"),
  b("capitals of an exact text", "Biển ghi mã hiệu ql-5b gồm 7 nhịp.", "form",
    "ql-5b"),
  b("tone placement of an exact text", "Từ đó cầu Thúy Loan rộng 18 m.",
    "form", "Thúy Loan"),
  b("space where ~ stands", "Đó là gói thầu số- 14 của dự án.", "space"),
  b("look-ahead says no", "Đường quy mô 4 làn xe thô sơ thôi.", "look"),
  b("not where a sentence begins", "Khi ấy mới khởi công 2019 rồi.",
    "anchor"),
  b("a comma between", "Hiện cầu Rạch Bàng, dài 312 m, đã thông.",
    "between", ","),
  b("a bracket between", "Hiện cầu Rạch Bàng (mới) dài 312 m.", "between"),
  b("a word between", "Cả tuyến thông xe chính thức vào năm 2024.", "between",
    "chính thức"),
  b("no capital in the name", "Hôm qua hầm chui an Phú dài 90 m.", "form",
    "an"),
  b("number in words", "Đoạn mới quy mô bốn làn xe.", "text", "bốn"),
  b("ignored", "Theo dự thảo thì vốn đầu tư khoảng 40 tỷ đồng.", "ignored"),
  b("nothing to add to", "Đội đã dừng thi công 15 ngày.", "target"),
  b("what it needs is not there", "Tỉnh xin bổ sung 20 tỷ đồng.", "needs"),
  b("overlap", "Nay cầu vượt An Phú dài 90 m.", "none"),
  b("another verb", "Nay cầu Rạch Bàng rộng 312 m.", "text", "rộng"),
  b("a word is missing", "Cầu này do Liên danh Hải Phong làm.", "text", "làm"),
  b("the money is misspelt", "Khi đó vốn đầu tư lên tới 20 tỷ dồng.",
    "vocabulary", "dồng"),
}
