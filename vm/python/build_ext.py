"""How setuptools builds the extension: on libtrich.a, which the Makefile builds.

The wheel so holds the whole engine with its rules; of Debian's libraries it
needs those that pkg-config names below.
"""

import subprocess

from setuptools.command.build_ext import build_ext

LIBRARIES = ["lua5.4", "lua5.4-lpeg", "libxml-2.0", "libutf8proc", "gmp",
             "jansson", "zlib", "libedit", "sqlite3", "libarchive"]


class BuildExt(build_ext):
    def build_extension(self, ext):
        subprocess.check_call(["make", "lib"])
        flags = subprocess.check_output(["pkg-config", "--libs", *LIBRARIES],
                                        text=True)
        ext.extra_link_args += ["build/pic/libtrich.a", *flags.split()]
        super().build_extension(ext)
