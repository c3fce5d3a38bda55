--[[
The report of `trich run -t html`, run by lua5.4: drawn by headless Chromium,
and looked at as the document that its script leaves. Skipped without Chromium,
which `make check` installs.
]]
local trich = os.getenv("TRICH")

local passed, failed = 0, 0

local function check(ok, what)
  if ok then
    passed = passed + 1
  else
    failed = failed + 1
    print("vm/report/report.html:1: " .. what)
  end
end

local function output(command)
  local pipe <close> = assert(io.popen(command, "r"))
  return pipe:read("a")
end

local folder = output("mktemp -d"):match("[^\n]+")

local function write(name, text)
  local file <close> = assert(io.open(folder .. "/" .. name, "wb"))
  file:write(text)
end

write("mine.rule", [[
package mine
record seen { name, count, place }
record event { name, date }
term Number = d:digits => decimal(d)
rule seen : seen = count:Number "con" name:word
rule held : event = name:("phiên chợ" word) set date = "2023-04-01"
]])
write("a.txt", "Có 3 con mèo & 12 con chó, <!-- x < y </script.\n\nHết.\n")
write("b.html", "<h1>Trang hai</h1><p>Có <i>7 con</i> gà ở phiên chợ Xuân.</p>")
os.execute(("cd %s && %s --no-shipped -r mine.rule -t html -o r.html a.txt \z
  b.html missing.txt 2>/dev/null"):format(folder, trich))

-- The document as the script leaves it at an address within the report.
local function drawn(address)
  return output(("chromium --headless --no-sandbox --disable-gpu \z
    --disable-quic --no-first-run --disable-background-networking \z
    --disable-component-update --disable-sync --user-data-dir=%s/profile \z
    --virtual-time-budget=3000 --dump-dom 'file://%s/r.html#%s' 2>/dev/null")
    :format(folder, folder, address))
end

local function has(text, words, what)
  check(text:find(words, 1, true), what .. ": no " .. words)
end

if output("command -v chromium") == "" then
  print("skipped: chromium is not installed")
else
  local page = drawn("view=pages&document=a.txt&record=1")
  has(page, "3 documents, 4 records, 1 with an error", "the sum")
  has(page, 'data-record="0"', "a record in the text")
  check(page:find('<mark[^>]*class="chosen"[^>]*>12 con chó<'),
    "the chosen mark")
  has(page, "<dt>count</dt><dd>12</dd>", "its fields")
  has(page, "Rule mine.seen", "its rule")
  has(page, "&lt;!-- x &lt; y &lt;/script.", "signs of HTML in the text")
  page = drawn("view=records")
  has(page, '<td class="number">7</td>', "the table")
  page = drawn("view=timeline")
  has(page, "<td>2023-04-01</td><td>phiên chợ Xuân</td>", "the timeline")
  page = drawn("view=pages&document=missing.txt")
  has(page, "input: there is no such file", "the error")
  page = drawn("view=pages&document=b.html&record=0")
  has(page, "/html/body[1]/p[1]", "the element")
end
-- With the pages themselves: the way to a record in them.
os.execute(("cd %s && mv r.html r && %s --no-shipped -r mine.rule -t html \z
  --mark -o m a.txt b.html 2>/dev/null && mv m/index.html r.html"):format(
  folder, trich))
if output("command -v chromium") ~= "" then
  local page = drawn("view=pages&document=b.html&record=0")
  has(page, 'href="b.html#trich-0:~:text=7%20con%20g%C3%A0"',
    "the way to the page")
  page = drawn("view=pages&document=b.html")
  has(page, 'href="b.html"', "the way to the page as a whole")
end
os.execute("rm -rf " .. folder)
print(("%d passed, %d failed"):format(passed, failed))
