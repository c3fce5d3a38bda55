/*
** baked.h: the files of stdlib/, rules/ and docs/help/ that are part of the
** program, made by bake.lua at build time. Sorted by name in byte order.
*/
#ifndef BAKED_H
#define BAKED_H
#include <stddef.h>

typedef struct Baked {
  const char *name;           /* as in the source tree: "stdlib/eval.lua" */
  const unsigned char *bytes; /* Lua modules of stdlib/ as bytecode, all
                                 other files as they are; a NUL follows */
  size_t n;
} Baked;

extern const Baked baked[];
extern const size_t nbaked;

#endif
