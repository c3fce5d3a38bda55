/*
** text.h: what each character is, and how a word, a number or a sign is
** folded so that one wording has one form. Used by view.c, which cuts text
** into tokens. Nothing here keeps state.
*/
#ifndef TEXT_H
#define TEXT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "utf8.h"

typedef enum TextKind {
  TEXT_LETTER,
  TEXT_DIGIT,  /* a decimal digit that folds to 0-9 */
  TEXT_SIGN,   /* anything else that one sees */
  TEXT_SPACE,
  TEXT_MARK,   /* combining: belongs to the letter or sign before */
  TEXT_IGNORED /* zero-width, soft hyphen: as if it were not there */
} TextKind;

enum { /* TextChar.flags */
  TEXT_UPPER = 1,
  TEXT_LOWER = 2,
  TEXT_SLOW = 4,   /* `fold` is not the whole truth: use text_fold */
  TEXT_OPEN = 8,   /* opening bracket or quote */
  TEXT_CLOSE = 16, /* closing bracket or quote */
  TEXT_QUOTE = 32, /* ' or ", which may open and close */
  TEXT_VOWEL = 64, /* of Vietnamese, in any case, with any tone */
  TEXT_TONED = 128 /* such a vowel with one of the five tone marks */
};

typedef struct TextChar {
  uint16_t fold; /* folded code point, where not TEXT_SLOW */
  uint8_t kind;
  uint8_t flags;
} TextChar;

enum {
  TEXT_TABLE = 0x2100, /* code points below are looked up, others computed */
  TEXT_SYLLABLE = 7    /* letters of the longest syllable: nghiêng */
};

extern const TextChar text_table[TEXT_TABLE]; /* made by the build */
TextChar text_property(uint32_t c);     /* of any code point, without table */

static inline TextChar text_char(uint32_t c) {
  return c < TEXT_TABLE ? text_table[c] : text_property(c);
}

/* Reads the code point at p (p < end) and gives its length in bytes; an invalid
** byte is one U+FFFD. */
static inline size_t text_decode(const char *p, const char *end, uint32_t *c) {
  const unsigned char *u = (const unsigned char *)p;
  size_t n = (size_t)(end - p);
  int32_t cp;
  if (u[0] < 0x80) return *c = u[0], 1;
  if (u[0] >= 0xc2 && u[0] < 0xe0 && n > 1 && (u[1] & 0xc0) == 0x80)
    return *c = (u[0] & 0x1fu) << 6 | (u[1] & 0x3fu), 2;
  if (u[0] >= 0xe1 && u[0] <= 0xec && n > 2 && (u[1] & 0xc0) == 0x80 &&
      (u[2] & 0xc0) == 0x80)
    return *c = (u[0] & 0xfu) << 12 | (u[1] & 0x3fu) << 6 | (u[2] & 0x3fu), 3;
  n = utf8_next((Str){p, n}, 0, &cp);
  return *c = (uint32_t)cp, n;
}

/* Writes a code point below 0x10000 to at most 3 bytes, and gives how many. */
static inline size_t text_encode(uint32_t c, char *out) {
  if (c < 0x80) return out[0] = (char)c, 1;
  if (c < 0x800) {
    out[0] = (char)(0xc0 | c >> 6);
    out[1] = (char)(0x80 | (c & 0x3f));
    return 2;
  }
  out[0] = (char)(0xe0 | c >> 12);
  out[1] = (char)(0x80 | (c >> 6 & 0x3f));
  out[2] = (char)(0x80 | (c & 0x3f));
  return 3;
}

/* Appends the folded form of one token: NFC; lower case; ligatures, full-width
** and mathematical letters and digits plain; the old Ð as đ; one dash, one
** double and one single quote; a syllable as text_syllable has it. */
bool text_fold(Buf *out, Str token);
/* One spelling for a syllable of n lower-case letters in NFC: the tone mark in
** its place (hòa for hoà, hoàn for hòan, quý for qúy, già for gìa), i for y
** alone after h k l m s t (kĩ for kỹ), y alone after qu (quý for quí). False
** where it is right as it stands, or is no syllable of Vietnamese. */
bool text_syllable(uint32_t *c, size_t n);
/* Appends the NFC of s without its ignored characters. */
bool text_nfc(Buf *out, Str s);

#endif
