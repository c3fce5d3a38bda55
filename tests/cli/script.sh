# Scripts: order of what is written, arguments, exit statuses, mistakes.
cat > order.lua <<'LUA'
#!/usr/bin/env trich
io.write("a\n") print("b", arg[0], #arg, ...) io.write("c\n") print("d")
LUA
"$TRICH" order.lua one two > order.out
cat order.out
"$TRICH" order.lua | cat
echo 'print("lost?") os.exit(7)' > exit.lua
"$TRICH" exit.lua > exit.out
echo "exit $?"
cat exit.out
run() { "$TRICH" "$@" 2>&1; echo "exit $?"; }
echo 'print(1' > syntax.lua
run syntax.lua
echo 'local x; print(x.y)' > fails.lua
run fails.lua
echo 'error({})' > table.lua
run table.lua
echo 'return require "nothing"' > module.lua
run module.lua
echo 'require "trich".extract("x")' > norules.lua
run norules.lua
echo 'rule r : none = "x"' > bad.rule
echo 'require "trich".load { "bad.rule", shipped = false }' > badrule.lua
run badrule.lua
echo 'for p in require "trich".documents "nowhere" do print(p) end' > walk.lua
run walk.lua
printf '\033Lua' > code.lua
run code.lua
run -o out.txt order.lua
ls out.txt 2>/dev/null
# the shipped rules; a page that is no UTF-8; a page of bytes
cat > shipped.lua <<'LUA'
local trich = require "trich"
trich.load()
local result = trich.extract("Kim ngạch xuất khẩu năm 2022 đạt 8,7 tỷ USD.")
for _, r in ipairs(result.records) do
  print(r.type, r.fields.label, r.fields.value, r.fields.unit, r.fields.period)
end
print(#trich.extract("\xff\x00\xfe").records, trich.extract("").error)
LUA
run shipped.lua
