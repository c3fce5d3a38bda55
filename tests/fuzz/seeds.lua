--[[
seeds.lua: what the fuzzers begin with: our own rule files, texts and pages,
and a few that are made here. The same files at each run.

  lua5.4 tests/fuzz/seeds.lua FOLDER    makes FOLDER/rules/..., FOLDER/page/...
]]
local folder = arg[1]

local count = {}

local function put(target, bytes)
  count[target] = (count[target] or 0) + 1
  local name = ("%s/%s/seed%04d"):format(folder, target, count[target])
  local file <close> = assert(io.open(name, "wb"))
  file:write(bytes)
end

local function read(name)
  local file <close> = assert(io.open(name, "rb"))
  return (file:read("a"))
end

local function files(pattern)
  local list <close> = assert(io.popen("LC_ALL=C ls " .. pattern))
  local names = {}
  for name in list:lines() do names[#names + 1] = name end
  return names
end

local function utf16(text, big)
  local out = {}
  for _, c in utf8.codes(text) do
    if c < 0x10000 then
      out[#out + 1] = string.pack(big and ">I2" or "<I2", c)
    end
  end
  return table.concat(out)
end

-- ---------------------------------------------------------------------------

-- The cases of tests/language: a rule file behind `%% name`, then parts, each
-- behind a line such as `%%TEXT` or `%%FILE words.tsv`.
local texts = {}

local function case(name, body)
  if name:find("^%%%% ") then put("rules", "package f\n" .. body)
  elseif name:find("^%%%%TEXT") then texts[#texts + 1] = body
  elseif name:find("^%%%%FILE.*%.tsv") then put("vocabulary", body) end
end

for _, name in ipairs(files "tests/language/*.txt") do
  local title, body = "", {}
  for line in (read(name) .. "\n%%END\n"):gmatch("(.-)\n") do
    if line:find("^%%%%") then
      case(title, table.concat(body, "\n"))
      title, body = line, {}
    else
      body[#body + 1] = line
    end
  end
end
for _, name in ipairs(files "stdlib/vi/*.rule rules/*.rule") do
  local source = read(name)
  if #source < 6000 then put("rules", source) end
end
for _, name in ipairs(files "stdlib/vi/*.tsv rules/*.tsv") do
  put("vocabulary", read(name):sub(1, 600))
end

-- Pages: paragraphs of the corpus, and the texts above, dressed as HTML.
for _, name in ipairs(files "corpus/*.txt") do
  local n = 0
  for line in read(name):gmatch("[^\n]+") do
    if n < 12 and #line > 60 then texts[#texts + 1] = line end
    n = n + 1
  end
end

local head = '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">' ..
  '<title>Tin &amp; ảnh</title><meta property="article:published_time" ' ..
  'content="2023-04-01T08:30:00+07:00"><script type="application/ld+json">' ..
  '{"@type":"NewsArticle","author":{"name":"An"}}</script></head><body>' ..
  '<div id="menu"><ul><li><a href="/">Trang nhất</a></ul></div><article>' ..
  '<h1>Tin &amp; ảnh trong ngày hôm nay</h1><time datetime="2023-04-01">' ..
  '1/4/2023</time><p>'
local foot =
  '</p><figure><img alt=x><figcaption>Ảnh: An</figcaption></figure><table>' ..
  '<tr><td>1<td>2</table></article><!-- hết --></body></html>'

for i, text in ipairs(texts) do
  if utf8.len(text) then
    put("run", "\1\0" .. text)
    put("text", string.char(i % 2) .. text)
    local page = head .. text:gsub("\n", "</p>\n<p>"):gsub(" ", "&nbsp;", 1) ..
      foot
    if i % 4 == 0 then
      put("page", "\0\0" .. page)
      put("run", string.char(i % 16 // 8) .. "\64" .. page)
      put("page", "\0\1\xFF\xFE" .. utf16(page, false))
      put("page", "\4\2" .. utf16(text, true))
      put("text", "\2" .. utf16(text, false))
      local line = '{"id":"%d","text":"%s","published":"2023-04-01"}\n'
      put("jsonl", "\0" .. line:format(i, (text:gsub('[%c"\\]', " "))))
    end
  end
end
put("run", "\0\0" .. head .. "Kim ngạch xuất khẩu đạt 8,7 tỷ USD" .. foot)

-- Eight-bit pages: each high byte between letters.
for e = 5, 9 do
  local all = {}
  for byte = 0x80, 0xFF do
    all[#all + 1] = "ngh" .. string.char(byte) .. "n "
  end
  put("page", string.char(e, 0) .. table.concat(all))
  put("text", string.char(e - 1) .. table.concat(all))
end

-- JSON Lines in every shape that is told apart.
for _, line in ipairs {
  '{"body":"Hội nghị","id":7}', '{"page":{"body":"a"},"meta":{"id":"x"}}',
  '{"html":"<p>a<p>b","outlet":"Báo","published":"2023"}', '{"text":null}',
  '[1,2]', '"\\ud83d\\ude00\\u0000"', '{"text":"\\ud800"}', '{"text":1e999}',
  '{"a":{"b":{"c":[{}]}}}', '{"text":"x"}garbage', '', '\xEF\xBB\xBF{}',
} do
  put("jsonl", "\0" .. line .. "\n" .. line)
  put("jsonl", "\2" .. line .. "\r\n" .. line .. "\n")
end
put("jsonl", "\0\31\139\8\0\0\0\0\0\0\3\171\86\42\73\173\40\81\178\82\74" ..
  "\84\170\229\2\0\10\158\189\183\13\0\0\0")

-- WARC: a page, one with chunks, a text, and a record cut off.
local function record(kind, media, body)
  return ("WARC/1.0\r\nWARC-Type: %s\r\nContent-Type: %s\r\n" ..
    "WARC-Target-URI: http://a/\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n")
    :format(kind, media, #body, body)
end
local function response(fields, body)
  return record("response", "application/http", "HTTP/1.1 200 OK\r\n" ..
    "Content-Type: text/html; charset=windows-1258\r\n" .. fields .. "\r\n" ..
    body)
end
local archive = response("", "<p>a") ..
  record("conversion", "text/plain", "b") ..
  response("Transfer-Encoding: chunked\r\n", "2\r\n<p\r\n1\r\n>\r\n0\r\n\r\n")
put("jsonl", "\0" .. archive)
put("jsonl", "\0" .. archive:sub(1, -20))
put("jsonl", "\0" .. response("Content-Encoding: deflate\r\n",
  "\xcb\x48\xcd\xc9\xc9\x57\x04\x00"))
