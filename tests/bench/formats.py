"""What each form of input and of output costs, beside plain text and JSON Lines.

  python3 tests/bench/formats.py TRICH [PAGES]

PAGES texts, those of corpus/ over and over, in each form: the instructions that
one process (-j 0) takes for them by valgrind, which are the same however busy the
machine is, less those for no text at all. Prints two tables: those of
docs/input.md and docs/output.md.
"""
import glob
import gzip
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile

program = os.path.abspath(sys.argv[1])
count = int(sys.argv[2]) if len(sys.argv) > 2 else 30


def pages():
    texts = [open(p, "rb").read() for p in sorted(glob.glob("corpus/*.txt"))]
    return [("%04d.txt" % i, texts[i % len(texts)]) for i in range(count)]


def record(name, text):
    head = ("WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://a/%s"
            "\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n")
    return (head % (name, len(text))).encode() + text + b"\r\n\r\n"


def write(name, data):
    with open(name, "wb") as file:
        file.write(data)
    return name


def inputs(list_of):
    """The name of each form, and what is given to trich."""
    os.mkdir("text")
    for name, text in list_of:
        write("text/" + name, text)
    lines = b"".join(json.dumps({"id": n, "text": t.decode()},
                                ensure_ascii=False).encode() + b"\n"
                     for n, t in list_of)
    with tarfile.open("a.tar", "w") as tar:
        for name, text in list_of:
            info = tarfile.TarInfo(name)
            info.size = len(text)
            tar.addfile(info, io.BytesIO(text))
    with zipfile.ZipFile("a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in list_of:
            archive.writestr(name, text)
    return {
        "plain text files": "text",
        "JSON Lines": write("a.jsonl", lines),
        "JSON Lines, gzip": write("b.jsonl.gz", gzip.compress(lines)),
        "WARC": write("a.warc", b"".join(record(*p) for p in list_of)),
        "WARC, gzip": write("b.warc.gz", b"".join(
            gzip.compress(record(*p)) for p in list_of)),
        "tar": "a.tar",
        "tar, gzip": write("b.tgz", gzip.compress(open("a.tar", "rb").read())),
        "zip": "a.zip",
    }


def instructions(*arguments):
    run = subprocess.run(
        ["valgrind", "--tool=cachegrind", "--cache-sim=no",
         "--cachegrind-out-file=/dev/null", program, *arguments],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True)
    refs = re.search(r"I +refs: +([0-9,]+)", run.stderr.decode())
    return int(refs.group(1).replace(",", ""))


def fresh(name):
    shutil.rmtree(name, ignore_errors=True)
    if os.path.exists(name):
        os.remove(name)
    return name


def table(heads, rows):
    print("| %s |" % " | ".join(heads))
    print("|---" * len(heads) + "|")
    first = next(iter(rows.values()))
    for form, costs in rows.items():
        print("| %s | %s |" % (form, " | ".join(
            "%.2f" % (c / f) for c, f in zip(costs, first))))
    print()


def main():
    list_of = pages()
    folder = tempfile.mkdtemp()
    os.chdir(folder)
    forms = inputs(list_of)
    write("none.txt", b"")
    outputs = {"jsonl": [], "table": [], "csv": ["-o", "out"],
               "tsv": ["-o", "out"], "sqlite": ["-o", "out"], "html": [],
               "html --mark": ["--mark", "-o", "out"], "conll": [],
               "brat": ["-o", "out"]}

    def cost(command, form, options, name):
        def all_of(what):
            fresh("out")
            return instructions(command, "-j", "0", "-t", form, *options, what)
        return all_of(name) - all_of("none.txt")

    table(["form", "trich text", "trich run"],
          {form: [cost("text", "jsonl", [], name),
                  cost("run", "jsonl", [], name)]
           for form, name in forms.items()})
    table(["format", "trich run -t"],
          {form: [cost("run", form.split()[0], options, "text")]
           for form, options in outputs.items()})
    shutil.rmtree(folder)


main()
