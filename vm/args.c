/*
** args.c: the command line as data.
*/
#include "args.h"

#include <getopt.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "limit.h"
#include "mem.h"

/* ---- did you mean ---- */

enum { NEAR_MAX = 24 };

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* Letters to change, add, drop or swap to get from a to b. */
static size_t distance(const char *a, const char *b) {
  size_t rows[3][NEAR_MAX + 1], n = strlen(a), m = strlen(b);
  if (n > NEAR_MAX || m > NEAR_MAX) return NEAR_MAX;
  for (size_t j = 0; j <= m; j++) rows[0][j] = j;
  for (size_t i = 1; i <= n; i++) {
    size_t *row = rows[i % 3], *up = rows[(i + 2) % 3];
    const size_t *up2 = rows[(i + 1) % 3];
    row[0] = i;
    for (size_t j = 1; j <= m; j++) {
      row[j] = least(least(up[j], row[j - 1]) + 1,
                     up[j - 1] + (a[i - 1] != b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = least(row[j], up2[j - 2] + 1);
    }
  }
  return rows[n % 3][m];
}

/* The one of the NULL-terminated names that is most like the word, or NULL. */
static const char *nearest(const char *word, const char *const *names) {
  const char *best = NULL;
  size_t closest = strlen(word) / 3 + 2;
  for (; *names; names++) {
    size_t d = distance(word, *names);
    if (d >= closest) continue;
    closest = d;
    best = *names;
  }
  return best;
}

/* `dashes` stand before the word and before the one that was meant. */
static bool refuse(Diag *diag, const char *what, const char *dashes,
                   const char *word, const char *const *names) {
  const char *like = nearest(word, names);
  if (like)
    return diag_set(diag, DIAG_USAGE, NULL, "%s '%s%s' (did you mean '%s%s'?)",
                    what, dashes, word, dashes, like);
  return diag_set(diag, DIAG_USAGE, NULL, "%s '%s%s' (see trich --help)", what,
                  dashes, word);
}

/* ---- options ---- */

enum {
  OPT_NOSHIPPED = 256,
  OPT_PUBLISHED,
  OPT_OUTLET,
  OPT_OFFSETS,
  OPT_TYPE,
  OPT_FIELD,
  OPT_IDFIELD,
  OPT_ENCODING,
  OPT_REFERENCE,
  OPT_ARTICLE,
  OPT_WHERE,
  OPT_FIELDS,
  OPT_STAGES,
  OPT_LIMIT,
  OPT_RESUME,
  OPT_FILES,
  OPT_FILES0,
  OPT_WATCH,
  OPT_MARK,
  OPT_COLOR,
  OPT_VERSION
};

static const struct option options[] = {
    {"rules", required_argument, NULL, 'r'},
    {"to", required_argument, NULL, 't'},
    {"output", required_argument, NULL, 'o'},
    {"jobs", required_argument, NULL, 'j'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, OPT_VERSION},
    {"no-shipped", no_argument, NULL, OPT_NOSHIPPED},
    {"published", required_argument, NULL, OPT_PUBLISHED},
    {"outlet", required_argument, NULL, OPT_OUTLET},
    {"offsets", required_argument, NULL, OPT_OFFSETS},
    {"type", required_argument, NULL, OPT_TYPE},
    {"field", required_argument, NULL, OPT_FIELD},
    {"id-field", required_argument, NULL, OPT_IDFIELD},
    {"encoding", required_argument, NULL, OPT_ENCODING},
    {"reference", no_argument, NULL, OPT_REFERENCE},
    {"where", required_argument, NULL, OPT_WHERE},
    {"fields", required_argument, NULL, OPT_FIELDS},
    {"article", no_argument, NULL, OPT_ARTICLE},
    {"stages", no_argument, NULL, OPT_STAGES},
    {"files", no_argument, NULL, OPT_FILES},
    {"files0", no_argument, NULL, OPT_FILES0},
    {"color", required_argument, NULL, OPT_COLOR},
    {"colour", required_argument, NULL, OPT_COLOR},
    {"mark", no_argument, NULL, OPT_MARK},
    {"watch", no_argument, NULL, OPT_WATCH},
    {"resume", no_argument, NULL, OPT_RESUME},
    {"limit", required_argument, NULL, OPT_LIMIT},
    {NULL, 0, NULL, 0}};

static bool unknownoption(Diag *diag, const char *arg) {
  const char *names[sizeof options / sizeof *options] = {NULL};
  char word[NEAR_MAX + 1] = "";
  size_t n = strcspn(arg, "=");
  if (strncmp(arg, "--", 2) != 0)
    return diag_set(diag, DIAG_USAGE, NULL,
                    "unknown option '-%c' (see trich --help)", optopt);
  for (size_t i = 0; options[i].name; i++) names[i] = options[i].name;
  if (n - 2 < sizeof word) memcpy(word, arg + 2, n - 2);
  return refuse(diag, "unknown option", "--", *word ? word : arg + 2, names);
}

/* getopt's '?' and ':' as a message. */
static bool badoption(Diag *diag, int code, const char *arg) {
  if (code == ':')
    return diag_set(diag, DIAG_USAGE, NULL, "option '%s' needs a value", arg);
  for (size_t i = 0; options[i].name; i++) {
    size_t n = strlen(options[i].name);
    if (!strncmp(arg, "--", 2) && !strncmp(arg + 2, options[i].name, n) &&
        arg[2 + n] == '=')
      return diag_set(diag, DIAG_USAGE, NULL, "option '--%s' takes no value",
                      options[i].name);
  }
  return unknownoption(diag, arg);
}

/* Behind a command, that command's. */
static void help(Args *a) {
  if (!a->topic) a->topic = "trich";
  a->task = ARGS_HELP;
}

/* Far more than cores; each is a process. */
enum { WORKERS_MAX = 1024 };

static bool setworkers(Args *a, const char *value, Diag *diag) {
  char *end;
  unsigned long n = strtoul(value, &end, 10);
  if (*value < '0' || *value > '9' || *end || n > WORKERS_MAX)
    return diag_set(diag, DIAG_USAGE, NULL,
                    "-j needs a number of workers from 0 to %d, not '%s'",
                    WORKERS_MAX, value);
  a->workers = n;
  return true;
}

static bool setoption(Args *a, int code, const char *value, Diag *diag) {
  switch (code) {
    case 'r': return vec_push(&a->rules, value) || diag_memory(diag);
    case 't': a->format = value; break;
    case 'o': a->out = value; break;
    case 'j': return setworkers(a, value, diag);
    case 'h': help(a); break;
    case OPT_VERSION: a->task = ARGS_VERSION; break;
    case OPT_NOSHIPPED: a->shipped = false; break;
    case OPT_PUBLISHED: a->published = value; break;
    case OPT_OUTLET: a->outlet = value; break;
    case OPT_OFFSETS: a->offsets = value; break;
    case OPT_TYPE: a->types = value; break;
    case OPT_FIELD: a->field = value; break;
    case OPT_IDFIELD: a->idfield = value; break;
    case OPT_ENCODING: a->encoding = value; break;
    case OPT_REFERENCE: a->reference = true; break;
    case OPT_WHERE: a->where = value; break;
    case OPT_FIELDS: a->fields = value; break;
    case OPT_ARTICLE: a->article = true; break;
    case OPT_STAGES: a->stages = true; break;
    case OPT_FILES: a->listed = true, a->separator = '\n'; break;
    case OPT_FILES0: a->listed = true, a->separator = '\0'; break;
    case OPT_COLOR: a->color = value; break;
    case OPT_MARK: a->mark = true; break;
    case OPT_WATCH: a->watch = true; break;
    case OPT_RESUME: a->resume = true; break;
    case OPT_LIMIT: return limit_set(value, diag);
  }
  return true;
}

/* ---- commands ---- */

static const char *const commands[] = {
    "run",   "text", "test", "eval",  "repl",   "check", "fmt", "explain",
    "cover", "diff", "heads", "limits", "schema", "help", NULL};

static bool isword(const char *s) {
  return *s && strspn(s, "abcdefghijklmnopqrstuvwxyz-") == strlen(s) &&
         *s != '-';
}

static bool endswith(const char *s, const char *tail) {
  size_t n = strlen(s), m = strlen(tail);
  return n > m && !strcmp(s + n - m, tail);
}

/* The first operand may be a command or a script; a plain word that names no
** file was meant for a command. */
static bool firstoperand(Args *a, char *word, bool *operand, Diag *diag) {
  *operand = false;
  a->topic = word;
  if (!strcmp(word, "help")) {
    a->task = ARGS_HELP;
    a->topic = NULL;
  } else if (!strcmp(word, "run")) {
    a->task = ARGS_RUN;
  } else if (!strcmp(word, "text")) {
    a->task = ARGS_TEXT;
  } else if (!strcmp(word, "limits")) {
    a->task = ARGS_LIMITS;
  } else if (endswith(word, ".lua")) {
    a->task = ARGS_SCRIPT;
    *operand = true;
  } else {
    for (size_t i = 0; commands[i]; i++)
      if (!strcmp(word, commands[i])) {
        a->task = ARGS_COMMAND;
        a->command = commands[i];
        return true;
      }
    if (isword(word) && access(word, F_OK) != 0)
      return refuse(diag, "unknown command or missing file", "", word,
                    commands);
    *operand = true;
    a->topic = NULL;
  }
  return true;
}

/* ---- values ---- */

static bool oneof(const char *what, const char *value,
                  const char *const *names, Diag *diag) {
  if (!value) return true;
  for (size_t i = 0; names[i]; i++)
    if (!strcmp(value, names[i])) return true;
  return refuse(diag, what, "", value, names);
}

static bool checkvalues(const Args *a, Diag *diag) {
  static const char *const run[] = {"jsonl", "table", "csv",   "tsv", "sqlite",
                                     "conll", "brat",  "html", NULL};
  static const char *const text[] = {"text", "jsonl", NULL};
  static const char *const color[] = {"auto", "always", "never", NULL};
  static const char *const offsets[] = {"bytes", "chars", "utf16", NULL};
  return oneof("unknown format", a->format, a->task == ARGS_TEXT ? text : run,
               diag) &&
         oneof("unknown word of --color", a->color, color, diag) &&
         oneof("unknown unit of --offsets", a->offsets, offsets, diag);
}

/* A command takes these options from us; every other one is its own, which it
** knows or refuses. */
static bool isown(const char *arg) {
  static const char *const ours[] = {"rules", "no-shipped", "output", "help",
                                     "version", "limit", "color", "colour"};
  size_t n = strcspn(arg, "=");
  if (*arg != '-' || !arg[1]) return false;
  if (arg[1] != '-') return !strchr("roh", arg[1]);
  for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
    if (n == strlen(ours[i]) + 2 && !strncmp(arg + 2, ours[i], n - 2))
      return false;
  return true;
}

/* "-" in front of the letters: operands come in their place, as code 1. */
static bool parse(Args *a, int argc, char **argv, Diag *diag) {
  bool first = true;
  int code;
  opterr = 0;
  optind = 0; /* 0: from the start, also when called again */
  for (;;) {
    int at = optind ? optind : 1;
    bool operand = true;
    if (a->task == ARGS_COMMAND && at < argc && isown(argv[at])) {
      if (!vec_push(&a->operands, argv[at])) return diag_memory(diag);
      optind = at + 1;
      continue;
    }
    code = getopt_long(argc, argv, "-:r:t:o:j:h", options, NULL);
    if (code == -1) break;
    if (code == '?' || code == ':') return badoption(diag, code, argv[at]);
    if (code != 1) {
      if (!setoption(a, code, optarg, diag)) return false;
      if (a->task == ARGS_HELP || a->task == ARGS_VERSION) break;
      continue;
    }
    if (first && !firstoperand(a, optarg, &operand, diag)) return false;
    first = false;
    if (operand && !vec_push(&a->operands, optarg)) return diag_memory(diag);
    if (a->task == ARGS_SCRIPT) break; /* what follows is the script's own */
  }
  for (int i = optind; i < argc; i++)
    if (!vec_push(&a->operands, argv[i])) return diag_memory(diag);
  return true;
}

/* 'trich help' and 'trich help COMMAND'. */
static bool settopic(Args *a, Diag *diag) {
  if (a->task != ARGS_HELP || a->topic) return true;
  a->topic = a->operands.n ? a->operands.p[0] : "trich";
  return a->operands.n == 0 || !strcmp(a->topic, "script") ||
         oneof("no help on", a->topic, commands, diag);
}

bool args_parse(Args *a, int argc, char **argv, Diag *diag) {
  *a = (Args){.task = ARGS_RUN, .shipped = true, .workers = SIZE_MAX};
  return parse(a, argc, argv, diag) && settopic(a, diag) &&
         checkvalues(a, diag);
}

void args_deinit(Args *a) {
  vec_deinit(&a->rules);
  vec_deinit(&a->operands);
}
