/* imagedata.S: the place of the image in the program (vm/image.h): its bytes, or,
** of the program that makes it, room for them. */
#ifdef IMAGE
        .section .image, "aw", @progbits
#else
        .section .image, "aw", @nobits
#endif
        .balign 4096
        .global image_start, image_end
image_start:
#ifdef IMAGE
        .incbin IMAGE
        .balign 4096
#else
        .skip 256 * 1024 * 1024
#endif
image_end:
        .section .note.GNU-stack, "", @progbits
