--[[
wrap.lua: wraps a plain text as a news page, the way content systems do.

  lua5.4 tests/tools/wrap.lua TEMPLATE FILE > PAGE
  local wrap = dofile("tests/tools/wrap.lua")
  local html, kept = wrap.page("soup", text)   -- kept: the article's lines

The same text gives the same page on every run. Around the article stands what
stands around articles: menus, scripts, shares, related links, comments, a
footer; none of it may come out again. Inside, characters are written as
entities and names and numbers are cut by tags.
]]
-- luacheck: no max line length

local wrap = {}

-- ---------------------------------------------------------------------------
-- The lines of a text, by what they are

-- What a page's tools print; pages keep it outside of the article's text.
local tools = { "^[.|]$", "^Anh%-tin%-bai$", "^L\u{1b0}\u{1ee3}t xem",
  "b\u{ec}nh ch\u{1ecd}n", "B\u{ec}nh ch\u{1ecd}n",
  "^Ch\u{1ebf} \u{111}\u{1ed9} ban", "^C\u{1ee1} ch\u{1eef}",
  "^\u{110}\u{1ecd}c b\u{e0}i" }

local function istool(line)
  for _, pattern in ipairs(tools) do
    if line:find(pattern) then return true end
  end
  return false
end

local function words(line)
  local n = 0
  for _ in line:gmatch("%S+") do n = n + 1 end
  return n
end

local function kind(line, i, n, seen)
  if istool(line) then return "tool" end
  if line:find("^Th\u{1ee9} ") then return "date" end
  if not seen.body and not seen.title and words(line) >= 5 and
    words(line) < 25 and not line:find("[.?!]$") then
    return "title"
  end
  if words(line) >= 25 then return "body" end
  if i > n / 2 and (words(line) <= 6) then return "byline" end
  return seen.body and "caption" or "body"
end

local function classify(text)
  local list, parts, seen = {}, {}, {}
  for line in (text .. "\n"):gmatch("(.-)\r?\n") do
    line = line:gsub("\u{a0}", " "):gsub("^%s+", ""):gsub("%s+$", "")
    if line ~= "" then list[#list + 1] = line end
  end
  for i, line in ipairs(list) do
    local k = kind(line, i, #list, seen)
    seen[k] = true
    parts[#parts + 1] = { kind = k, text = line }
  end
  return parts
end

-- ---------------------------------------------------------------------------
-- Marking up one line

-- A small generator of its own: the same on every machine.
local function dice(seed)
  local state = seed
  return function(n)
    state = (state * 1103515245 + 12345) & 0x7fffffff
    return (state >> 8) % n + 1
  end
end

local named = { ["\u{e9}"] = "&eacute;", ["\u{f4}"] = "&ocirc;",
  ["\u{ea}"] = "&ecirc;", ["\u{e0}"] = "&agrave;", ["\u{201c}"] = "&ldquo;",
  ["\u{201d}"] = "&rdquo;", ["\u{2013}"] = "&ndash;",
  ["\u{2026}"] = "&hellip;", ['"'] = "&quot;" }

local function character(c, roll)
  if c == "&" then return "&amp;" end
  if c == "<" then return "&lt;" end
  if c == ">" then return "&gt;" end
  if #c > 1 and roll(40) == 1 then
    return roll(2) == 1 and string.format("&#%d;", utf8.codepoint(c)) or
      string.format("&#x%X;", utf8.codepoint(c))
  end
  if named[c] and roll(2) == 1 then return named[c] end
  return c
end

local function escape(s, roll)
  return (s:gsub(utf8.charpattern, function(c) return character(c, roll) end))
end

-- One word, now and then with a tag in it or around it.
local function word(w, roll, link)
  if w:find("^%d+%-%d") and roll(2) == 1 then
    return (w:gsub("^(%d+)", "<span>%1</span>"))
  end
  if w:find("^%d") and roll(3) == 1 then
    return "<span style=\"color:#333\">" .. escape(w, roll) .. "</span>"
  end
  if w:find("^[A-Z\u{110}]") and roll(9) == 1 then
    return "<b>" .. escape(w, roll) .. "</b>"
  end
  if roll(60) == 1 then return "<!-- -->" .. escape(w, roll) end
  if link and roll(60) == 1 then
    return "<a href=\"/tu-khoa.html\" title=\"a > b\">" .. escape(w, roll) ..
      "</a>"
  end
  return escape(w, roll)
end

-- A whole line; a blank between a number and its unit may be a no-break one.
local function mark(line, roll)
  local out, last, link = {}, "", #line > 60
  for w in line:gmatch("%S+") do
    if #out > 0 then
      out[#out + 1] = last:find("%d$") and roll(3) == 1 and "&nbsp;" or
        roll(25) == 1 and "\n      " or " "
    end
    out[#out + 1] = word(w, roll, link)
    last = w
  end
  return table.concat(out)
end

-- ---------------------------------------------------------------------------
-- What stands around an article

local menu = [[
<ul class="%s">
<li><a href="/">Trang chủ</a></li><li><a href="/thoi-su">Thời sự</a></li>
<li><a href="/kinh-te">Kinh tế</a><ul><li><a href="/kt/1">Xuất nhập khẩu</a></li>
<li><a href="/kt/2">Thu ngân sách 9.999 tỷ đồng</a></li></ul></li>
<li><a href="/xa-hoi">Xã hội</a></li><li><a href="/quoc-te">Quốc tế</a></li>
</ul>]]

local related = [[
<li><a href="/a1.html" title="x">Hội nghị triển khai nhiệm vụ năm 2031 của ngành
Thử nghiệm</a> <span>(11/11/2031)</span></li>
<li><a href="/a2.html">Kim ngạch xuất khẩu tỉnh Thử Nghiệm đạt 77 tỷ USD</a></li>
<li><a href="/a3.html">Chủ tịch tỉnh Thử Nghiệm làm việc với đoàn doanh nghiệp
nước ngoài</a></li>
<li><a href="/a4.html">Khai mạc lễ hội hoa Thử Nghiệm lần thứ 99</a></li>]]

local comments = {
  "Bài viết rất hay, tôi cho rằng nếu xuất khẩu đạt 123 tỷ USD thì bà con " ..
    "nông dân quê tôi sẽ đỡ vất vả hơn nhiều, mong lãnh đạo tỉnh quan tâm hơn nữa.",
  "Ông Nguyễn Văn Bình Luận nói đúng, hội nghị bình luận lần thứ 55 năm ngoái " ..
    "cũng bàn chuyện này rồi mà chưa thấy đâu, chờ thêm 9 tháng nữa xem sao.",
}

local footer = [[
Cơ quan chủ quản: Sở Thử nghiệm tỉnh Thử Nghiệm. Giấy phép số 999/GP-TTĐT do Cục
Thử nghiệm cấp ngày 01/01/2031. Chịu trách nhiệm chính: Trần Văn Chân Trang, Giám
đốc Trung tâm. Ghi rõ nguồn khi phát lại thông tin từ trang này.]]

local script = [[
<script type="text/javascript">var tin = "<p>Hội nghị kịch bản lần thứ 44 đạt 88
tỷ USD</p>"; if (1 < 2 && 3 > 2) { document.write("<div>" + tin + "</div>"); }
</script>
<style>.bai p { margin: 0 } /* Hội nghị kiểu dáng lần thứ 33 */</style>
<noscript><p>Hãy bật JavaScript để dự hội nghị lần thứ 22.</p></noscript>]]

-- 2023-12-21 of "Thứ Năm, 21/12/2023", or nil: a page states no date that its
-- text does not have.
local function iso(date)
  local d, m, y = (date or ""):match("(%d+)/(%d+)/(%d%d%d%d)")
  return d and string.format("%s-%02d-%02d", y, tonumber(m), tonumber(d))
end

local function ld(title, date)
  return '<script type="application/ld+json">{"@context":"http://schema.org",' ..
    '"@type":"NewsArticle","headline":"' .. title:gsub('["\\]', "\\%0") ..
    '",' .. (iso(date) and '"datePublished":"' .. iso(date) ..
    'T07:08:09+07:00",' or "") .. '"publisher":{"@type":"Organization","name":"Báo Thử Nghiệm"}}</script>'
end

local function head(title, extra)
  return "<title>" .. title .. " | Báo Thử Nghiệm</title>\n" ..
    '<meta property="og:title" content="' .. title:gsub('"', "&quot;") ..
    '"/>\n' .. (extra or "") .. script
end

-- ---------------------------------------------------------------------------
-- The templates: each gets the parts and what stands around

local templates = {}

-- Elements of HTML 5, a figure for each caption.
function templates.article(p)
  local out = { '<!DOCTYPE html>\n<html lang="vi">\n<head>\n' ..
    '<meta charset="utf-8">\n' .. head(p.title, ld(p.title, p.date)) ..
    '</head>\n<body class="home has-sidebar">\n<header>' ..
    '<a class="logo" href="/">Báo Thử Nghiệm</a><nav>' .. menu:format("menu") ..
    '</nav></header>\n<main>\n<article>\n<h1>' .. p.mark(p.title) .. '</h1>\n' }
  local function add(s) out[#out + 1] = s end
  if p.date then
    add('<time datetime="' .. (iso(p.date) or "") .. '">' .. p.date ..
      '</time>\n')
  end
  add('<div class="share-bar"><a href="#">Facebook</a> <a href="#">Zalo</a> ' ..
    '<button>Chia sẻ bài viết này</button></div>\n<div class="article-body">\n')
  for i, part in ipairs(p.body) do
    if part.kind == "caption" then
      add('<figure><img src="1.jpg" alt="Hội nghị thay ảnh">\n<figcaption>' ..
        p.mark(part.text) .. '</figcaption></figure>\n')
    else
      add('<p>' .. p.mark(part.text) .. '</p>\n')
    end
    if i == 3 then
      add('<aside class="related"><h3>Tin liên quan</h3><ul>' .. related ..
        '</ul></aside>\n')
    end
  end
  add('</div>\n<div class="tags">Từ khóa: <a href="#">ngoại giao</a>, ' ..
    '<a href="#">kinh tế</a></div>\n</article>\n<section id="comments">' ..
    '<h3>Bình luận (2)</h3>')
  for _, c in ipairs(comments) do
    add('<div class="comment"><b>Bạn đọc</b><p>' .. c .. '</p></div>')
  end
  add('</section>\n</main>\n<aside class="sidebar"><h2>Đọc nhiều</h2><ul>' ..
    related .. '</ul></aside>\n<footer><p>' .. footer ..
    '</p></footer>\n</body>\n</html>\n')
  return table.concat(out)
end

-- Nothing but <div>, the summary outside of the text, captions in tables.
function templates.soup(p)
  local out = { '<html><head><meta http-equiv="Content-Type" content="text/html;' ..
    ' charset=utf-8">' .. head(p.title) .. '</head><body><div id="wrapper">' ..
    '<div class="top"><div class="mnu">' .. menu:format("nav-main") ..
    '</div></div><div class="container"><div class="col-left">' ..
    '<div class="breadcrumb"><a href="/">Trang chủ</a> &raquo; ' ..
    '<a href="/ts">Thời sự</a></div><div class="title-detail"><h1>' ..
    p.mark(p.title) .. '</h1></div>' }
  local function add(s) out[#out + 1] = s end
  if p.date then add('<div class="date-time">' .. p.date .. '</div>') end
  add('<div class="luotxem">Lượt xem: 8.870</div>')
  for i, part in ipairs(p.body) do
    if i == 1 and #p.body > 3 then
      add('<div class="sapo">' .. p.mark(part.text) ..
        '</div><div class="detail-content" id="noidung">')
    elseif part.kind == "caption" then
      add('<table class="image" align="center"><tbody><tr><td><img src="a.jpg">' ..
        '</td></tr><tr><td class="pCaption">' .. p.mark(part.text) ..
        '</td></tr></tbody></table>')
    elseif part.kind == "byline" then
      add('<p style="text-align: right;"><strong>' .. p.mark(part.text) ..
        '</strong></p>')
    else
      add('<div>' .. p.mark(part.text) .. '</div>')
    end
    if i == 4 then
      add('<div class="box-tinlienquan"><div class="tit">Tin liên quan</div><ul>' ..
        related .. '</ul></div>')
    end
  end
  add('</div><div class="ykien"><div class="tit">Ý kiến bạn đọc</div>')
  for _, c in ipairs(comments) do
    add('<div class="binhluan-item"><div class="ten">Bạn đọc</div><div>' .. c ..
      '</div></div>')
  end
  add('</div><div class="tin-khac"><div class="tit">Các tin khác</div><ul>' ..
    related .. '</ul></div></div><div class="col-right"><div class="box">' ..
    'Tin đọc nhiều<ul>' .. related .. '</ul></div></div></div>' ..
    '<div class="chan-trang" id="footer"><div>' .. footer ..
    '</div></div></div></body></html>')
  return table.concat(out)
end

-- A portal of tables inside one form, old tags, attributes without quotes.
function templates.portal(p)
  local out = { '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" ' ..
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n<HTML><HEAD>' ..
    '<META http-equiv=Content-Type content="text/html; charset=utf-8">' ..
    head(p.title) .. '</HEAD>\n<BODY bgColor=#ffffff><FORM id=aspnetForm ' ..
    'method=post action="./"><input type="hidden" name="__VIEWSTATE" value="' ..
    ("dDwtMTA4"):rep(64) .. '">\n<TABLE width=1000 border=0><TR><TD colSpan=3>' ..
    '<img src=banner.jpg></TD></TR>\n<TR><TD vAlign=top width=200>' ..
    menu:format("mnuleft") .. '</TD><TD vAlign=top>\n<TABLE width="100%"><TR>' ..
    '<TD class=tieude>' .. p.mark(p.title) .. '</TD></TR>\n' }
  local function add(s) out[#out + 1] = s end
  if p.date then add('<TR><TD class=ngay>' .. p.date .. '</TD></TR>\n') end
  add('<TR><TD class=noidung>')
  for _, part in ipairs(p.body) do
    if part.kind == "caption" then
      add('<P align=center><IMG src=1.jpg><BR><FONT size=2><I>' ..
        p.mark(part.text) .. '</I></FONT></P>\n')
    else
      add('<P class=MsoNormal style="MARGIN: 6pt 0cm"><SPAN lang=VI ' ..
        'style="FONT-SIZE: 14pt"><?xml:namespace prefix = o />' ..
        p.mark(part.text) .. '<o:p></o:p></SPAN></P>\n')
    end
  end
  add('</TD></TR>\n<TR><TD class=tienich><a href="#">In trang</a> | ' ..
    '<a href="#">Gửi email</a></TD></TR>\n<TR><TD><B>Các tin đã đưa</B><BR>')
  for title, date in related:gmatch(">([^<]-)</a>(.-)</li>") do
    add('<IMG src=dot.gif> <A href="x.aspx">' .. title .. '</A>' .. date .. '<BR>')
  end
  add('</TD></TR></TABLE>\n</TD><TD width=200><TABLE><TR><TD>Liên kết website' ..
    '</TD></TR><TR><TD><select><option>Hội nghị chọn lựa lần thứ 11</option>' ..
    '</select></TD></TR></TABLE></TD></TR>\n<TR><TD colSpan=3 class=footer ' ..
    'align=center>' .. footer .. '</TD></TR></TABLE></FORM></BODY></HTML>\n')
  return table.concat(out)
end

-- One element for the text, its lines parted by <br>.
function templates.breaks(p)
  local out = { '<html><head><meta charset="UTF-8">' .. head(p.title) ..
    '</head><body><div class="header"><div class="menu">' ..
    menu:format("m") .. '</div></div><div class="main"><div class="left">' ..
    '<h2 class="tieude-bai">' .. p.mark(p.title) .. '</h2>' }
  local function add(s) out[#out + 1] = s end
  if p.date then add('<span class="ngaydang">' .. p.date .. '</span>') end
  add('<div class="bv">\n')
  for i, part in ipairs(p.body) do
    if part.kind == "caption" then
      add('<center><img src="2.jpg"><br/><em>' .. p.mark(part.text) ..
        '</em></center>')
    else
      add(p.mark(part.text) .. (i % 2 == 0 and '<br>\n' or '<br /><br>\n'))
    end
  end
  add('</div><div class="addthis_toolbox"><a>Thích</a> <a>Chia sẻ</a></div>' ..
    '<div class="cung-chuyen-muc"><h3>Tin cùng chuyên mục</h3><ul>' .. related ..
    '</ul></div></div><div class="right"><h3>Tin mới</h3><ul>' .. related ..
    '</ul></div></div><div class="footer"><p>' .. footer ..
    '</p></div></body></html>')
  return table.concat(out)
end

-- A system that nests and names by blocks, with the text cut into sections.
function templates.blocks(p)
  local out = { '<!doctype html><html lang="vi"><head><meta charset="utf-8">' ..
    head(p.title, iso(p.date) and '<meta property="article:published_time" ' ..
    'content="' .. iso(p.date) .. 'T07:08:09+07:00">') .. '</head><body>' ..
    '<div id="__next"><div class="layout"><div role="navigation">' ..
    menu:format("list") .. '</div><div class="page__inner"><div class="c-detail">' ..
    '<div class="c-detail-head"><h1 class="c-detail-head__title"><span>' ..
    p.mark(p.title) .. '</span></h1>' }
  local function add(s) out[#out + 1] = s end
  if p.date then
    add('<div class="c-detail-head__row"><span class="c-detail-head__time">' ..
      p.date .. '</span></div>')
  end
  add('</div><div class="b-maincontent">')
  for i, part in ipairs(p.body) do
    if part.kind == "caption" then
      add('<div class="c-news-image"><picture><img src="z.jpg"></picture>' ..
        '<div class="c-news-image__note"><p>' .. p.mark(part.text) ..
        '</p></div></div>')
    else
      add('<section><p><span>' .. p.mark(part.text) .. '</span></p></section>')
    end
    if i == 2 then
      add('<div class="ads"><p>Quảng cáo: mua nhà trả góp 0% lãi suất, chỉ từ 999 ' ..
        'triệu đồng, gọi ngay hôm nay để nhận ưu đãi lớn nhất năm.</p></div>')
    end
  end
  add('</div></div><div class="c-box"><div class="c-box__title">Có thể bạn quan ' ..
    'tâm</div>')
  for _ = 1, 4 do
    add('<div class="b-grid"><a href="/x.html"><img src="t.jpg"></a><h3>' ..
      '<a href="/x.html">Hội nghị gợi ý lần thứ 66 khai mạc tại Thử Nghiệm</a>' ..
      '</h3><p>Sáng nay, hội nghị gợi ý lần thứ 66 khai mạc với nhiều đại biểu ' ..
      'trong và ngoài tỉnh tham dự, kéo dài ba ngày.</p></div>')
  end
  add('</div></div><footer class="site-footer"><p>' .. footer ..
    '</p></footer></div></div></body></html>')
  return table.concat(out)
end

-- ---------------------------------------------------------------------------

wrap.names = { "article", "soup", "portal", "breaks", "blocks" }

-- The page of `text`, and the lines that its article has, in order. A text
-- without a headline gets one that states nothing.
function wrap.page(template, text)
  local roll = dice(#text + #template)
  local p = { body = {}, mark = function(s) return mark(s, roll) end }
  local kept = {}
  for _, part in ipairs(classify(text)) do
    if part.kind == "title" then p.title = part.text
    elseif part.kind == "date" then p.date = part.text
    elseif part.kind ~= "tool" then
      p.body[#p.body + 1] = part
    end
  end
  p.title = p.title or "Tin hoạt động trong tuần của tỉnh"
  kept[1] = p.title
  if p.date then kept[2] = p.date end
  for _, part in ipairs(p.body) do kept[#kept + 1] = part.text end
  return templates[template](p), kept
end

if arg and arg[0] and arg[0]:find("wrap%.lua$") and arg[2] then
  local file <close> = assert(io.open(arg[2], "rb"))
  io.write((wrap.page(arg[1], file:read("a"))))
end

return wrap
