"""A long run: many pages through one process.

  python3 tests/long/run.py PROGRAM PAGES [OPTION]...

Feeds PAGES lines of JSON to `PROGRAM run OPTION...` and reads what comes of
them. Of the program's own process memory (/proc/PID/status) and descriptors
are looked at twenty times. Fails where a line is missing, doubled or out of
order, where a page has not its records, where memory grew by a tenth behind
the first quarter, or where there are more descriptors.
"""
import json
import os
import subprocess
import sys
import threading

LOOKS = 20
TOWNS = ["Huế", "Vinh", "Hà Nội", "Cần Thơ", "Đà Nẵng"]
GOODS = ["gạo", "cà phê", "hồ tiêu", "thủy sản", "dệt may"]


def page(i):
    """Some text, and one figure that the page's number tells."""
    goods, town = GOODS[i % 5], TOWNS[i // 5 % 5]
    rest = "Mấy cụ già ngồi bên hiên nhà kể chuyện mùa nước lên. " * (i % 7)
    text = (f"Sáng 5-{i % 12 + 1}, tại {town}, trời mát.\n\n{rest}\n\nNăm "
            f"{2000 + i % 20}, kim ngạch xuất khẩu {goods} đạt {i + 1} triệu USD.")
    if i % 3 == 0:
        text = f"<html><body><p>{text.replace(chr(10) * 2, '<p>')}</body></html>"
    return json.dumps({"id": str(i), "text": text}, ensure_ascii=False)


def feed(pipe, pages):
    with pipe:
        for i in range(pages):
            pipe.write(page(i).encode() + b"\n")


def look(pid):
    """Resident KB and open descriptors of a process."""
    with open(f"/proc/{pid}/status") as f:
        memory = next(int(l.split()[1]) for l in f if l.startswith("VmRSS"))
    return memory, len(os.listdir(f"/proc/{pid}/fd"))


def right(line, i):
    """Whether the line is that of page i, with its figure."""
    got = json.loads(line)
    values = [r["fields"].get("value") for r in got["records"]
              if r["type"] == "indicator"]
    return (got["id"] == str(i) and "error" not in got
            and (i + 1) * 1000000 in values)


def main(program, pages, options):
    child = subprocess.Popen([program, "run", "-t", "jsonl", *options, "-"],
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    threading.Thread(target=feed, args=(child.stdin, pages)).start()
    seen, wrong, lines = [], 0, 0
    for line in child.stdout:
        wrong += not right(line, lines)
        lines += 1
        if lines % max(pages // LOOKS, 1) == 0 and lines < pages:
            seen.append(look(child.pid))
    code = child.wait()
    memory = [m for m, _ in seen]
    files = [n for _, n in seen]
    quarter = len(memory) // 4
    print("memory, KB:", *memory)
    print(f"{lines} of {pages} lines, {wrong} wrong, exit {code}; memory "
          f"{memory[quarter]} KB at a quarter, then at most "
          f"{max(memory[quarter:])}; descriptors "
          f"{files[0]}, then at most {max(files)}")
    return (code == 0 and lines == pages and wrong == 0
            and max(memory[quarter:]) <= memory[quarter] * 1.1 and max(files) <= files[0])


if __name__ == "__main__":
    sys.exit(not main(sys.argv[1], int(sys.argv[2]), sys.argv[3:]))
