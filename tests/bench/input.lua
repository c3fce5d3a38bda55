--[[
input.lua: what make bench runs on, made of the corpus and, where it is there,
of the pages under ../shared/devset; always the same for the same sources.

    local input = require "input"
    local text = input.text("build/bench/shared", pages, 8)  -- MB
    text.folder, text.file   --> documents of 2.5 to 8 KB, and all in one file

Paragraphs are put together anew and their digits are changed, so that no two
documents are the same.
]]
local input = {}

-- Numbers that look random, and are the same each time.
local function generator(seed)
  return function (n)
    seed = (seed * 6364136223846793005 + 1442695040888963407)
    return (seed >> 33) % n + 1
  end
end

function input.read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read("a")
end

function input.write(path, text)
  local file <close> = assert(io.open(path, "wb"))
  assert(file:write(text))
end

local function lines_of(command)
  local list = {}
  local pipe <close> = assert(io.popen(command))
  for line in pipe:lines() do list[#list + 1] = line end
  return list
end

-- The pages below a folder, each a list of paragraphs.
function input.pages(folder)
  local pages = {}
  for _, path in ipairs(lines_of("LC_ALL=C ls " .. folder .. "/*.txt")) do
    local page = {}
    for line in input.read(path):gmatch("[^\n]+") do page[#page + 1] = line end
    pages[#pages + 1] = page
  end
  return pages
end

local function varied(random, line)
  return (line:gsub("%d", function (d)
    if d == "0" then return d end
    return tostring(random(9))
  end))
end

-- Paragraphs from anywhere on, until there are so many bytes.
local function document(random, pages, bytes)
  local out, n = {}, 0
  while n < bytes do
    local page = pages[random(#pages)]
    for i = random(#page), #page do
      local line = varied(random, page[i])
      out[#out + 1] = line
      n = n + #line + 1
      if n >= bytes then break end
    end
  end
  return table.concat(out, "\n") .. "\n"
end

local function folder(path)
  assert(os.execute(("rm -rf '%s' && mkdir -p '%s'"):format(path, path)))
end

-- `mb` megabytes of documents. KB may be a fraction of one.
function input.text(path, pages, mb)
  local random, n, all = generator(1), 0, {}
  folder(path .. "/text")
  while n < mb * 1024 * 1024 do
    local doc = document(random, pages, 2500 + random(5500))
    n = n + #doc
    all[#all + 1] = doc
    input.write(("%s/text/%06d.txt"):format(path, #all), doc)
  end
  input.write(path .. "/text.txt", table.concat(all))
  return { folder = path .. "/text", file = path .. "/text.txt", bytes = n,
           documents = #all }
end

-- A page as sites make them: a third of it is text of the article.
local function html(random, pages, bytes)
  local out = { "<!DOCTYPE html>\n<html lang=\"vi\"><head>",
    "<meta charset=\"utf-8\"><title>Trang ", tostring(random(100000)),
    "</title>\n<style>" }
  local n = 0
  local function add(...)
    local text = table.concat({ ... })
    n = n + #text
    out[#out + 1] = text
  end
  for i = 1, 60 do
    add(".item-", i, "{margin:", random(20), "px;padding:0 ", random(9),
      "px;color:#", ("%06x"):format(random(0xffffff)), "}\n")
  end
  add("</style><script>")
  while n < bytes / 5 do
    add("window.data.push({id:", random(1000000), ",kind:'slot',on:true});\n")
  end
  add("</script></head><body><div class=\"header\"><ul>\n")
  while n < bytes * 2 / 5 do
    local id = random(100000)
    add("<li class=\"menu-item item-", random(60), "\"><a href=\"/chuyen-muc/",
      id, ".html\" title=\"Mục ", id, "\"><span class=\"icon\"></span>Mục ", id,
      "</a></li>\n")
  end
  add("</ul></div><div class=\"main\"><article>\n")
  for line in document(random, pages, bytes * 35 // 100):gmatch("[^\n]+") do
    add("<p class=\"body-text\" style=\"text-align:justify\">",
      line:gsub("&", "&amp;"):gsub("<", "&lt;"), "</p>\n")
  end
  add("</article></div><div class=\"footer\">\n")
  while n < bytes do
    add("<div class=\"box item-", random(60), "\"><a href=\"/tin/",
      random(1000000), "\"><img src=\"/anh/", random(100000),
      ".jpg\" width=\"120\" alt=\"\"></a></div>\n")
  end
  add("</div></body></html>\n")
  return table.concat(out)
end

function input.html(path, pages, count, bytes)
  local random, n = generator(2), 0
  folder(path)
  for i = 1, count do
    local page = html(random, pages, bytes)
    n = n + #page
    input.write(("%s/%04d.html"):format(path, i), page)
  end
  return { folder = path, bytes = n, documents = count }
end

-- One document of about so many bytes.
function input.one(path, pages, bytes)
  input.write(path, document(generator(3), pages, bytes))
  return path
end

function input.onehtml(path, pages, bytes)
  input.write(path, html(generator(3), pages, bytes))
  return path
end

-- ---------------------------------------------------------------------------
-- Rules of the shape of the shipped ones, as many as are asked for: of six,
-- four take a number behind a phrase, one takes words up to a stop, one a name.
-- Phrases are of two to four syllables of the text.

function input.rules(path, pages, rules, phrases)
  local random, syllables = generator(4), {}
  local seen = {}
  for _, page in ipairs(pages) do
    for _, line in ipairs(page) do
      -- plain letters, no y: whatever has one spelling only
      for word in line:gmatch("%f[%w\128-\255]%l+%f[^%w\128-\255]") do
        if not seen[word] and not word:find "y" then
          seen[word] = true
          syllables[#syllables + 1] = word
        end
      end
    end
  end
  local out = { "package generated\nrecord seen { what, value, name, place }\n",
    "term Number = d:digits => decimal(d)\n",
    "mention Place = (\"tại\" / \"ở\") cap+\n",
    "link located : seen takes place from previous Place in sentence\n" }
  local given, each = {}, phrases // rules
  for r = 1, rules do
    local list = {}
    while #list < each do
      local words = {}
      for i = 1, 1 + random(3) do words[i] = syllables[random(#syllables)] end
      local phrase = table.concat(words, " ")
      if not given[phrase:lower()] then
        given[phrase:lower()] = true
        list[#list + 1] = phrase
      end
    end
    local name = ("%s.%d.tsv"):format(path, r)
    input.write(name, "phrase\n" .. table.concat(list, "\n") .. "\n")
    out[#out + 1] = ("vocabulary V%d \"%s\"\n"):format(r,
      name:match("[^/]*$"))
    out[#out + 1] = ("rule r%d : seen = what:V%d %s\n"):format(r, r,
      r % 6 == 0 and "name:cap+"
      or r % 6 == 1 and 'name:(!("là" / "của") word)+'
      or '("đạt" / "là" / "tăng")? value:Number')
  end
  input.write(path, table.concat(out))
  return path
end

-- A vocabulary of so many phrases, and one rule that uses it.
function input.vocabulary(path, pages, phrases)
  return input.rules(path, pages, 1, phrases)
end

return input
