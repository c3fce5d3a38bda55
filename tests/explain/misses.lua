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
}
