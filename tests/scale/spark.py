"""The Spark job at work, with an executor killed in the middle.

  python tests/scale/spark.py TRICH DOCUMENTS      (`make scale` does all of it)

Writes DOCUMENTS pages as JSON Lines, some of them broken; runs trich.spark on
local-cluster[2,1,1024], which is a driver, a master, and two workers with a
process each; kills one executor while it works; compares the tables with what
`trich run` prints of the same pages: none lost, none doubled, all records equal.
"""

import collections
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

import pandas
import trich.spark

program, count = os.path.abspath(sys.argv[1]), int(sys.argv[2])
folder = tempfile.mkdtemp()
failed = 0


def check(ok, what):
    global failed
    if not ok:
        failed += 1
        print("FAIL tests/scale/spark.py:1: " + what)


def write_pages():
    """Pages, each with figures of its own; every hundredth line is broken."""
    chance = random.Random(1)
    places = ["Tiền Giang", "Trà Vinh", "Hà Nội", "Đà Nẵng", "Lào Cai"]
    for part in range(8):
        with open(f"{folder}/pages-{part}.jsonl", "w", encoding="utf-8") as out:
            for i in range(part, count, 8):
                if i % 100 == 99:
                    out.write('{"id": "broken-%d", "page": 3}\n' % i)
                    continue
                text = " ".join(
                    f"Năm {2010 + chance.randrange(15)}, kim ngạch xuất khẩu của "
                    f"{chance.choice(places)} đạt {chance.randrange(90) + 1},"
                    f"{chance.randrange(10)} tỷ USD, tăng {chance.randrange(40)},5%."
                    for _ in range(3))
                out.write(json.dumps({"id": f"page-{i}", "page": {"body": text}},
                                     ensure_ascii=False) + "\n")


def executors():
    got = subprocess.run(["pgrep", "-f", os.path.basename(folder) +
                          ".*CoarseGrainedExecutorBackend"],
                         capture_output=True, text=True)
    return [int(pid) for pid in got.stdout.split()]


def run_job():
    """Gives how many executors were killed."""
    name = os.path.basename(folder)
    log = open(f"{folder}/log", "w", encoding="utf-8")
    job = subprocess.Popen(
        ["spark-submit", "--master", "local-cluster[2,1,1024]",
         "--conf", f"spark.executor.extraJavaOptions=-Dtrich.scale={name}",
         "--conf", "spark.ui.enabled=false", trich.spark.__file__,
         "--field", "page.body", f"{folder}/pages-*.jsonl", f"{folder}/out"],
        stdout=log, stderr=log, env=dict(os.environ, PYSPARK_PYTHON=sys.executable))
    killed = 0
    while job.poll() is None:
        time.sleep(0.5)
        done = open(f"{folder}/log", encoding="utf-8").read().count("Finished task")
        running = executors()
        if done >= 2 and not killed and len(running) == 2:
            os.kill(running[0], signal.SIGKILL)
            killed += 1
    check(job.returncode == 0, f"spark-submit ended with {job.returncode}")
    return killed


def facts_of_cluster():
    table = pandas.read_parquet(f"{folder}/out/records")
    return collections.Counter(
        (r.id, r.n, r.type, r.rule, r.start, r.end, r.text, r.fields, r.origins)
        for r in table.itertuples())


def facts_of_program():
    facts = collections.Counter()
    files = [f"{folder}/pages-{part}.jsonl" for part in range(8)]
    lines = subprocess.run([program, "run", "-t", "jsonl", "--offsets", "chars",
                            "--field", "page.body", *files],
                           capture_output=True, text=True).stdout
    for line in lines.splitlines():
        page = json.loads(line)
        for n, r in enumerate(page["records"]):
            facts[(page["id"], n, r["type"], r["rule"], r["start"], r["end"],
                   r["text"], json.dumps(r["fields"], ensure_ascii=False),
                   json.dumps(r.get("from", {}), ensure_ascii=False))] += 1
    return facts


write_pages()
started = time.monotonic()
killed = run_job()
seconds = time.monotonic() - started
check(killed == 1, f"{killed} executors were killed, not 1")
documents = pandas.read_parquet(f"{folder}/out/documents")
errors = pandas.read_parquet(f"{folder}/out/errors")
check(len(documents) == count, f"{len(documents)} pages came, not {count}")
check(documents.id.nunique() == count, "pages came twice")
check(len(errors) == count // 100, f"{len(errors)} errors, not {count // 100}")
cluster, single = facts_of_cluster(), facts_of_program()
check(sum(single.values()) > count, "the program found next to nothing")
check(cluster == single, f"{sum((cluster - single).values())} records too many, "
      f"{sum((single - cluster).values())} too few")
print(f"{count} pages, {sum(cluster.values())} records, {killed} executor killed, "
      f"{seconds:.0f} s")
if failed == 0:
    subprocess.run(["rm", "-rf", folder], check=True)
print(f"{7 - failed} passed, {failed} failed")
sys.exit(failed > 0)
