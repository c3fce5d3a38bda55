/*
** conf.h: every limit and switch of trich, with its reason.
** Included by all; includes nothing of ours.
*/
#ifndef CONF_H
#define CONF_H

#define TRICH_VERSION "0.1.0"

/* Offsets are 32 bits wide inside; a document must stay below. */
#define DOC_MAX_BYTES (1024u * 1024u * 1024u)

/* Deepest nesting of HTML elements; libxml2 is quadratic on deeper ones. */
#define HTML_MAX_DEPTH 512

/* Longest tag and most attributes in one; libxml2 is quadratic beyond. */
#define HTML_MAX_TAG_BYTES (64u * 1024u)
#define HTML_MAX_ATTRIBUTES 256

/* Bytes handed to libxml2 at a time: 4 KB was the fastest measured. */
#define HTML_CHUNK_BYTES 4096u

/* Deepest nesting of terms inside terms: each level costs some of Lua's
** 200 levels of C calls. */
#define TERM_MAX_DEPTH 40

/* Deepest nesting of brackets in a pattern or an expression of a rule file. */
#define SYNTAX_MAX_DEPTH 60

/* Longest number that is read, and longest that arithmetic may make: far
** beyond any amount, far below what would cost time. */
#define DECIMAL_MAX_DIGITS 1000
#define DECIMAL_MAX_BITS 16384

/* Entries of terms that one document may cost; ordinary pages need some
** thousands, and 50 million entries take about ten seconds. */
#define BUDGET_TERMS 50000000u

/* Records of one document. */
#define BUDGET_RECORDS 200000u

/* Most bytes that gzip may unpack to from one input (a bomb guard). */
#define GZIP_MAX_BYTES (1024u * 1024u * 1024u)

/* Bytes of one read(2); larger ones were no faster. */
#define FILE_BLOCK_BYTES (256u * 1024u)

/* Lines that the REPL remembers. */
#define REPL_HISTORY_LINES 1000

/* What one line of the REPL may take: seconds, unless :budget says otherwise,
** and bytes beside those of the program. Pages take milliseconds and megabytes;
** nobody waits longer for an answer. */
#define REPL_CHILD_SECONDS 10
#define REPL_CHILD_BYTES (1024 * 1024 * 1024)

/* Deepest folder below a named one. */
#define FOLDER_MAX_DEPTH 64

#endif
