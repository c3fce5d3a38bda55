"""A terminal for tests, by pexpect (Debian's python3-pexpect).

  python3 tests/terminal.py COMMAND    writes what a shell command shows at one

A test that types imports `spawn`, and waits for what it must see before it
sends the next key.
"""
import sys

import pexpect

LONG = 120  # seconds: a backstop, no measure


def spawn(command):
    child = pexpect.spawn("/bin/bash", ["-c", command], timeout=LONG,
                          encoding="utf-8")
    child.delaybeforesend = None
    return child


if __name__ == "__main__":
    child = spawn(sys.argv[1])
    child.expect(pexpect.EOF)
    sys.stdout.buffer.write(child.before.replace("\r", "").encode())
