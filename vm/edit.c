/*
** edit.c: lines typed at a terminal, by libedit's own interface (the other one,
** which copies readline's, cannot be left by Ctrl-C).
*/
#include "edit.h"

#include <dirent.h>
#include <errno.h>
#include <histedit.h>
#include <lauxlib.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf.h"
#include "match.h"
#include "utf8.h"

typedef struct Edit {
  EditLine *el;
  History *history;
  const char *file; /* of the history, or NULL; a Lua string, see FILE_KEY */
  char prompt[64];
  lua_State *L;
  struct sigaction before; /* what Ctrl-C did */
} Edit;

static const char EDIT_KEY = 0;      /* of the one Edit in the registry */
static const char COMPLETER_KEY = 0; /* of the completer, likewise */
static const char FILE_KEY = 0;      /* of the history's name */

/* ----------------------------------------------------------------- signals */

static volatile sig_atomic_t interrupted;
static lua_State *volatile running; /* what Ctrl-C is to end, or NULL */

static void stophook(lua_State *L, lua_Debug *ar) {
  (void)ar;
  lua_sethook(L, NULL, 0, 0);
  luaL_error(L, "interrupted");
}

/* Both are safe here: lua_sethook by its manual, and a flag. The hook ends Lua,
** the flag the matching of patterns. */
static void oninterrupt(int signal) {
  lua_State *L = running;
  (void)signal;
  interrupted = 1;
  if (!L) return;
  lua_sethook(L, stophook, LUA_MASKCALL | LUA_MASKRET | LUA_MASKCOUNT, 1);
  match_of(L)->stop = 1;
}

/* While the terminal is open: Ctrl-C never ends the program. */
static void catch(struct sigaction *old) {
  struct sigaction new;
  memset(&new, 0, sizeof new);
  new.sa_handler = oninterrupt; /* no SA_RESTART: read(2) must end */
  sigemptyset(&new.sa_mask);
  sigaction(SIGINT, &new, old);
}

static int edit_guard(lua_State *L) {
  int status;
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_settop(L, 1);
  match_of(L)->stop = 0;
  running = L;
  if (interrupted) oninterrupt(SIGINT); /* behind the line, before `running` */
  status = lua_pcall(L, 0, LUA_MULTRET, 0);
  running = NULL;
  interrupted = 0;
  lua_sethook(L, NULL, 0, 0);
  match_of(L)->stop = 0;
  lua_pushboolean(L, status == LUA_OK);
  lua_insert(L, 1);
  return lua_gettop(L);
}

/* ---------------------------------------------------------------- the line */

static Edit *find(lua_State *L) {
  Edit *e;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &EDIT_KEY);
  e = lua_touserdata(L, -1);
  lua_pop(L, 1);
  if (!e || !e->el) luaL_error(L, "edit: not open");
  return e;
}

static Edit *of(EditLine *el) {
  Edit *e = NULL;
  el_get(el, EL_CLIENTDATA, &e);
  return e;
}

static char *prompt(EditLine *el) { return of(el)->prompt; }

/* Reads one byte; 0 at the end of the input, -1 for Ctrl-C. */
static int readbyte(unsigned char *out) {
  for (;;) {
    ssize_t n = read(STDIN_FILENO, out, 1);
    if (n >= 0) return (int)n;
    if (errno != EINTR || interrupted) return -1;
  }
}

/* libedit's own reader goes on after a signal. Bytes that are no UTF-8 are
** passed over. */
static int readwide(EditLine *el, wchar_t *out) {
  unsigned char b[4];
  (void)el;
  for (;;) {
    int32_t c;
    size_t need;
    int got = readbyte(b);
    if (got <= 0) return got;
    need = b[0] < 0x80 ? 1 : b[0] < 0xE0 ? 2 : b[0] < 0xF0 ? 3 : 4;
    if (b[0] >= 0x80 && b[0] < 0xC2) continue;
    for (size_t i = 1; i < need; i++)
      if ((got = readbyte(b + i)) <= 0) return got;
    if (utf8_next((Str){(const char *)b, need}, 0, &c) != need) continue;
    *out = (wchar_t)c;
    return 1;
  }
}

/* Calls the completer with the line up to the cursor; leaves what to insert
** and what to list on the stack, or an error's nothing. */
static bool askcompleter(lua_State *L, EditLine *el) {
  const LineInfo *line = el_line(el);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &COMPLETER_KEY);
  lua_pushlstring(L, line->buffer, (size_t)(line->cursor - line->buffer));
  return lua_pcall(L, 1, 2, 0) == LUA_OK;
}

static unsigned char complete(EditLine *el, int key) {
  lua_State *L = of(el)->L;
  int top = lua_gettop(L);
  unsigned char result = CC_ERROR;
  (void)key;
  if (askcompleter(L, el)) {
    const char *insert = lua_tostring(L, -2), *list = lua_tostring(L, -1);
    if (insert && el_insertstr(el, insert) == 0) result = CC_REFRESH;
    if (list) {
      fprintf(stdout, "\n%s\n", list);
      fflush(stdout);
      result = CC_REDISPLAY;
    }
  }
  lua_settop(L, top);
  return result;
}

static int edit_line(lua_State *L) {
  Edit *e = find(L);
  const char *line;
  int n = 0;
  size_t len;
  snprintf(e->prompt, sizeof e->prompt, "%s", luaL_checkstring(L, 1));
  e->L = L;
  interrupted = 0;
  line = el_gets(e->el, &n);
  if (interrupted) {
    el_reset(e->el);
    fputs("^C\n", stdout);
    fflush(stdout);
    lua_pushboolean(L, 0);
    return 1;
  }
  if (!line || n <= 0) {
    lua_pushnil(L);
    return 1;
  }
  len = strlen(line);
  while (len > 0 && (line[len - 1] == '\n' || line[len - 1] == '\r')) len--;
  lua_pushlstring(L, line, len);
  return 1;
}

/* ----------------------------------------------------------------- opening */

static void finish(Edit *e) {
  HistEvent event;
  if (e->history) {
    if (e->file) history(e->history, &event, H_SAVE, e->file);
    history_end(e->history);
  }
  if (e->el) {
    el_end(e->el);
    sigaction(SIGINT, &e->before, NULL);
  }
  e->history = NULL;
  e->el = NULL;
}

static int editgc(lua_State *L) {
  finish(lua_touserdata(L, 1));
  return 0;
}

/* Makes the folders above the file; what cannot be made shows when the file is
** saved, and then there is no history. */
static void makefolders(const char *path) {
  char folder[4096];
  size_t n = strlen(path);
  if (n >= sizeof folder) return;
  memcpy(folder, path, n + 1);
  for (char *p = folder + 1; *p; p++)
    if (*p == '/') {
      *p = '\0';
      mkdir(folder, 0700);
      *p = '/';
    }
}

static void openhistory(Edit *e) {
  HistEvent event;
  e->history = history_init();
  if (!e->history) return;
  history(e->history, &event, H_SETSIZE, REPL_HISTORY_LINES);
  history(e->history, &event, H_SETUNIQUE, 1);
  if (e->file) {
    makefolders(e->file);
    history(e->history, &event, H_LOAD, e->file);
  }
  el_set(e->el, EL_HIST, history, e->history);
}

static int edit_open(lua_State *L) {
  Edit *e;
  lua_settop(L, 2);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &COMPLETER_KEY);
  lua_pushvalue(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &FILE_KEY);
  e = lua_newuserdatauv(L, sizeof *e, 0);
  memset(e, 0, sizeof *e);
  if (luaL_newmetatable(L, "trich.edit")) {
    lua_pushcfunction(L, editgc);
    lua_setfield(L, -2, "__gc");
  }
  lua_setmetatable(L, -2);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &EDIT_KEY);
  e->L = L;
  e->file = lua_tostring(L, 1);
  setlocale(LC_CTYPE, "C.UTF-8"); /* libedit asks it how wide letters are */
  e->el = el_init("trich", stdin, stdout, stderr);
  if (!e->el) return luaL_error(L, "the terminal cannot be used");
  el_set(e->el, EL_CLIENTDATA, e);
  el_set(e->el, EL_PROMPT, prompt);
  el_set(e->el, EL_EDITOR, "emacs");
  el_set(e->el, EL_SIGNAL, 1);
  el_set(e->el, EL_GETCFN, readwide);
  /* the narrow el_set would copy both texts, and never free them */
  el_wset(e->el, EL_ADDFN, L"trich-complete", L"Complete a name", complete);
  el_set(e->el, EL_BIND, "^I", "trich-complete", NULL);
  el_set(e->el, EL_BIND, "^R", "em-inc-search-prev", NULL);
  openhistory(e);
  catch(&e->before);
  return 0;
}

static int edit_add(lua_State *L) {
  Edit *e = find(L);
  HistEvent event;
  if (e->history) history(e->history, &event, H_ENTER, luaL_checkstring(L, 1));
  return 0;
}

static int edit_close(lua_State *L) {
  finish(find(L));
  return 0;
}

static int edit_isterminal(lua_State *L) {
  const char *term = getenv("TERM");
  lua_pushboolean(L, isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 &&
                         term && strcmp(term, "dumb") != 0);
  return 1;
}

/* ------------------------------------------------------------------ folders */

static bool isfolder(const char *folder, const char *name) {
  char path[4096];
  struct stat st;
  int n = snprintf(path, sizeof path, "%s/%s", folder, name);
  return n > 0 && (size_t)n < sizeof path && stat(path, &st) == 0 &&
         S_ISDIR(st.st_mode);
}

static int edit_names(lua_State *L) {
  const char *folder = luaL_checkstring(L, 1);
  struct dirent *entry;
  lua_Integer n = 0;
  DIR *dir = opendir(*folder ? folder : ".");
  lua_newtable(L);
  if (!dir) return 1;
  while ((entry = readdir(dir)))
    if (entry->d_name[0] != '.') {
      bool sub = isfolder(*folder ? folder : ".", entry->d_name);
      lua_pushfstring(L, sub ? "%s/" : "%s", entry->d_name);
      lua_rawseti(L, -2, ++n);
    }
  closedir(dir);
  return 1;
}

int luaopen_edit(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"isterminal", edit_isterminal}, {"open", edit_open},
      {"line", edit_line},             {"add", edit_add},
      {"close", edit_close},           {"guard", edit_guard},
      {"names", edit_names},           {NULL, NULL}};
  luaL_newlib(L, functions);
  return 1;
}
