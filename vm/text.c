/*
** text.c: what each character is, and how it is folded.
**
** Two ways lead to a folded token. The table answers for single characters
** below TEXT_TABLE, and view.c uses it for nearly everything. Where a combining
** mark follows or a character folds to several, text_fold takes the slow way
** through utf8proc. The table is computed by the slow way, so they agree.
*/
#include "text.h"

#include <string.h>
#include <utf8proc.h>

#ifdef TEXT_MAKE /* the program that writes the table */
static TextChar charof(uint32_t c) { return text_property(c); }
#else
const TextChar text_table[TEXT_TABLE] = {
#include "texttable.inc"
};
static TextChar charof(uint32_t c) { return text_char(c); }
#endif

#define COMPOSE (UTF8PROC_COMPOSE | UTF8PROC_STABLE)

/* A token is normalised in pieces of about PIECE code points, cut before a
** letter: so neither a word of a million letters nor a letter of a million
** marks (whose ordering is quadratic) costs more than its length. One
** character decomposes to EXPANSION code points at most (U+FDFA to 18). */
enum { PIECE = 128, PIECE_HARD = 256, EXPANSION = 32 };

/* ======================================================================
** Kinds
** ====================================================================== */

static bool isspacechar(uint32_t c, int category) {
  return (c >= '\t' && c <= '\r') || c == 0x85 ||
         category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

static bool isletter(int category) {
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

static bool ismark(int category) {
  return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

/* Compatibility forms that are the same sign to a reader: full-width, font
** variants, ligatures. Not ², ½ or ™, which say something else. */
static bool isvariant(int type) {
  return type == UTF8PROC_DECOMP_TYPE_WIDE ||
         type == UTF8PROC_DECOMP_TYPE_FONT ||
         type == UTF8PROC_DECOMP_TYPE_SMALL ||
         type == UTF8PROC_DECOMP_TYPE_COMPAT;
}

static size_t decompose(uint32_t c, int options, utf8proc_int32_t *out) {
  int boundary = 0;
  utf8proc_ssize_t n =
      utf8proc_decompose_char((utf8proc_int32_t)c, out, EXPANSION,
                              (utf8proc_option_t)options, &boundary);
  if (n > 0 && n <= EXPANSION) return (size_t)n;
  out[0] = (utf8proc_int32_t)c;
  return 1;
}

/* Decomposes a variant to what it stands for, if it keeps its kind: all letters
** of a letter, one digit of a digit, one sign of a sign. Else 0. */
static size_t plainform(uint32_t c, utf8proc_int32_t *out) {
  const utf8proc_property_t *p = utf8proc_get_property((utf8proc_int32_t)c);
  size_t n, i;
  bool letter = isletter(p->category) || p->category == UTF8PROC_CATEGORY_NL;
  if (!isvariant(p->decomp_type)) return 0;
  n = decompose(c, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, out);
  if (p->category == UTF8PROC_CATEGORY_ND)
    return n == 1 && out[0] >= '0' && out[0] <= '9' ? 1 : 0;
  if (!letter)
    return n == 1 && out[0] > ' ' &&
                   utf8proc_category(out[0]) >= UTF8PROC_CATEGORY_PC
               ? 1 : 0;
  for (i = 0; i < n; i++) {
    int category = utf8proc_category(out[i]);
    if (!isletter(category) && !(i > 0 && ismark(category))) return 0;
  }
  return n;
}

static TextKind kindof(uint32_t c, const utf8proc_property_t *p) {
  utf8proc_int32_t plain[EXPANSION];
  if (p->ignorable) return TEXT_IGNORED;
  if (isspacechar(c, p->category)) return TEXT_SPACE;
  if (c == 0x2bc) return TEXT_SIGN; /* a letter to Unicode, but an apostrophe */
  if (isletter(p->category)) return TEXT_LETTER;
  if (ismark(p->category)) return TEXT_MARK;
  if (c >= '0' && c <= '9') return TEXT_DIGIT;
  if (p->category == UTF8PROC_CATEGORY_ND && plainform(c, plain))
    return TEXT_DIGIT;
  if (p->category == UTF8PROC_CATEGORY_NL && plainform(c, plain))
    return TEXT_LETTER; /* Ⅻ */
  return TEXT_SIGN;
}

static bool isupper_(uint32_t c, int category) {
  return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT ||
         (category == UTF8PROC_CATEGORY_NL &&
          utf8proc_tolower((utf8proc_int32_t)c) != (utf8proc_int32_t)c);
}

static uint8_t flagsof(uint32_t c, TextKind kind, int category) {
  if (kind == TEXT_LETTER)
    return isupper_(c, category) ? TEXT_UPPER
           : category == UTF8PROC_CATEGORY_LL ? TEXT_LOWER : 0;
  if (c == '"' || c == '\'' || c == 0xff02 || c == 0xff07) return TEXT_QUOTE;
  if (category == UTF8PROC_CATEGORY_PS || category == UTF8PROC_CATEGORY_PI)
    return TEXT_OPEN;
  if (category == UTF8PROC_CATEGORY_PE || category == UTF8PROC_CATEGORY_PF)
    return TEXT_CLOSE;
  return 0;
}

/* ======================================================================
** Folding by way of utf8proc
** ====================================================================== */

/* One form of signs that people use for each other. */
static utf8proc_int32_t onesign(utf8proc_int32_t c) {
  switch (c) {
    case 0xd0: case 0xf0: case 0x189: case 0x256: /* Ð typed for Đ */
      return 0x111;
    case 0x2212: case 0x2043: /* minus, hyphen bullet */
      return '-';
    case 0x201c: case 0x201d: case 0x201e: case 0x201f: /* “ ” „ ‟ */
    case 0xab: case 0xbb: case 0x301d: case 0x301e: case 0x301f: /* « » */
      return '"';
    case 0x2018: case 0x2019: case 0x201a: case 0x201b: /* ‘ ’ ‚ ‛ */
    case 0x2039: case 0x203a: case 0x2bc: /* ‹ › */
      return '\'';
    default:
      if (c < ' ') return UTF8_REPLACEMENT; /* controls are bytes of the view */
      return utf8proc_category(c) == UTF8PROC_CATEGORY_PD ? '-' : c;
  }
}

typedef struct Piece {
  utf8proc_int32_t c[PIECE_HARD + EXPANSION];
  size_t n;
} Piece;

/* Canonical order: a mark moves before marks of a higher class. */
static void addordered(Piece *s, utf8proc_int32_t c) {
  int class = utf8proc_get_property(c)->combining_class;
  size_t i = s->n++;
  if (class > 0)
    for (; i > 0 && utf8proc_get_property(s->c[i - 1])->combining_class > class;
         i--)
      s->c[i] = s->c[i - 1];
  s->c[i] = c;
}

static void addplain(Piece *s, utf8proc_int32_t c) {
  utf8proc_int32_t out[EXPANSION];
  size_t n = plainform((uint32_t)c, out);
  if (n == 0) out[n++] = c;
  for (size_t i = 0; i < n; i++) addordered(s, onesign(out[i]));
}

/* Variants are sought behind the canonical decomposition: ẛ is ſ and a dot. */
static void addchar(Piece *s, uint32_t c, bool fold) {
  utf8proc_int32_t out[EXPANSION];
  size_t n = decompose(c, UTF8PROC_DECOMPOSE, out);
  for (size_t i = 0; i < n; i++)
    if (fold) addplain(s, out[i]);
    else addordered(s, out[i]);
}

static void compose(Piece *s) {
  utf8proc_ssize_t n = utf8proc_normalize_utf32(
      s->c, (utf8proc_ssize_t)s->n, (utf8proc_option_t)COMPOSE);
  if (n > 0) s->n = (size_t)n;
}

/* Composes, and lowers when folding. Lowering may bring letters together with
** marks that their capitals cannot take (T̈ but ẗ): so twice. */
static void finish(Piece *s, bool fold) {
  compose(s);
  if (!fold) return;
  for (size_t i = 0; i < s->n; i++)
    s->c[i] = onesign(utf8proc_tolower(s->c[i]));
  compose(s);
}

static bool flush(Buf *out, Piece *s, bool fold, bool whole) {
  finish(s, fold);
  if (fold && whole && s->n <= TEXT_SYLLABLE) {
    uint32_t c[TEXT_SYLLABLE];
    for (size_t i = 0; i < s->n; i++) c[i] = (uint32_t)s->c[i];
    if (text_syllable(c, s->n))
      for (size_t i = 0; i < s->n; i++) s->c[i] = (utf8proc_int32_t)c[i];
  }
  for (size_t i = 0; i < s->n; i++)
    if (!utf8_put(out, s->c[i])) return false;
  s->n = 0;
  return true;
}

/* Vowels and final consonants of Hangul join the letter before. */
static bool joinsbefore(uint32_t c, TextKind kind) {
  return kind == TEXT_MARK || (c >= 0x1160 && c <= 0x11ff);
}

static bool normalise(Buf *out, Str s, bool fold) {
  const char *p = s.p, *end = s.p + s.n;
  size_t before = out->n;
  bool whole = true;
  Piece piece = {.n = 0};
  while (p < end) {
    uint32_t c;
    TextKind kind;
    p += text_decode(p, end, &c);
    kind = charof(c).kind;
    if (kind == TEXT_IGNORED) continue;
    if (piece.n >= PIECE_HARD ||
        (piece.n >= PIECE && !joinsbefore(c, kind))) {
      whole = false;
      if (!flush(out, &piece, fold, false)) return out->n = before, false;
    }
    addchar(&piece, c, fold);
  }
  if (!flush(out, &piece, fold, whole)) return out->n = before, false;
  return true;
}

bool text_fold(Buf *out, Str token) { return normalise(out, token, true); }

bool text_nfc(Buf *out, Str s) { return normalise(out, s, false); }

/* ======================================================================
** The table
** ====================================================================== */

enum { BASES = 12, TONES = 6 };

/* Each vowel, without tone, with grave, hook, tilde, acute and dot. */
static const uint16_t vowels[BASES][TONES] = {
    {'a', 0xe0, 0x1ea3, 0xe3, 0xe1, 0x1ea1},
    {0x103, 0x1eb1, 0x1eb3, 0x1eb5, 0x1eaf, 0x1eb7},
    {0xe2, 0x1ea7, 0x1ea9, 0x1eab, 0x1ea5, 0x1ead},
    {'e', 0xe8, 0x1ebb, 0x1ebd, 0xe9, 0x1eb9},
    {0xea, 0x1ec1, 0x1ec3, 0x1ec5, 0x1ebf, 0x1ec7},
    {'i', 0xec, 0x1ec9, 0x129, 0xed, 0x1ecb},
    {'o', 0xf2, 0x1ecf, 0xf5, 0xf3, 0x1ecd},
    {0xf4, 0x1ed3, 0x1ed5, 0x1ed7, 0x1ed1, 0x1ed9},
    {0x1a1, 0x1edd, 0x1edf, 0x1ee1, 0x1edb, 0x1ee3},
    {'u', 0xf9, 0x1ee7, 0x169, 0xfa, 0x1ee5},
    {0x1b0, 0x1eeb, 0x1eed, 0x1eef, 0x1ee9, 0x1ef1},
    {'y', 0x1ef3, 0x1ef7, 0x1ef9, 0xfd, 0x1ef5}};

static void fillplaces(void);

/* Of a lower-case vowel: 1 + its base * TONES + its tone; of others 0. */
static uint8_t vowelcode[TEXT_TABLE];

/* Runs before main, so that the tables need no lock and no first caller. */
__attribute__((constructor)) static void fillvowels(void) {
  for (size_t b = 0; b < BASES; b++)
    for (size_t t = 0; t < TONES; t++)
      vowelcode[vowels[b][t]] = (uint8_t)(1 + b * TONES + t);
  fillplaces();
}

TextChar text_property(uint32_t c) {
  const utf8proc_property_t *p = utf8proc_get_property((utf8proc_int32_t)c);
  TextKind kind = kindof(c, p);
  TextChar t = {0, (uint8_t)kind, 0};
  t.flags = (uint8_t)(flagsof(c, kind, p->category) | TEXT_SLOW);
  return t;
}

#ifdef TEXT_MAKE
#include <stdio.h>

static size_t encodedsize(uint32_t c) {
  return c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
}

/* Whether c stands for itself under NFC whatever letter comes next. */
static bool isinert(uint32_t c) {
  Piece s = {.n = 0};
  addchar(&s, c, false);
  finish(&s, false);
  return s.n == 1 && s.c[0] == (utf8proc_int32_t)c &&
         !(c >= 0x1100 && c <= 0x11ff);
}

static TextChar tableentry(uint32_t c) {
  TextChar t = text_property(c);
  Piece s = {.n = 0};
  if (t.kind == TEXT_MARK || t.kind == TEXT_IGNORED || !isinert(c)) return t;
  addchar(&s, c, true);
  finish(&s, true);
  if (s.n != 1 || s.c[0] > 0xffff ||
      encodedsize((uint32_t)s.c[0]) > encodedsize(c))
    return t;
  t.fold = (uint16_t)s.c[0];
  t.flags &= (uint8_t)~TEXT_SLOW;
  if (t.fold < TEXT_TABLE && vowelcode[t.fold]) {
    t.flags |= TEXT_VOWEL;
    if ((vowelcode[t.fold] - 1) % TONES) t.flags |= TEXT_TONED;
  }
  return t;
}

/* Writes the table that all others of this file are built with: it takes longer
** to compute than a program takes to start. */
int main(void) {
  fillvowels();
  for (uint32_t c = 0; c < TEXT_TABLE; c++) {
    TextChar t = tableentry(c);
    printf("{%u,%u,%u},%s", t.fold, t.kind, t.flags, c % 8 == 7 ? "\n" : "");
  }
  return 0;
}
#endif

/* ======================================================================
** Syllables
**
**   onset + nucleus + coda, the tone on one letter of the nucleus:
**   ngh iê ng    qu y _    gi a _    h oa _    h oa n
** ====================================================================== */

/* The vowels of a nucleus, and where its tone
** stands: in an open syllable, and before a consonant; '-' where there is no
** such syllable. Capitals here: W ă, A â, E ê, O ô, Q ơ, U ư. */
static const char nuclei[][6] = {
    "a00",   "W-0",   "A-0",   "e00",   "E00",   "i00",   "o00",   "O00",
    "Q00",   "u00",   "U00",   "y00",   "ai0-",  "ao0-",  "au0-",  "ay0-",
    "Au0-",  "Ay0-",  "eo0-",  "Eu0-",  "ia0-",  "iu0-",  "iE-1",  "oa01",
    "oW-1",  "oe01",  "oi0-",  "Oi0-",  "Qi0-",  "oo-1",  "ua0-",  "uA-1",
    "uE11",  "ui0-",  "uO-1",  "uQ1-",  "uy01",  "Ua0-",  "Ui0-",  "UQ-1",
    "Uu0-",  "yE-1",  "yu0-",  "iEu1-", "yEu1-", "oai1-", "oao1-", "oay1-",
    "oeo1-", "uAy1-", "uOi1-", "uya1-", "uyu1-", "uyE-2", "UQi1-", "UQu1-"};

static const char onsets[] =
    " b c ch d \x01 g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x ";
static const char codas[] = " c ch m n ng nh p t ";

/* Whether the letters, between spaces, are in the list; đ is written \1. */
static bool listed(const char *list, const uint32_t *c, size_t n) {
  char word[8] = " ";
  size_t i;
  if (n == 0) return true;
  if (n > 3) return false;
  for (i = 0; i < n; i++) {
    if (c[i] != 0x111 && (c[i] <= ' ' || c[i] >= 0x80)) return false;
    word[i + 1] = c[i] == 0x111 ? '\x01' : (char)c[i];
  }
  word[n + 1] = ' ';
  word[n + 2] = '\0';
  return strstr(list, word) != NULL;
}

static uint8_t vowelof(uint32_t c) { return c < TEXT_TABLE ? vowelcode[c] : 0; }

/* Row and column in `vowels`; 0 of what is no vowel. */
static size_t baseof(uint32_t c) {
  size_t code = vowelof(c);
  return code ? (code - 1) / TONES : 0;
}
static size_t toneof(uint32_t c) {
  size_t code = vowelof(c);
  return code ? (code - 1) % TONES : 0;
}

typedef struct Syllable {
  uint32_t *c;
  size_t vowel;   /* the first one, which may belong to qu or gi */
  size_t nucleus; /* behind the onset */
  size_t coda;    /* behind the nucleus */
  size_t n;
} Syllable;

static bool isbase(uint32_t c, char letter) {
  return vowelof(c) && vowels[baseof(c)][0] == (uint16_t)letter;
}

/* The parts of a syllable with a vowel, and consonants around it. */
static bool split(Syllable *s, uint32_t *c, size_t n) {
  size_t i = 0;
  s->c = c;
  s->n = n;
  while (i < n && !vowelof(c[i])) i++;
  s->vowel = s->nucleus = i;
  while (i < n && vowelof(c[i])) i++;
  s->coda = i;
  if (s->coda == s->vowel) return false;
  if (s->coda - s->vowel > 1 && s->vowel == 1 &&
      (c[0] == 'q' ? isbase(c[1], 'u') : c[0] == 'g' && isbase(c[1], 'i')))
    s->nucleus++;
  for (; i < n; i++)
    if (vowelof(c[i])) return false;
  return true;
}

/* `nuclei` by its letters (0 for none, else 1 + base), so that no word costs a
** search: 1 + place in an open syllable and 1 + place before a consonant, each
** 0 where there is none. */
static uint8_t places[BASES + 1][BASES + 1][BASES + 1][2];

static void fillplaces(void) {
  static const char letters[] = "aWAeEioOQuUy"; /* rows of `vowels` */
  for (size_t k = 0; k < sizeof nuclei / sizeof *nuclei; k++) {
    size_t len = strlen(nuclei[k]) - 2, code[3] = {0, 0, 0}, i;
    for (i = 0; i < len; i++)
      code[i] = 1 + (size_t)(strchr(letters, nuclei[k][i]) - letters);
    for (i = 0; i < 2; i++)
      if (nuclei[k][len + i] != '-')
        places[code[0]][code[1]][code[2]][i] =
            (uint8_t)(1 + nuclei[k][len + i] - '0');
  }
}

/* Where in the nucleus the tone stands; n where this is no nucleus. */
static size_t toneplace(const Syllable *s) {
  size_t len = s->coda - s->nucleus, code[3] = {0, 0, 0}, i, place;
  if (len > 3) return s->n;
  for (i = 0; i < len; i++) code[i] = 1 + baseof(s->c[s->nucleus + i]);
  place = places[code[0]][code[1]][code[2]][s->coda < s->n];
  return place ? s->nucleus + place - 1 : s->n;
}

static bool isspelling(const Syllable *s) {
  return listed(codas, s->c + s->coda, s->n - s->coda) &&
         (s->nucleus > s->vowel || listed(onsets, s->c, s->vowel));
}

/* The tone, and the letter that has it; false where two letters have one. */
static bool findtone(const Syllable *s, size_t *tone, size_t *where) {
  *tone = 0;
  *where = s->n;
  for (size_t i = s->vowel; i < s->coda; i++) {
    size_t t = toneof(s->c[i]);
    if (t && *tone) return false;
    if (t) *tone = t, *where = i;
  }
  return true;
}

/* What i or y, alone at the end of the word, becomes; 0: it stays. */
static uint32_t oneletter(const Syllable *s) {
  uint32_t first = s->c[0];
  size_t base = baseof(s->c[s->nucleus]);
  uint16_t letter = vowels[base][0];
  if (s->n != s->nucleus + 1) return 0;
  if (s->nucleus == 1 && letter == 'y' && first < 0x80 &&
      strchr("hklmst", (int)first))
    return 'i';
  return s->nucleus == 2 && first == 'q' && letter == 'i' ? 'y' : 0;
}

static uint32_t withtone(uint32_t c, size_t tone) {
  return vowels[baseof(c)][tone];
}

bool text_syllable(uint32_t *c, size_t n) {
  Syllable s;
  size_t tone, where, place;
  uint32_t letter;
  if (n == 0 || n > TEXT_SYLLABLE || !split(&s, c, n)) return false;
  if (!findtone(&s, &tone, &where)) return false;
  place = toneplace(&s);
  letter = oneletter(&s);
  if (place == n || (!letter && (where == n || where == place))) return false;
  if (!isspelling(&s)) return false;
  if (where < n) c[where] = withtone(c[where], 0);
  c[place] = withtone(letter ? letter : c[place], tone);
  return true;
}
