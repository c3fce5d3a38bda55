# Manual pages and completion, as they are installed.
unset MAKEFLAGS MAKELEVEL MODE
make -s -C "$ROOT" manual || exit 1
cd "$ROOT/build/manual" || exit 1
ls man | wc -l | tr -d ' '
grep -A1 '^.SH NAME' man/trich-run.1 | tail -n 1
grep -c '^.B \\-\\-offsets UNIT$' man/trich-run.1
complete_bash() { # the words for a line that ends where the cursor is
  bash -c '. bash/trich; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _trich
    echo "${COMPREPLY[@]}"' complete "$@"
}
complete_bash trich ex
complete_bash trich cover --mi
complete_bash trich run -t ''  | cut -d ' ' -f 1,2
complete_bash trich text --to js
complete_bash trich help l
