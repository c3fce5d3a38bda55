/*
** args.h: the command line as data. Made by main.c alone; prints nothing.
*/
#ifndef ARGS_H
#define ARGS_H
#include <stdbool.h>

#include "buf.h"
#include "diag.h"

typedef enum ArgsTask {
  ARGS_RUN,     /* extract */
  ARGS_TEXT,    /* the article's text */
  ARGS_COMMAND, /* one of the engine's commands, by name */
  ARGS_SCRIPT,  /* a Lua script; the operands are its own */
  ARGS_LIMITS, /* the list of limits */
  ARGS_HELP,
  ARGS_VERSION
} ArgsTask;

/* Strings are borrowed from argv, NULL where not given. */
typedef struct Args {
  ArgsTask task;
  const char *command; /* of ARGS_COMMAND */
  const char *topic;   /* of ARGS_HELP: a command, or "trich" */
  const char *format, *out, *published, *outlet, *offsets, *types, *encoding;
  const char *where, *fields;
  const char *color; /* auto, always, never */
  const char *field, *idfield;
  bool listed;    /* the names of the inputs come on standard input ... */
  char separator; /* ... with this between */
  bool watch;     /* the inputs are folders, where pages come */
  bool resume;    /* a run that was stopped is gone on with */
  size_t workers; /* processes; 0: none; SIZE_MAX: one for each core */
  bool shipped;   /* the rules that come with the program are in use */
  bool reference; /* every rule at every token */
  bool mark;      /* pages with their records marked, beside the report */
  bool article;   /* the article's text in each line */
  bool stages;    /* tell how long each stage took */
  VEC(const char *) rules;
  VEC(char *) operands; /* of a script: its file first */
} Args;

/* Parses all. False: a usage error, or no memory, with its message. Always
** leaves a ready for args_deinit. */
bool args_parse(Args *a, int argc, char **argv, Diag *diag);
void args_deinit(Args *a);

#endif
