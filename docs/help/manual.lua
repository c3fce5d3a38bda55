--[[
manual.lua: manual pages and shell completion, made of the help texts beside it.

  lua5.4 docs/help/manual.lua VERSION FOLDER

writes below FOLDER man/trich.1, man/trich-run.1 and so on, bash/trich,
zsh/_trich and fish/trich.fish. A help text is usage lines, paragraphs, and
lists: "Options:" and lines "  -o, --output FILE  what it does".
]]

local version, folder = arg[1], arg[2]
local here = arg[0]:match("^(.*/)") or "./"

local topics = { "trich", "run", "text", "repl", "test", "explain", "check",
  "cover", "diff", "eval", "fmt", "heads", "schema", "limits", "script" }

local function read(name)
  local file <close> = assert(io.open(name, "rb"))
  return file:read("a")
end

local function write(name, text)
  local file <close> = assert(io.open(folder .. "/" .. name, "wb"))
  assert(file:write(text))
end

-- ---------------------------------------------------------------------------
-- The parts of a help text

-- An option or a command of a list: its left side and what it says.
local function entry(line)
  local indent, left, right = line:match("^(  +)(%S.-)  +(%S.*)$")
  if left and #indent < 8 then return left, right end
  left = line:match("^  +(%-.*)$")
  return left, left and ""
end

-- { { kind = "usage"|"text"|"head"|"list", ... }, ... }
local function parse(text)
  local parts, list = {}, nil
  for line in text:gmatch("([^\n]*)\n") do
    local left, right = entry(line)
    if line == "" then
      list = nil
    elseif left then
      if not list then
        list = { kind = "list" }
        parts[#parts + 1] = list
      end
      list[#list + 1] = { left = left, right = right }
    elseif list then
      local last = list[#list]
      last.right = last.right .. (last.right == "" and "" or " ")
        .. line:match("^%s*(.*)$")
    elseif #parts == 0 or line:find("^trich ") then
      parts[#parts + 1] = { kind = "usage", text = line }
    elseif line:find("^%S.*:$") then
      parts[#parts + 1] = { kind = "head", text = line:sub(1, -2) }
    else
      parts[#parts + 1] = { kind = "text", text = line }
    end
  end
  return parts
end

-- ---------------------------------------------------------------------------
-- Manual pages

local function roff(text)
  return (text:gsub("\\", "\\e"):gsub("%-", "\\-"):gsub("^([.'])", "\\&%1")
    :gsub("\n([.'])", "\n\\&%1"))
end

local page = {}

function page.usage(part, out)
  out[#out + 1] = ".B " .. roff(part.text) .. "\n.br\n"
end

function page.text(part, out) out[#out + 1] = roff(part.text) .. "\n" end

function page.head(part, out)
  out[#out + 1] = ".SS " .. roff(part.text) .. "\n"
end

function page.list(part, out)
  for _, e in ipairs(part) do
    out[#out + 1] = (".TP\n.B %s\n%s\n"):format(roff(e.left), roff(e.right))
  end
  out[#out + 1] = ".PP\n"
end

local function name_of(topic)
  return topic == "trich" and topic or "trich-" .. topic
end

local function manpage(topic, parts)
  local out = { (".TH %s 1 \"\" \"trich %s\" \"trich\"\n"):format(
    name_of(topic):upper():gsub("%-", "\\-"), version) }
  local first = true
  local summary
  for i, part in ipairs(parts) do
    if part.kind == "text" or topic == "trich" and i == 1 then
      summary = part.text:match("^(.-)[.:;,]") or part.text
      break
    end
  end
  out[#out + 1] = (".SH NAME\n%s \\- %s\n"):format(roff(name_of(topic)),
    roff(summary))
  for i, part in ipairs(parts) do
    if topic == "trich" and i == 1 then
      out[#out + 1] = ".SH SYNOPSIS\n.B trich\n[\\fICOMMAND\\fR] \z
        [\\fIOPTION\\fR]... [\\fIFILE\\fR]...\n"
      part = { kind = "text", text = part.text }
    elseif i == 1 then
      out[#out + 1] = ".SH SYNOPSIS\n"
    end
    if first and part.kind ~= "usage" then
      out[#out + 1] = ".SH DESCRIPTION\n"
      first = false
    end
    page[part.kind](part, out)
  end
  local also = {}
  for _, other in ipairs(topics) do
    if other ~= topic then
      also[#also + 1] = (".BR %s (1)"):format(roff(name_of(other)))
    end
  end
  out[#out + 1] = ".SH SEE ALSO\n" .. table.concat(also, ",\n") .. "\n"
  return table.concat(out)
end

-- ---------------------------------------------------------------------------
-- Completion

-- Options of which the text begins with the words they take.
local worded = { ["--to"] = true, ["--offsets"] = true, ["--encoding"] = true }

-- "jsonl or table; default: ..." -> "jsonl table"
local function words_in(says)
  local words = {}
  says = says:gsub("[;:].*", ""):gsub("%b()", ""):gsub(" or ", ", ")
  for word in says:gmatch("[%l%d][%w-]*") do words[#words + 1] = word end
  return table.concat(words, " ")
end

-- { { long = "--output", short = "-o", value = "FILE", says = ... }, ... }
local function options_of(parts)
  local list = {}
  for _, part in ipairs(parts) do
    for _, e in ipairs(part) do
      local long, value = e.left:match("(%-%-[%w-]+)[ =]?(.*)$")
      if long then
        local o = { long = long, short = e.left:match("^(%-%w),"),
          value = value ~= "" and value or nil, says = e.right }
        o.words = worded[long] and words_in(e.right) or nil
        list[#list + 1] = o
      end
    end
  end
  return list
end

local function words_of(options)
  local words = {}
  for _, o in ipairs(options) do
    if o.short then words[#words + 1] = o.short end
    words[#words + 1] = o.long
  end
  return table.concat(words, " ")
end

local function bash(all, commands)
  local cases, valued = {}, {}
  for _, topic in ipairs(topics) do
    cases[#cases + 1] = ("    %s) words='%s' ;;"):format(topic,
      words_of(all[topic]))
    for _, o in ipairs(all[topic]) do
      if o.words then
        valued[#valued + 1] = ("    %s:%s) words='%s' ;;"):format(topic,
          o.long, o.words)
        if o.short then
          valued[#valued + 1] = ("    %s:%s) words='%s' ;;"):format(topic,
            o.short, o.words)
        end
      end
    end
  end
  return ([[
# Completion of trich for bash.
_trich() {
  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
  local command=run words= word
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in
      @COMMANDS@) command=$word; break ;;
      *.lua) command=script; break ;;
    esac
  done
  case $command:$before in
@VALUED@
    help:*) words='@WORDS@' ;;
    *)
      case $current in
        -*)
          case $command in
@CASES@
          esac ;;
        *) [ "$COMP_CWORD" -eq 1 ] && words='@WORDS@' ;;
      esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  case $command:$current in
    help:*|*:-*) ;;
    *) COMPREPLY+=($(compgen -f -- "$current")) ;;
  esac
}
complete -o filenames -F _trich trich
]]):gsub("@(%u+)@", { COMMANDS = table.concat(commands, "|"),
    WORDS = table.concat(commands, " "),
    VALUED = table.concat(valued, "\n"),
    CASES = table.concat(cases, "\n"):gsub("    (%l+%))", "            %1") })
end

local function quoted(text) return (text:gsub("'", "'\\''")) end

-- "_arguments" takes '[' and ':' for its own.
local function zsh_says(text)
  return quoted(text):gsub("([%[%]:])", "\\%1")
end

local function zsh_options(options)
  local out = {}
  for _, o in ipairs(options) do
    local value = ""
    if o.words then
      value = (":%s:(%s)"):format(o.value, o.words)
    elseif o.value then
      value = (":%s:%s"):format(o.value:gsub("[:%[%]]", " "),
        o.value:find("FILE") and "_files" or " ")
    end
    for _, name in ipairs { o.long, o.short } do
      out[#out + 1] = ("        '%s[%s]%s'"):format(name, zsh_says(o.says),
        value)
    end
  end
  out[#out + 1] = "        '*:file:_files'"
  return table.concat(out, " \\\n")
end

local function zsh(all, commands, says)
  local list, cases = {}, {}
  for _, c in ipairs(commands) do
    list[#list + 1] = ("    '%s:%s'"):format(c, quoted(says[c]))
  end
  for _, c in ipairs(topics) do
    if c ~= "trich" then
      cases[#cases + 1] = ("    %s)\n      _arguments -s \\\n%s ;;"):format(c,
        zsh_options(all[c]))
    end
  end
  return ([=[
#compdef trich
# Completion of trich for zsh.
local -a commands
local command=run word
commands=(
@LIST@
)
for word in ${words[2,CURRENT-1]}; do
  case $word in
    @COMMANDS@) command=$word; break ;;
    *.lua) command=script; break ;;
  esac
done
if (( CURRENT == 2 )) && [[ $PREFIX != -* ]]; then
  _describe command commands
fi
case $command in
    help) _describe command commands ;;
@CASES@
esac
]=]):gsub("@(%u+)@", { LIST = table.concat(list, "\n"),
    COMMANDS = table.concat(commands, "|"),
    CASES = table.concat(cases, "\n") })
end

local function fish(all, commands, says)
  local out = { "# Completion of trich for fish.",
    ("set -l commands %s"):format(table.concat(commands, " ")) }
  for _, c in ipairs(commands) do
    out[#out + 1] = ("complete -c trich -n \"not __fish_seen_subcommand_from \z
      $commands\" -a %s -d '%s'"):format(c, quoted(says[c]))
  end
  for _, c in ipairs(topics) do
    local condition = ("__fish_seen_subcommand_from %s"):format(c)
    if c == "trich" then
      condition = "not __fish_seen_subcommand_from $commands"
    end
    for _, o in ipairs(all[c]) do
      out[#out + 1] = ("complete -c trich -n \"%s\"%s -l %s%s -d '%s'"):format(
        condition, o.short and " -s " .. o.short:sub(2) or "", o.long:sub(3),
        o.words and (" -x -a '%s'"):format(o.words) or o.value and " -r" or "",
        quoted(o.says))
    end
  end
  return table.concat(out, "\n") .. "\n"
end

-- ---------------------------------------------------------------------------

local all, says, commands = {}, {}, { "help" }
says.help = "the options of a command"
says.run, says.text = "extract records", "the article's text"
for _, topic in ipairs(topics) do
  local parts = parse(read(here .. topic .. ".txt"))
  write("man/" .. name_of(topic) .. ".1", manpage(topic, parts))
  all[topic] = options_of(parts)
  if topic ~= "trich" and topic ~= "script" then
    commands[#commands + 1] = topic
  end
  for _, part in ipairs(parts) do
    for _, e in ipairs(topic == "trich" and part or {}) do
      local command = e.left:match("^trich (%l+)")
      if command then says[command] = says[command] or e.right end
    end
  end
end
write("bash/trich", bash(all, commands))
write("zsh/_trich", zsh(all, commands, says))
write("fish/trich.fish", fish(all, commands, says))
