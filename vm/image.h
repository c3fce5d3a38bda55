/*
** image.h: memory that is a part of the program. At build time all that the
** shipped rules are once they are compiled - Lua's heap, patterns, the lexicon -
** is laid out at a fixed address and written to a file; the program is linked
** again with that file as a section of its data (vm/imagedata.S, vm/image.ld), and
** finds it there at start: nothing is read, parsed or built, and only pages
** that are used are ever loaded.
**
** The bytes hold addresses of the program's functions, so an image belongs to
** one program: it is linked at fixed addresses, and the header tells by them
** whether image and program fit. Used by mem.c, which never gives memory of the
** image to free(), and by host.c.
**
**   image_start: | header | size, block | size, block | ...
*/
#ifndef IMAGE_H
#define IMAGE_H
#include <stdbool.h>
#include <stddef.h>

/* Building: from now on mem.c takes all memory from here. False: this program is
** not the one to do it. */
bool image_begin(void);
bool image_building(void);
/* Calls f where the stack stands at the same place each time, and where the time
** is always the same: the same rules give the same bytes. */
bool image_work(bool (*f)(void *ud), void *ud);
void *image_alloc(size_t n);
void image_free(void *p);
/* Writes what there is to a file; `root` is what image_take will give. */
bool image_save(const char *path, void *root);

/* The root, once: what it leads to is changed by use. NULL where the program
** was linked without an image. */
void *image_take(void);
/* Whether the block is one of the image's; how many bytes it has. */
bool image_has(const void *p);
size_t image_sizeof(const void *p);

#endif
