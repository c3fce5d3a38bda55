/*
** conf.h: every limit and switch of trich, with its reason.
** Included by all; includes nothing of ours.
*/
#ifndef CONF_H
#define CONF_H

#define TRICH_VERSION "0.1.0"

/* Of a line of output, which carries it: it changes where a program that reads
** the lines has to be changed, and not where a field is added. */
#define SCHEMA_NUMBER 1

/* Limits that a run can change (--limit NAME=N, limit.h): the name, the
** default, the least and the most that can be set, and what is counted and why
** so many. Counted limits end a page alike on every machine. */
#define CONF_LIMITS(X)                                                        \
  X(DOC_MAX_BYTES, 1u << 30, 1, 1u << 30,                                     \
    "bytes of one document: offsets are 32 bits wide inside")                 \
  X(GZIP_MAX_BYTES, 1u << 30, 1, UINT64_MAX,                                  \
    "bytes that gzip may unpack to from one input, of WARC from one "         \
    "record: a bomb guard")                                                   \
  X(HEAD_MAX_BYTES, 256u * 1024u, 64, 1u << 26,                               \
    "bytes of the head of a WARC record or of its HTTP response: servers "    \
    "send some KB")                                                           \
  X(FOLDER_MAX_DEPTH, 64, 0, 1000,                                            \
    "folders below a named one: no tree of pages is so deep")                 \
  X(HTML_MAX_DEPTH, 512, 1, 2000,                                             \
    "HTML elements inside each other: libxml2 is quadratic in them")          \
  X(HTML_MAX_TAG_BYTES, 64u * 1024u, 64, 1u << 20,                            \
    "bytes of one tag: libxml2 is quadratic in them")                         \
  X(HTML_MAX_ATTRIBUTES, 256, 1, 4096,                                        \
    "attributes of one tag: libxml2 is quadratic in them")                    \
  X(TERM_MAX_DEPTH, 40, 1, 40,                                                \
    "terms inside terms: each costs some of Lua's 200 levels of C calls")     \
  X(BUDGET_TERMS, 5000000, 0, UINT64_MAX,                                     \
    "entries of terms that any page may cost: some seconds; ordinary pages "  \
    "need two for a byte")                                                    \
  X(BUDGET_TERMS_PER_BYTE, 20, 0, 1000,                                       \
    "entries of terms beside for each byte of a page: work stays linear")     \
  X(BUDGET_OPERATIONS, 200000000, 0, UINT64_MAX,                              \
    "operations of patterns that any page may cost: a second or two")         \
  X(BUDGET_OPERATIONS_PER_BYTE, 200, 0, 100000,                               \
    "operations beside for each byte of a page: ordinary ones need seven")    \
  X(BUDGET_RECORDS, 200000, 0, UINT32_MAX,                                    \
    "matches of rules on one page: no page states so many facts")             \
  X(BUDGET_TEXT, 200000000, 0, UINT64_MAX,                                    \
    "bytes of text that the expressions of rules read on any page: some "     \
    "seconds")                                                                \
  X(BUDGET_TEXT_PER_BYTE, 1000, 0, 100000,                                    \
    "bytes beside for each byte of a page: ordinary ones need a tenth")       \
  X(BUDGET_COMPARISONS, 2000000, 0, UINT64_MAX,                               \
    "records and mentions that links and merges look at on any page: some "   \
    "seconds")                                                                \
  X(BUDGET_COMPARISONS_PER_BYTE, 20, 0, 100000,                               \
    "beside for each byte of a page: ordinary ones need a tenth")             \
  X(BUDGET_OUTPUT, (uint64_t)256 << 20, 0, UINT64_MAX,                        \
    "bytes of the records of one page: no page says so much")                 \
  X(RULES_MAX_SECONDS, 30, 1, 86400,                                          \
    "seconds of the processor for compiling given rules, and ten times as "   \
    "many of the clock: all shipped ones take a fifth of one")                \
  X(RULES_MAX_BYTES, (size_t)2 << 30, 1u << 20, SIZE_MAX / 2,                 \
    "bytes for compiling given rules: beside those of the program")           \
  X(RULE_FILE_MAX_BYTES, 64u << 20, 1, UINT32_MAX,                            \
    "bytes of a rule file or vocabulary: a million rows have half as many")   \
  X(BUDGET_STEPS, 200000000, 0, UINT64_MAX,                                   \
    "steps of the functions of packages: some seconds on one page")           \
  X(BUDGET_STEPS_PER_BYTE, 1000, 0, 100000,                                   \
    "steps beside for each byte of a page: ordinary ones need a tenth")       \
  X(MERGE_MAX_COMPARED, 400, 1, UINT32_MAX,                                   \
    "records before it that a record is compared with: merging stays linear") \
  X(MERGE_MAX_COMPARISONS, 200000, 1, UINT32_MAX,                             \
    "comparisons of one merge: above 500 records each gets fewer, down to a " \
    "tenth of MERGE_MAX_COMPARED")                                            \
  X(LINK_MAX_COMPARED, 300, 1, UINT32_MAX,                                    \
    "records or mentions that one step of a link looks at: the nearest ones") \
  X(LINK_MAX_COMPARISONS, 200000, 1, UINT32_MAX,                              \
    "of one link: above 666 records each gets fewer, down to a tenth of "     \
    "LINK_MAX_COMPARED")                                                      \
  X(LUA_MAX_BYTES, (size_t)2 << 30, 1u << 20, SIZE_MAX,                       \
    "bytes of Lua: the rules and the records of a page")                      \
  X(PACKAGE_MAX_BYTES, 64u << 20, 1u << 16, SIZE_MAX,                         \
    "bytes that a function may add: of a package, in one call")               \
  X(PACKAGE_MAX_BLOCK, 1u << 20, 1u << 12, SIZE_MAX,                          \
    "bytes of one text or table: of a package, as Lua compares and walks "    \
    "such a block without a pause")                                           \
  X(PAGE_MAX_SECONDS, 60, 1, 1000000,                                         \
    "seconds of the processor for one page, and ten times as many of the "    \
    "clock: what no count has ended by then hangs")                           \
  X(PAGE_MAX_SECONDS_PER_MB, 10, 0, 1000000,                                  \
    "seconds beside for each MB of the page: ordinary ones need a fifth")     \
  X(PAGE_MAX_MB, 1024, 16, 1u << 20,                                          \
    "MB of memory that a worker may map beside what it has: ordinary "        \
    "pages need one")                                                         \
  X(PAGE_MAX_MB_PER_MB, 128, 0, 1u << 20,                                     \
    "MB of memory beside for each MB of a page: those above 256 KB need it")  \
  X(WORKER_MAX_MB, 8, 0, 1u << 20,                                            \
    "MB of garbage that a worker leaves before it is replaced: collecting "   \
    "it costs more")                                                          \
  X(WAITING_MAX_DOCUMENTS, 256, 1, 256,                                       \
    "documents that wait for the oldest unfinished one: memory stays flat")   \
  X(WAITING_MAX_BYTES, 64u * 1024u * 1024u, 1, 1u << 30,                      \
    "bytes of documents and lines that wait likewise: memory stays flat")

/* Bytes handed to libxml2 at a time: 4 KB was the fastest measured. */
#define HTML_CHUNK_BYTES 4096u

/* Deepest nesting of brackets in a pattern or an expression of a rule file. */
#define SYNTAX_MAX_DEPTH 60

/* Words and signs of one item of a rule file: the largest shipped one has some
** hundreds. */
#define SYNTAX_MAX_TOKENS 20000

/* Parts that a pattern stands for, repetitions and gaps unfolded: the largest
** shipped one has 4,200, and LPeg copies what it has at each step. */
#define PATTERN_MAX_PARTS 10000

/* Longest number that is read, and longest that arithmetic may make: far
** beyond any amount, far below what would cost time. */
#define DECIMAL_MAX_DIGITS 1000
#define DECIMAL_MAX_BITS 16384

/* Values that one call of a package may spread out (table.unpack, byte). */
#define PACKAGE_MAX_VALUES 250

/* What goes in and out of a package's function is copied: so many items of
** tables, nested so deep. */
#define PACKAGE_MAX_ITEMS 100000
#define PACKAGE_MAX_DEPTH 16

/* Bytes of one read(2); larger ones were no faster. */
#define FILE_BLOCK_BYTES (256u * 1024u)

/* Lines that the REPL remembers. */
#define REPL_HISTORY_LINES 1000

/* What one line of the REPL may take: seconds of the processor, unless :budget
** says otherwise, and bytes beside those of the program. Pages take
** milliseconds and megabytes; nobody waits longer for an answer. */
#define REPL_CHILD_SECONDS 10
#define REPL_CHILD_BYTES (1024 * 1024 * 1024)

#endif
