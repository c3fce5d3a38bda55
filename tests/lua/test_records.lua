-- run by trich
-- Every record of the corpus: its offsets and its text agree, each `from` lies
-- outside the record, fields are declared, and a second run gives the same.
local trich = require "trich"
local engine = require "engine"

local checks = dofile "tests/lua/checks.lua"
local check = checks.ok

local function show(result)
  local out = {}
  for _, r in ipairs(result.records) do
    out[#out + 1] = ("%s %s %d %d %s"):format(r.type, r.rule, r.start,
      r["end"], r.text)
    for _, name in ipairs(r.order) do
      local v = r.fields[name]
      if type(v) == "table" then
        for _, item in ipairs(v) do out[#out + 1] = name .. "=" .. item end
      elseif v ~= nil then
        out[#out + 1] = name .. "=" .. tostring(v)
      end
    end
  end
  return table.concat(out, "\n")
end

trich.load()
local root = (os.getenv "ROOT" or ".") .. "/"
local folders = { root .. "corpus", root .. "../shared/devset/gold",
                  root .. "../shared/devset/sample" }
local pages, records = 0, 0
for _, folder in ipairs(folders) do
  local there = io.open(folder .. "/.")
  if not there then
    print(("skipped: %s is not there"):format(folder:sub(#root + 1)))
  else
    there:close()
    for path, bytes in trich.documents(folder) do
      if path:match("%.txt$") then
        pages = pages + 1
        local result = trich.extract(bytes, { id = path })
        check(not result.error, path .. ": " ..
          (result.error and result.error.message or ""))
        local last = 0
        local good = true
        for _, r in ipairs(result.records) do
          records = records + 1
          local slice = bytes:sub(r.start + 1, r["end"])
          if slice ~= r.text or r.start < last or r.start >= r["end"] then
            good = false
            print(("%s: %s at %d..%d: text '%s', bytes '%s'"):format(path,
              r.rule, r.start, r["end"], r.text, slice))
          end
          last = r.start
          local declared = engine.state.program.records[r.type].fields
          for name in pairs(r.fields) do
            good = good and declared[name] ~= nil
          end
          for name, from in pairs(r.from or {}) do
            good = good and r.fields[name] ~= nil
              and (from.start < r.start or from["end"] > r["end"])
              and bytes:sub(from.start + 1, from["end"]) ~= ""
          end
        end
        check(good, path .. ": records and offsets do not agree")
        if folder == folders[1] then
          check(show(trich.extract(bytes)) == show(result),
            path .. ": a second run gives something else")
        end
      end
    end
  end
end
check(pages >= 5 and records > 50, "too few pages or records")
checks.finish()
