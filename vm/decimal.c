/*
** decimal.c: exact numbers for Lua. A binary float never holds an amount:
** 4.46 * 1e9 must be 4460000000.
*/
#include "decimal.h"

#include <gmp.h>
#include <lauxlib.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "budget.h"
#include "buf.h"
#include "conf.h"
#include "image.h"
#include "mem.h"

typedef struct Decimal {
  mpq_t q;
  size_t bytes; /* of q, as the budget of memory knows it */
} Decimal;

/* GMP does not expect to be refused. */
static void *needmemory(void *p) {
  if (!p) abort();
  return p;
}

static void *gmpalloc(size_t n) { return needmemory(mem_alloc(n)); }

static void *gmpresize(void *p, size_t old, size_t n) {
  (void)old;
  return needmemory(mem_realloc(p, n));
}

static void gmpfree(void *p, size_t n) {
  (void)n;
  mem_free(p);
}

void decimal_memory(void) {
  mp_set_memory_functions(gmpalloc, gmpresize, gmpfree);
}

static Decimal *newdecimal(lua_State *L) {
  Decimal *d = lua_newuserdatauv(L, sizeof *d, 0);
  mpq_init(d->q);
  d->bytes = 0;
  if (image_building()) /* an empty one would point into GMP */
    mpz_realloc2(mpq_numref(d->q), 64);
  luaL_setmetatable(L, DECIMAL_TYPE);
  return d;
}

static size_t bitsof(const Decimal *d) {
  return mpz_sizeinbase(mpq_numref(d->q), 2) +
         mpz_sizeinbase(mpq_denref(d->q), 2);
}

/* Work on numbers of so many bits counts as so many steps. */
static void charge(lua_State *L, size_t bits) { budget_work(L, bits / 16); }

/* The number is as it stays: its memory is not Lua's. */
static void settle(lua_State *L, Decimal *d) {
  d->bytes = sizeof(mp_limb_t) * ((size_t)mpq_numref(d->q)->_mp_alloc +
                                  (size_t)mpq_denref(d->q)->_mp_alloc);
  budget_owns(L, d->bytes);
}

/* Raises an error for numbers that only an attack can want. */
static void checksize(lua_State *L, const Decimal *d) {
  if (mpz_sizeinbase(mpq_numref(d->q), 2) > DECIMAL_MAX_BITS ||
      mpz_sizeinbase(mpq_denref(d->q), 2) > DECIMAL_MAX_BITS)
    luaL_error(L, "a number is too long (DECIMAL_MAX_BITS, %d)",
               DECIMAL_MAX_BITS);
}

/* Multiplies d by ten to the power e (of either sign). */
static void scale(Decimal *d, long e) {
  mpz_t ten;
  mpz_init(ten);
  mpz_ui_pow_ui(ten, 10, (unsigned long)labs(e));
  if (e >= 0) mpz_mul(mpq_numref(d->q), mpq_numref(d->q), ten);
  else mpz_mul(mpq_denref(d->q), mpq_denref(d->q), ten);
  mpz_clear(ten);
  mpq_canonicalize(d->q);
}

/* Reads [-]digits[.digits][e[+-]digits]; false where it is not one. */
static bool readtext(Decimal *d, const char *s, size_t n) {
  char digits[DECIMAL_MAX_DIGITS + 2];
  size_t i = 0, k = 0;
  long exponent = 0;
  bool point = false, any = false;
  if (n > DECIMAL_MAX_DIGITS) return false;
  if (i < n && (s[i] == '-' || s[i] == '+')) {
    if (s[i] == '-') digits[k++] = '-';
    i++;
  }
  for (; i < n && ((s[i] >= '0' && s[i] <= '9') || (s[i] == '.' && !point)); i++)
    if (s[i] == '.') point = true;
    else {
      digits[k++] = s[i];
      any = true;
      if (point) exponent--;
    }
  digits[k] = '\0';
  if (!any || s[i - 1] == '.') return false;
  if (i < n && (s[i] == 'e' || s[i] == 'E')) {
    char *end;
    long e;
    if (n - i > 6) return false; /* also bounds the exponent */
    e = strtol(s + i + 1, &end, 10);
    if (end == s + i + 1) return false;
    exponent += e;
    i = (size_t)(end - s);
  }
  if (i != n || labs(exponent) > DECIMAL_MAX_DIGITS) return false;
  mpz_set_str(mpq_numref(d->q), digits, 10);
  scale(d, exponent);
  return true;
}

/* The decimal at index: itself, or made of an integer, a float with a short
** form, or text. NULL where it is none (a new one is left on the stack). */
static Decimal *todecimal(lua_State *L, int index) {
  Decimal *d = luaL_testudata(L, index, DECIMAL_TYPE);
  size_t n;
  const char *s;
  if (d) {
    lua_pushvalue(L, index);
    return d;
  }
  if (lua_type(L, index) != LUA_TNUMBER && lua_type(L, index) != LUA_TSTRING)
    return NULL;
  lua_pushvalue(L, index);
  s = lua_tolstring(L, -1, &n);
  d = newdecimal(L);
  lua_remove(L, -2);
  charge(L, 4 * n);
  if (!readtext(d, s, n)) return NULL;
  settle(L, d);
  return d;
}

static Decimal *need(lua_State *L, int index) {
  Decimal *d = todecimal(L, index);
  if (!d) luaL_error(L, "a number expected, got %s", luaL_typename(L, index));
  return d;
}

static int new(lua_State *L) {
  if (!todecimal(L, 1)) lua_pushnil(L);
  return 1;
}

typedef void (*Operation)(mpq_ptr, mpq_srcptr, mpq_srcptr);

static int arithmetic(lua_State *L, Operation op) {
  Decimal *a = need(L, 1), *b = need(L, 2), *c = newdecimal(L);
  charge(L, bitsof(a) + bitsof(b));
  op(c->q, a->q, b->q);
  checksize(L, c);
  settle(L, c);
  return 1;
}

static int add(lua_State *L) { return arithmetic(L, mpq_add); }
static int sub(lua_State *L) { return arithmetic(L, mpq_sub); }
static int mul(lua_State *L) { return arithmetic(L, mpq_mul); }

static int divide(lua_State *L) {
  Decimal *b = need(L, 2);
  if (mpq_sgn(b->q) == 0) return luaL_error(L, "division by zero");
  return arithmetic(L, mpq_div);
}

/* floor(a / b) and a - b * floor(a / b), as Lua's own. */
static int floordiv(lua_State *L) {
  Decimal *q;
  divide(L);
  q = luaL_checkudata(L, -1, DECIMAL_TYPE);
  mpz_fdiv_q(mpq_numref(q->q), mpq_numref(q->q), mpq_denref(q->q));
  mpz_set_ui(mpq_denref(q->q), 1);
  return 1;
}

static int mod(lua_State *L) {
  Decimal *a = need(L, 1), *b = need(L, 2), *q, *r = newdecimal(L);
  int at = lua_gettop(L);
  floordiv(L);
  q = luaL_checkudata(L, -1, DECIMAL_TYPE);
  mpq_mul(r->q, q->q, b->q);
  mpq_sub(r->q, a->q, r->q);
  settle(L, r);
  lua_pushvalue(L, at);
  return 1;
}

static int unm(lua_State *L) {
  Decimal *a = need(L, 1), *c = newdecimal(L);
  mpq_neg(c->q, a->q);
  settle(L, c);
  return 1;
}

static int compare(lua_State *L) {
  Decimal *a = need(L, 1), *b = need(L, 2);
  charge(L, bitsof(a) + bitsof(b));
  return mpq_cmp(a->q, b->q);
}

static int eq(lua_State *L) {
  lua_pushboolean(L, compare(L) == 0);
  return 1;
}

static int lt(lua_State *L) {
  lua_pushboolean(L, compare(L) < 0);
  return 1;
}

static int le(lua_State *L) {
  lua_pushboolean(L, compare(L) <= 0);
  return 1;
}

/* How many decimal places write q exactly, or -1 where none do. */
static long places(mpq_srcptr q) {
  mpz_t rest, two, five;
  long twos, fives;
  bool exact;
  mpz_init_set(rest, mpq_denref(q));
  mpz_init_set_ui(two, 2);
  mpz_init_set_ui(five, 5);
  twos = (long)mpz_remove(rest, rest, two);
  fives = (long)mpz_remove(rest, rest, five);
  exact = mpz_cmp_ui(rest, 1) == 0;
  mpz_clear(rest);
  mpz_clear(two);
  mpz_clear(five);
  return exact ? (twos > fives ? twos : fives) : -1;
}

/* round-half-even(q * 10^count) */
static void shifted(mpz_ptr out, mpq_srcptr q, long count) {
  mpz_t scaled, rest;
  int half;
  mpz_init(scaled);
  mpz_init(rest);
  mpz_ui_pow_ui(scaled, 10, (unsigned long)count);
  mpz_mul(scaled, scaled, mpq_numref(q));
  mpz_fdiv_qr(out, rest, scaled, mpq_denref(q));
  mpz_mul_2exp(rest, rest, 1);
  half = mpz_cmp(rest, mpq_denref(q));
  if (half > 0 || (half == 0 && mpz_odd_p(out))) mpz_add_ui(out, out, 1);
  mpz_clear(scaled);
  mpz_clear(rest);
}

/* Pushes digits with the point `count` places from the right. */
static void pushplain(lua_State *L, mpz_srcptr digits, long count) {
  luaL_Buffer b;
  size_t size = mpz_sizeinbase(digits, 10) + 3, n, whole;
  char *text = lua_newuserdatauv(L, size, 0), *p;
  mpz_get_str(text, 10, digits);
  luaL_buffinit(L, &b);
  p = text;
  if (*p == '-') {
    luaL_addchar(&b, '-');
    p++;
  }
  n = strlen(p);
  whole = n > (size_t)count ? n - (size_t)count : 0;
  if (whole) luaL_addlstring(&b, p, whole);
  else luaL_addchar(&b, '0');
  while (n > whole && p[n - 1] == '0') n--;
  if (n > whole) {
    luaL_addchar(&b, '.');
    for (size_t zeros = strlen(p); zeros < (size_t)count; zeros++)
      luaL_addchar(&b, '0');
    luaL_addlstring(&b, p + whole, n - whole);
  }
  luaL_pushresult(&b);
  lua_remove(L, -2);
}

static int tostring(lua_State *L) {
  Decimal *d = luaL_checkudata(L, 1, DECIMAL_TYPE);
  Decimal *digits;
  long count;
  charge(L, 4 * bitsof(d));
  count = places(d->q);
  if (count < 0) {
    long magnitude = (long)mpz_sizeinbase(mpq_numref(d->q), 10) -
                     (long)mpz_sizeinbase(mpq_denref(d->q), 10);
    count = 34 - magnitude > 0 ? 34 - magnitude : 0;
  }
  digits = newdecimal(L); /* Lua's, as pushing may raise */
  shifted(mpq_numref(digits->q), d->q, count);
  pushplain(L, mpq_numref(digits->q), count);
  return 1;
}

/* A Lua integer, or nil where it is not whole or does not fit. */
static int integer(lua_State *L) {
  Decimal *d = todecimal(L, 1);
  if (d && mpz_cmp_ui(mpq_denref(d->q), 1) == 0 &&
      mpz_fits_slong_p(mpq_numref(d->q)))
    lua_pushinteger(L, mpz_get_si(mpq_numref(d->q)));
  else
    lua_pushnil(L);
  return 1;
}

static int isdecimal(lua_State *L) {
  lua_pushboolean(L, luaL_testudata(L, 1, DECIMAL_TYPE) != NULL);
  return 1;
}

static int gc(lua_State *L) {
  Decimal *d = luaL_checkudata(L, 1, DECIMAL_TYPE);
  mpq_clear(d->q);
  budget_frees(L, d->bytes);
  return 0;
}

static int concat(lua_State *L) {
  luaL_tolstring(L, 1, NULL);
  luaL_tolstring(L, 2, NULL);
  lua_concat(L, 2);
  return 1;
}

int luaopen_decimal(lua_State *L) {
  static const luaL_Reg meta[] = {
      {"__add", add},   {"__sub", sub},           {"__mul", mul},
      {"__div", divide}, {"__idiv", floordiv},    {"__mod", mod},
      {"__unm", unm},   {"__eq", eq},             {"__lt", lt},
      {"__le", le},     {"__tostring", tostring}, {"__gc", gc},
      {"__concat", concat}, {NULL, NULL}};
  static const luaL_Reg functions[] = {
      {"new", new}, {"integer", integer}, {"is", isdecimal}, {NULL, NULL}};
  luaL_newmetatable(L, DECIMAL_TYPE);
  luaL_setfuncs(L, meta, 0);
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable"); /* hidden from rule packages */
  lua_pop(L, 1);
  luaL_newlib(L, functions);
  return 1;
}
