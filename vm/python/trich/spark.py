"""Pages by the million: the same rules as a Spark job.

    spark-submit $(python -c "import trich.spark as s; print(s.__file__)") \\
        [--field NAME] [--id-field NAME] [--rules PATH] INPUT... OUTPUT

INPUT is JSON Lines (packed or not) or, where the name ends in .warc or
.warc.gz, WARC; each a path or a glob that Spark and Arrow can read. OUTPUT is a
new folder with three tables in Parquet:

    records/type=...   id, n, rule, start, end, text, fields and origins (JSON)
    documents          id, title, published, outlet, records
    errors             id, kind, message: pages that could not be done whole

`start` and `end` count characters of the page as given. Every page of the input
is in `documents` once. Needs pyspark, pandas and pyarrow, and for WARC warcio.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import json
import sys
from typing import Any, Iterator, Optional, Sequence, Tuple

PAGES = ("text/html", "application/xhtml+xml", "text/plain")
USUAL = ("text", "body", "html", "content")
SCHEMA = ("id string, n int, type string, rule string, start long, `end` long, "
          "text string, fields string, origins string, kind string, "
          "message string")
COLUMNS = ("id", "n", "type", "rule", "start", "end", "text", "fields",
           "origins", "kind", "message")

# A page: its id, its text or bytes, what is known of it, or why there is none.
Page = Tuple[str, Any, dict, Optional[str]]


@functools.lru_cache(maxsize=4)
def _engine(rules: tuple):
    """One engine for each process of Python, which Spark uses again."""
    import trich

    return trich.Engine(list(rules))


# ---- pages ----


def lookup(value: Any, path: str) -> Any:
    """The value of "a.b" in objects within objects; None where there is none."""
    if isinstance(value, dict) and path in value:
        return value[path]
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def page_of_line(line: str, field: str | None, id_field: str) -> Page:
    unnamed = "line:" + hashlib.sha1(line.encode("utf-8", "replace")).hexdigest()
    try:
        value = json.loads(line)
    except ValueError as error:
        return unnamed, None, {}, f"no JSON: {error}"
    name = lookup(value, id_field)
    id = str(name) if isinstance(name, (str, int, float)) else unnamed
    for key in [field] if field else USUAL:
        text = lookup(value, key)
        if isinstance(text, str):
            about = {k: value[k] for k in ("published", "outlet")
                     if isinstance(value.get(k), str)}
            return id, text, about, None
    return id, None, {}, f"no text in the field {field or ', '.join(USUAL)}"


def pages_of_warc(path: str) -> Iterator[Page]:
    from pyarrow import fs
    from warcio.archiveiterator import ArchiveIterator

    system, inner = fs.FileSystem.from_uri(path)
    with system.open_input_stream(inner, compression=None) as stream:
        try:
            for record in ArchiveIterator(stream):
                headers = record.http_headers
                kind = (headers or record.rec_headers).get_header("Content-Type")
                wanted = record.rec_type in ("response", "resource", "conversion")
                if wanted and (kind or "").split(";")[0].strip().lower() in PAGES:
                    yield (record.rec_headers.get_header("WARC-Target-URI"),
                           record.content_stream().read(), {}, None)
        except Exception as error:  # the rest of a broken archive
            yield path, None, {}, f"{type(error).__name__}: {error}"


# ---- rows ----


def rows_of_page(page: Page, rules: tuple) -> Iterator[tuple]:
    """A row for the page, then one for each of its records."""
    id, text, about, problem = page
    if problem is not None:
        yield (id, 0, "", "", 0, 0, "", "{}", "{}", "input", problem)
        return
    document = _engine(rules).document(text, id=id, **about)
    error = document.error or {}
    yield (id, len(document.records), "", "", 0, 0, "",
           json.dumps(dict(document.meta), ensure_ascii=False), "{}",
           error.get("kind"), error.get("message"))
    raw = json.loads(document.line)["records"]
    for n, r in enumerate(raw):
        yield (id, n, r["type"], r["rule"], r["start"], r["end"], r["text"],
               json.dumps(r["fields"], ensure_ascii=False),
               json.dumps(r.get("from", {}), ensure_ascii=False), None, None)


def _frames(batches, pages, rules):
    import pandas

    for batch in batches:
        rows = [row for value in batch.iloc[:, 0] for page in pages(value)
                for row in rows_of_page(page, rules)]
        yield pandas.DataFrame(rows, columns=list(COLUMNS))


def extract(spark, inputs: Sequence[str], *, field: str | None = None,
            id_field: str = "id", rules: Sequence[str] = ()):
    """A data frame of SCHEMA: rows with an empty type are pages."""
    frame = None
    for path in inputs:
        if path.endswith((".warc", ".warc.gz")):
            files = spark.read.format("binaryFile").load(path).select("path")
            source = files.repartition(max(files.count(), 1))
            pages = pages_of_warc
        else:
            source = spark.read.text(path).where("trim(value) <> ''")
            pages = functools.partial(_line, field, id_field)
        part = source.mapInPandas(
            functools.partial(_frames, pages=pages, rules=tuple(rules)), SCHEMA)
        frame = part if frame is None else frame.union(part)
    return frame


def _line(field, id_field, line):
    return [page_of_line(line, field, id_field)]


def run(spark, inputs: Sequence[str], output: str, **options: Any) -> None:
    """Extracts the inputs into the three tables below `output`."""
    from pyspark import StorageLevel

    rows = extract(spark, inputs, **options).persist(StorageLevel.DISK_ONLY)
    rows.where("type <> ''").drop("kind", "message").write.partitionBy(
        "type").parquet(output + "/records")
    pages = rows.where("type = ''")
    pages.selectExpr("id", "get_json_object(fields, '$.title') AS title",
                     "get_json_object(fields, '$.published') AS published",
                     "get_json_object(fields, '$.outlet') AS outlet",
                     "n AS records").write.parquet(output + "/documents")
    pages.where("kind IS NOT NULL").select("id", "kind", "message").write.parquet(
        output + "/errors")
    rows.unpersist()


def main(argv: Sequence[str] | None = None) -> int:
    from pyspark.sql import SparkSession

    parser = argparse.ArgumentParser(prog="trich.spark", description=__doc__,
                                     formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--field", help="the field with the text")
    parser.add_argument("--id-field", default="id", help="the field with the id")
    parser.add_argument("--rules", action="append", default=[],
                        help="rules of your own, on every worker")
    parser.add_argument("inputs", nargs="+", metavar="INPUT")
    parser.add_argument("output", metavar="OUTPUT")
    given = parser.parse_args(argv)
    spark = SparkSession.builder.appName("trich").getOrCreate()
    try:
        run(spark, given.inputs, given.output, field=given.field,
            id_field=given.id_field, rules=given.rules)
    finally:
        spark.stop()
    return 0


if __name__ == "__main__":
    # As the package's module, which workers import, and not as __main__.
    from trich import spark as module

    sys.exit(module.main())
