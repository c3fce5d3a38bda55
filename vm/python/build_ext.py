"""How setuptools builds the extension: on libtrich.a, which the Makefile builds.

The wheel so holds the whole engine with its rules; of Debian's libraries it
needs those that `make libraries` names.
"""

import subprocess

from setuptools.command.build_ext import build_ext


class BuildExt(build_ext):
    def build_extension(self, ext):
        subprocess.check_call(["make", "lib"])
        flags = subprocess.check_output(["make", "-s", "libraries"], text=True)
        ext.extra_link_args += ["build/pic/libtrich.a", *flags.split()]
        super().build_extension(ext)
