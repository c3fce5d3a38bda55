" Vim syntax file for the rule files of trich.
" Put it at ~/.vim/syntax/trich.vim, and in ~/.vim/ftdetect/trich.vim:
"   autocmd BufNewFile,BufRead *.rule setfiletype trich
if exists("b:current_syntax")
  finish
endif

syn keyword trichKeyword package use record vocabulary override term mention
syn keyword trichKeyword where rule adds each set needs no to ignore link
syn keyword trichKeyword takes from merge by into off accepts rejects else
syn keyword trichKeyword inside previous next nearest first respective in and
syn keyword trichKeyword or not true false nil lua
syn keyword trichBuiltin word cap upper letter digits roman quoted rest block
syn keyword trichBuiltin sentence head tail end title caption

syn match trichComment "--.*$" contains=@Spell
syn match trichEscape "\\." contained
syn region trichString start=+"+ skip=+\\.+ end=+"+ oneline contains=trichEscape
syn region trichExact start=+'+ skip=+\\.+ end=+'+ oneline contains=trichEscape
syn match trichName "\<\u\w*\>"
syn match trichCapture "\<[a-zA-Z_]\w*\s*:\@="
syn match trichNumber "\<\d\+\(\.\d\+\)\=\([eE][-+]\=\d\+\)\=\>"
syn match trichOperator "\.\.\.\|=>\|==\|\~=\|<&\|<!\|[&!/?*+~]"

hi def link trichKeyword Keyword
hi def link trichBuiltin Type
hi def link trichComment Comment
hi def link trichEscape SpecialChar
hi def link trichString String
hi def link trichExact Character
hi def link trichName Identifier
hi def link trichCapture Label
hi def link trichNumber Number
hi def link trichOperator Operator

let b:current_syntax = "trich"
