--[[
bench.lua: how fast trich is, as ratios to programs that everybody has.

  lua5.4 tests/bench/bench.lua TRICH SPEND FOLDER [SIZE] [PAGES] [RUNS] [ONLY]

Writes its input and bench.json below FOLDER, and prints one table. SIZE is in
MB of text, PAGES the number of HTML pages of 120 KB, RUNS how often a command
run, in turn with those it is compared with; figures are medians. A row whose
yardstick is not installed says so. ONLY: names of groups: text,html,start.

Ratios are of CPU time where nothing else is said; above 1 trich is the faster
one. Growth is counted in instructions (valgrind), so that neither the clock nor
what else the machine does matters.
]]
package.path = arg[0]:match("^(.*/)") .. "?.lua;" .. package.path
local input = require "input"

local trich, spend, root = arg[1], arg[2], arg[3]
local size, npages = tonumber(arg[4] or 8), tonumber(arg[5] or 60)
local runs, only = tonumber(arg[6] or 5), arg[7] or ""

-- ---------------------------------------------------------------------------
-- Running

local function output(command)
  local pipe <close> = assert(io.popen(command))
  return pipe:read("a")
end

local function has(program)
  return os.execute("command -v " .. program .. " >/dev/null")
end

local function median(list)
  table.sort(list)
  local n = #list
  return n % 2 == 1 and list[n // 2 + 1]
    or (list[n // 2] + list[n // 2 + 1]) / 2
end

-- What a command spends: { cpu, wall, memory } in seconds and KB. xmllint gives
-- 1 or 2 for pages that it mends; ours gives nothing but 0.
local function once(command, option)
  local text = output(("%s %s %s 2>%s/errors; echo $?"):format(spend,
    option or "", command, root))
  local cpu, wall, memory, status = text:match("^(%S+) (%S+) (%S+)\n(%d+)")
  if not cpu or status ~= "0" and command:find(trich, 1, true) then
    error(("'%s' failed: %s"):format(command, input.read(root .. "/errors")))
  end
  return { cpu = tonumber(cpu), wall = tonumber(wall), kb = tonumber(memory) }
end

-- Commands by name, all of them once and then `times` times in turn: the
-- medians by name. nil for a command whose program is missing.
local function alternate(commands, times)
  local all, names = {}, {}
  for name, command in pairs(commands) do
    if has(command:match("[^%s=]+%f[%s]") or command) then
      names[#names + 1] = name
      all[name] = { cpu = {}, wall = {}, kb = {} }
    end
  end
  table.sort(names)
  for run = 0, times do
    for _, name in ipairs(names) do
      local spent = once(commands[name])
      for key, list in pairs(all[name]) do
        if run > 0 then list[#list + 1] = spent[key] end
      end
    end
  end
  for _, name in ipairs(names) do
    for key, list in pairs(all[name]) do all[name][key] = median(list) end
  end
  return all
end

-- Millions of instructions of a command, or nil without valgrind.
local function instructions(command)
  if not has "valgrind" then return nil end
  local text = output(("valgrind --tool=callgrind \z
    --callgrind-out-file=/dev/null %s 2>&1 >/dev/null"):format(command))
  local last -- of the process itself: those that it starts end before it
  for n in text:gmatch("Collected : (%d+)") do last = n end
  return tonumber(last) / 1e6
end

-- ---------------------------------------------------------------------------
-- Rows

local rows = {}

-- `met`: of a ratio and its goal; nil for a row that is only reported.
local function row(name, ours, yardstick, ratio, goal, met)
  rows[#rows + 1] = { name = name, ours = ours, yardstick = yardstick,
    ratio = ratio, goal = goal, met = met }
  io.stderr:write(name, ": ", ratio or ours, "\n")
end

local function missing(name, program)
  row(name, "", program .. " is not installed", "", "", nil)
end

local function speed(bytes, seconds)
  return ("%.2f MB/s"):format(bytes / 1024 / 1024 / seconds)
end

local function times(n) return ("%.2fx"):format(n) end

-- Our speed as a multiple of another's, which had `its_bytes` to read (nil: the
-- same).
local function faster(name, bytes, all, other, goal, its_bytes)
  local ours, its = all.trich, all[other]
  if not its then return missing(name, other:match "%a+") end
  local ratio = its.cpu / (its_bytes or bytes) / (ours.cpu / bytes)
  row(name, speed(bytes, ours.cpu), speed(its_bytes or bytes, its.cpu),
    times(ratio),
    goal and (">= " .. times(goal)), goal and ratio >= goal)
end

local function wanted(name)
  return only == "" or only:find(name, 1, true) ~= nil
end

-- ---------------------------------------------------------------------------
-- Text

local function stages_of(command)
  local list, total = {}, 0
  for name, us in output(command .. " 2>&1 >/dev/null")
    :gmatch("(%l+) +([%d.]+) +[%d.]+%%") do
    if name == "all" then total = tonumber(us)
    else list[#list + 1] = { name = name, us = tonumber(us) } end
  end
  return list, total
end

local function print_stages(name, list)
  local parts = {}
  for _, stage in ipairs(list) do
    parts[#parts + 1] = ("%s %.1f"):format(stage.name, stage.us)
  end
  row(name .. ": microseconds per KB", table.concat(parts, ", "), "", "")
end

-- The fast ones get 16 MB at least: they take a while to get ready.
local function enlarged(text)
  local n = math.ceil(16 * 1024 * 1024 / text.bytes)
  if n == 1 then return text.file, text.bytes end
  input.write(text.file .. ".more", input.read(text.file):rep(n))
  return text.file .. ".more", text.bytes * n
end

-- A text of a few megabytes in the place of a larger one: what is slow, and as
-- slow on any size, would take an hour.
local SLOW <const> = 8
local function part_of(text, label, pages)
  if text.bytes < 2 * SLOW * 1024 * 1024 then return text end
  return input.text(("%s/%s-part"):format(root, label), pages, SLOW)
end

local function text_rows(label, pages, heads, megabytes)
  local text = input.text(root .. "/" .. label, pages, megabytes)
  local more, bytes = enlarged(text)
  local part = part_of(text, label, pages)
  local run = ("%s run -j 1 -t jsonl %s"):format(trich, text.folder)
  local rg = ("rg -j1 %%s -o -b -F -f %s %s"):format(heads, part.file)
  local all = alternate({ trich = run,
    rg = ("rg -j1 -o -b -F -f %s %s"):format(heads, more),
    ["rg -w"] = rg:format "-w",
    grep = ("env LC_ALL=C grep -obF -f %s %s"):format(heads, more) }, runs)
  local slow = alternate({ ["rg -i"] = rg:format "-i",
    ["rg -i -w"] = rg:format "-w -i" }, 1)
  slow.trich = all.trich
  faster(label .. ": rg -o -b -F", text.bytes, all, "rg", 0.75, bytes)
  faster(label .. ": rg -w -o -b -F", text.bytes, all, "rg -w", 5, part.bytes)
  faster(label .. ": LC_ALL=C grep -obF", text.bytes, all, "grep", 1.1,
    bytes)
  faster(label .. ": rg -i -o -b -F", text.bytes, slow, "rg -i", nil,
    part.bytes)
  faster(label .. ": rg -i -w -o -b -F", text.bytes, slow, "rg -i -w", nil,
    part.bytes)
  local list, total = stages_of(run .. " --stages")
  print_stages(label, list)
  local before, decode = 0, 0
  for i, stage in ipairs(list) do
    if i <= 5 then before = before + stage.us end -- read to scan
    if stage.name == "decode" then decode = stage.us end
  end
  if all.rg then
    local us = all.rg.cpu * 1e6 / (bytes / 1024)
    row(label .. ": read to scan, against rg -o -b -F",
      ("%.1f us/KB"):format(before), ("%.1f us/KB"):format(us),
      times(us / before), ">= 1.00x", us >= before)
  end
  row(label .. ": share of decoding", ("%.1f us/KB"):format(decode), "",
    ("%.1f %%"):format(decode / total * 100), "<= 3 %", decode <= 0.03 * total)
  return text
end

-- ---------------------------------------------------------------------------
-- Slower ways to the same

local function reference_rows(pages, heads)
  local text = input.text(root .. "/part", pages, 0.25)
  local fast = ("%s run -j 1 -t jsonl %s"):format(trich, text.folder)
  local all = alternate({ trich = fast, reference = fast .. " --reference" }, 1)
  faster("reference path", text.bytes, all, "reference")
  local same = output(("%s 2>&1 | cksum"):format(fast)) ==
    output(("%s --reference 2>&1 | cksum"):format(fast))
  row("records of the reference path", "", "", same and "the same" or "others",
    "the same", same)
  local more = input.text(root .. "/pure", pages, 4) -- it is that much faster
  for _, way in ipairs { "trie", "choice" } do
    local command = ("lua5.4 %slpeg.lua %s %s %s"):format(
      arg[0]:match("^(.*/)"), way, heads, more.file)
    if os.execute("lua5.4 -e 'require \"lpeg\"' 2>/dev/null") then
      local pure = alternate({ lpeg = command,
        build = command:gsub("%S+$", "/dev/null") }, runs)
      pure.lpeg.cpu = pure.lpeg.cpu - pure.build.cpu
      pure.trich = all.trich
      faster("heads in pure LPeg, " .. way, text.bytes, pure, "lpeg", nil,
        more.bytes)
    else
      missing("heads in pure LPeg, " .. way, "lua-lpeg")
    end
  end
end

-- ---------------------------------------------------------------------------
-- HTML, start

local function html_rows(pages)
  local html = input.html(root .. "/html", pages, npages, 120 * 1024)
  local all = alternate({
    trich = ("%s run -j 1 -t jsonl %s"):format(trich, html.folder),
    text = ("%s text -t jsonl %s"):format(trich, html.folder),
    xmllint = ("xmllint --html --noout %s/*.html"):format(html.folder) }, runs)
  if not all.xmllint then return missing("HTML: xmllint", "xmllint") end
  for name, goal in pairs { trich = 0.95, text = false } do
    local ratio, met = all[name].cpu / all.xmllint.cpu, nil
    if goal then met = ratio <= goal end
    row(("HTML, %s: CPU of xmllint --html --noout"):format(name == "text" and
      "trich text" or "trich run"), speed(html.bytes, all[name].cpu),
      speed(html.bytes, all.xmllint.cpu), times(ratio),
      goal and "<= " .. times(goal), met)
  end
end

local function start_rows(pages)
  local text = input.one(root .. "/page.txt", pages, 5000)
  local html = input.onehtml(root .. "/page.html", pages, 5000)
  local all = alternate({
    trich = ("%s run -j 1 -t jsonl %s"):format(trich, text),
    page = ("%s run -j 1 -t jsonl %s"):format(trich, html),
    version = trich .. " --version",
    xmllint = ("xmllint --html --noout %s"):format(html) }, 4 * runs)
  local function ms(seconds) return ("%.1f ms"):format(seconds * 1000) end
  row("start, 5 KB of text", ms(all.trich.cpu), "",
    ms(all.trich.wall) .. " wall", "<= 10 ms", all.trich.cpu <= 0.010)
  row("start, nothing to do (--version)", ms(all.version.cpu), "",
    ms(all.version.wall) .. " wall")
  if not all.xmllint then return missing("start: xmllint", "xmllint") end
  for name, what in pairs { trich = "5 KB of text", page = "5 KB of HTML" } do
    local ratio = all[name].cpu / all.xmllint.cpu
    row(("start, %s: xmllint, 5 KB"):format(what), ms(all[name].cpu),
      ms(all.xmllint.cpu), times(ratio), "<= 2.50x", ratio <= 2.5)
  end
end

-- ---------------------------------------------------------------------------
-- Growth

-- Millions of instructions of running rules over a text, the start apart.
local function work(rules, text, nothing)
  local command = ("%s run -j0 -t jsonl --no-shipped -r %s ")
    :format(trich, rules)
  local all, start = instructions(command .. text),
    instructions(command .. nothing)
  return all and all - start, start
end

local function grows(name, from, to, goal)
  if not from then return missing(name, "valgrind") end
  local ratio = to / from
  row(name, ("%.0f M"):format(to), ("%.0f M"):format(from), times(ratio),
    "<= " .. times(goal), ratio <= goal)
end

-- Instructions that one byte more costs, from 1 to 10 and from 10 to 100 times
-- the input: the same documents again, and one document that grows.
local function linear_rows(pages)
  local text = input.text(root .. "/grow", pages, 2 / 1024)
  local whole = input.read(text.file)
  local base = ("%s run -j0 -t jsonl "):format(trich)
  for _, what in ipairs { "the same documents", "one document" } do
    local counts = {}
    for i, n in ipairs { 1, 10, 100 } do
      local given = (text.folder .. " "):rep(n)
      if what == "one document" then
        given = root .. "/grown.txt"
        input.write(given, whole:rep(n))
      end
      counts[i] = instructions(base .. given)
    end
    local name = what .. ", 10 and 100 times: instructions a byte"
    if not counts[1] then return missing(name, "valgrind") end
    local first = (counts[2] - counts[1]) / 9 / text.bytes * 1e6
    local second = (counts[3] - counts[2]) / 90 / text.bytes * 1e6
    row(name, ("%.0f"):format(second), ("%.0f"):format(first),
      times(second / first), "<= 1.05x", second <= 1.05 * first)
  end
end

local function growth_rows(pages)
  local text = input.one(root .. "/some.txt", pages, 100 * 1024)
  local nothing = root .. "/nothing.txt"
  input.write(nothing, "")
  local made, starts = {}, {}
  for _, shape in ipairs { { 61, 1500 }, { 610, 15000 }, { 10, 250 },
                           { 100, 2500 } } do
    local rules = input.rules(("%s/%d.rule"):format(root, shape[1]), pages,
      shape[1], shape[2])
    made[shape[1]], starts[shape[1]] = work(rules, text, nothing)
  end
  grows("61 to 610 rules, 1,500 to 15,000 phrases", made[61], made[610], 3)
  grows("10 to 100 rules", made[10], made[100], 2.2)
  grows("start with 61 to 610 rules of one's own", starts[61], starts[610], 10)

  linear_rows(pages)
end

local function vocabulary_rows(pages)
  local text = input.text(root .. "/some", pages, 4)
  local run = trich .. " run -j 1 -t jsonl --no-shipped -r %s %s"
  local small = input.vocabulary(root .. "/1000.rule", pages, 1000)
  local large = input.vocabulary(root .. "/100000.rule", pages, 100000)
  local all = alternate({ small = run:format(small, text.folder),
    nosmall = run:format(small, "/dev/null"),
    large = run:format(large, text.folder),
    nolarge = run:format(large, "/dev/null") }, runs)
  row("100,000 phrases: load, against 1,000",
    ("%.2f s"):format(all.nolarge.cpu), ("%.2f s"):format(all.nosmall.cpu),
    ("%.0f MB"):format(all.nolarge.kb / 1024))
  local ours, its = all.large.cpu - all.nolarge.cpu,
    all.small.cpu - all.nosmall.cpu
  row("100,000 phrases: 4 MB of text, against 1,000", speed(text.bytes, ours),
    speed(text.bytes, its), times(its / ours))
end

-- ---------------------------------------------------------------------------
-- Memory, workers

local function memory_rows(text)
  local peaks = {}
  local one = input.text(root .. "/one", input.pages "corpus", 1)
  local inputs = { { 1, one.folder }, { size, text.folder },
    { 10 * size, (text.folder .. " "):rep(10) } }
  for i, given in ipairs(inputs) do
    peaks[i] = once(("%s run -j 1 -t jsonl %s"):format(trich, given[2]),
      "-p").kb / 1024
    row(("memory, %g MB of text"):format(given[1]),
      ("%.1f MB"):format(peaks[i]), "", "", "<= 16 MB", peaks[i] <= 16)
  end
  local ratio = peaks[3] / peaks[2]
  row("memory, ten times the text", ("%.1f MB"):format(peaks[3]),
    ("%.1f MB"):format(peaks[2]), times(ratio), "<= 1.05x", ratio <= 1.05)
end

local function worker_rows(text)
  local command = trich .. " run -t jsonl -j %d " .. text.folder
  local all = alternate({ one = command:format(1), two = command:format(2) },
    runs)
  local cpu, wall = all.two.cpu / all.one.cpu, all.one.wall / all.two.wall
  row("2 workers: CPU", ("%.2f s"):format(all.two.cpu),
    ("%.2f s"):format(all.one.cpu), times(cpu), "<= 1.08x", cpu <= 1.08)
  row("2 workers: wall", ("%.2f s"):format(all.two.wall),
    ("%.2f s"):format(all.one.wall), times(wall), ">= 1.80x", wall >= 1.8)
end

local function opaque_rows(text)
  local rule = root .. "/opaque.rule"
  input.write(rule, "package opaque\nrecord odd { what }\n\z
    rule odd : odd = what:word \"qua tay\"\n")
  local run = trich .. " run -j 1 -t jsonl %s " .. text.folder
  local all = alternate({ opaque = run:format("-r " .. rule),
    trich = run:format "" }, 1)
  local ratio = all.opaque.cpu / all.trich.cpu
  row("a rule without a head more", ("%.2f s"):format(all.opaque.cpu),
    ("%.2f s"):format(all.trich.cpu), times(ratio), "<= 3.00x", ratio <= 3)
end

-- ---------------------------------------------------------------------------
-- The table

local function width(s) return utf8.len(s) or #s end

local function pad(s, n) return s .. (" "):rep(n - width(s)) end

local columns = { "name", "ours", "yardstick", "ratio", "goal", "met" }

local function cell(r, column)
  local v = r[column]
  if column == "met" then
    return v == nil and "" or v and "met" or "not met"
  end
  return v or ""
end

local function print_table()
  local widths = {}
  local head = { name = "row", ours = "trich", yardstick = "yardstick",
                 ratio = "ratio", goal = "goal" }
  for _, column in ipairs(columns) do
    widths[column] = width(head[column] or "met")
    for _, r in ipairs(rows) do
      if not r.name:find("microseconds", 1, true) then
        widths[column] = math.max(widths[column], width(cell(r, column)))
      end
    end
  end
  local function line(get)
    local out = {}
    for i, column in ipairs(columns) do
      out[i] = pad(get(column), widths[column])
    end
    print("| " .. table.concat(out, " | ") .. " |")
  end
  line(function (column) return head[column] or "met" end)
  line(function (column) return ("-"):rep(widths[column]) end)
  for _, r in ipairs(rows) do
    if not r.name:find("microseconds", 1, true) then
      line(function (column) return cell(r, column) end)
    end
  end
  for _, r in ipairs(rows) do
    if r.name:find("microseconds", 1, true) then
      print("\n" .. r.name .. ": " .. r.ours)
    end
  end
end

local function json_string(s)
  return '"' .. s:gsub('[\\"]', "\\%0") .. '"'
end

local function write_json()
  local out = {}
  for i, r in ipairs(rows) do
    local fields = {}
    for _, column in ipairs(columns) do
      local v = r[column]
      if type(v) == "boolean" then v = tostring(v)
      elseif v then v = json_string(v) end
      if v then fields[#fields + 1] = ('"%s":%s'):format(column, v) end
    end
    out[i] = "{" .. table.concat(fields, ",") .. "}"
  end
  input.write(root .. "/bench.json", ('{"size":%s,"pages":%d,"runs":%d,\z
    "rows":[\n%s\n]}\n'):format(size, npages, runs, table.concat(out, ",\n")))
end

-- ---------------------------------------------------------------------------

assert(os.execute("mkdir -p " .. root))
local corpus = input.pages "corpus"
local sample = input.pages "../shared/devset/sample"
local shared = sample[1] and sample or corpus
if not sample[1] then
  io.stderr:write("../shared/devset is not there: the corpus alone\n")
end
local heads = root .. "/heads.txt"
input.write(heads, output(trich .. " heads"))

local text
if wanted "text" then text = text_rows("text", shared, heads, size)
elseif wanted "memory" or wanted "workers" or wanted "opaque" then
  text = input.text(root .. "/text", shared, size)
end
if wanted "corpus" and sample[1] then
  text_rows("corpus", corpus, heads, math.min(size, 2 * SLOW))
end
if wanted "reference" then reference_rows(shared, heads) end
if wanted "html" then html_rows(shared) end
if wanted "start" then start_rows(shared) end
if wanted "growth" then growth_rows(shared) end
if wanted "vocabulary" then vocabulary_rows(shared) end
if wanted "memory" then memory_rows(text) end
if wanted "workers" then worker_rows(part_of(text, "text", shared)) end
if wanted "opaque" then opaque_rows(part_of(text, "text", shared)) end
print_table()
write_json()
