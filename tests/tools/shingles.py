#!/usr/bin/env python3
"""Precision, recall and F1 of article texts over shingles of four words.

Usage: shingles.py PROGRAM FOLDER [-v] [--half 0|1]

FOLDER holds saved pages and truth.json: {file: {"articleBody": text}}. PROGRAM
is run as `PROGRAM FILE` and prints the text. Counted as the common benchmark of
article extraction does: words are runs of \\w, shingles are counted as
multisets, precision and recall are means over the pages. With -v each page
goes on a line, worst first. Without FOLDER it says so and ends well."""
import argparse
import collections
import json
import os
import re
import shlex
import subprocess
import sys


def shingles(text, n=4):
    words = re.findall(r"\w+", text)
    if not words:
        return collections.Counter()
    last = max(1, len(words) - n + 1)
    return collections.Counter(tuple(words[i:i + n]) for i in range(last))


def compare(truth, found):
    tp = sum((truth & found).values())
    fp = sum((found - truth).values())
    fn = sum((truth - found).values())
    precision = tp / (tp + fp) if tp + fp else 1.0
    recall = tp / (tp + fn) if tp + fn else 1.0
    return precision, recall


def main():
    p = argparse.ArgumentParser()
    p.add_argument("program")
    p.add_argument("folder")
    p.add_argument("-v", action="store_true", dest="verbose")
    p.add_argument("--half", type=int, choices=(0, 1))
    args = p.parse_args()
    name = os.path.join(args.folder, "truth.json")
    if not os.path.exists(name):
        print("skipped: no %s" % name)
        return 0
    with open(name, encoding="utf-8") as f:
        truth = json.load(f)
    rows = []
    for i, page in enumerate(sorted(truth)):
        if args.half is not None and i % 2 != args.half:
            continue
        run = subprocess.run(
            shlex.split(args.program) + [os.path.join(args.folder, page)],
            stdout=subprocess.PIPE, check=False)
        found = run.stdout.decode("utf-8", "replace")
        pr = compare(shingles(truth[page]["articleBody"]), shingles(found))
        rows.append((pr, page, truth[page].get("url", "")))
    precision = sum(r[0][0] for r in rows) / len(rows)
    recall = sum(r[0][1] for r in rows) / len(rows)
    f1 = 2 * precision * recall / (precision + recall)
    if args.verbose:
        for (a, b), page, url in sorted(rows, key=lambda r: sum(r[0])):
            print("%.3f %.3f %s %s" % (a, b, page, url[:70]))
    print("pages %d precision %.4f recall %.4f F1 %.4f"
          % (len(rows), precision, recall, f1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
