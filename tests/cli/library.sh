# The libraries as docs/library.md shows them: installed, compiled against, run.
unset MAKEFLAGS MAKELEVEL MODE
make -s -C "$ROOT" install PREFIX="$PWD/root" >log 2>&1 ||
  { cat log; exit 1; }
block() { # the block of the page that is named $1
  sed -n "/^\`\`\`[a-z]* $1\$/,/^\`\`\`\$/p" "$ROOT/docs/library.md" | sed '1d;$d'
}
block example.c >example.c
block example.lua >example.lua
export PKG_CONFIG_PATH=root/lib/pkgconfig LD_LIBRARY_PATH=root/lib
gcc -std=c11 -Wall -Wextra -Werror example.c \
  $(pkg-config --cflags --libs trich) && ./a.out
gcc -x c++ -fsyntax-only root/include/trich.h && echo "C++ takes the header"
LUA_CPATH="root/lib/lua/5.4/?.so" lua5.4 example.lua
nm -D --defined-only root/lib/libtrich.so | grep -cv ' trich_'
root/bin/trich --version
make -s -C "$ROOT" uninstall PREFIX="$PWD/root" && find root -type f
