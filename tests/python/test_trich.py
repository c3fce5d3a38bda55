"""The Python package, as pip installed it."""

import importlib.metadata
import json
import os
import subprocess
import threading
from decimal import Decimal

import pytest

import trich

RULE = """package mine
record seen { name, count, tags* }
rule seen : seen = count:digits "con" name:word ("," tags:word)*
"""

NEWS = ("Sáng 21-12, tại Hà Nội, kim ngạch xuất khẩu năm 2022 đạt 8,7 tỷ USD, "
        "tăng 1,5%.")


@pytest.fixture(scope="module")
def mine(tmp_path_factory):
    path = tmp_path_factory.mktemp("rules") / "mine.rule"
    path.write_text(RULE, encoding="utf-8")
    return trich.Engine(path, shipped=False)


def test_version():
    assert importlib.metadata.version("trich") == trich.__version__


def trich_program(*arguments):
    run = subprocess.run([os.environ["TRICH"], *arguments],
                         stdout=subprocess.PIPE, check=False)
    return run.stdout.decode("utf-8").splitlines()


def test_lines_follow_the_schema(tmp_path):
    jsonschema = pytest.importorskip("jsonschema")
    (schema,) = trich_program("schema")
    check = jsonschema.Draft202012Validator(json.loads(schema))
    (tmp_path / "page.html").write_text(
        f"<title>Tin</title><p>{NEWS}</p><p>{NEWS}</p>", encoding="utf-8")
    root = os.environ["ROOT"]
    lines = trich_program("run", "--article", f"{root}/corpus", str(tmp_path),
                          str(tmp_path / "missing.txt"))
    assert len(lines) == 7
    for line in map(json.loads, lines):
        assert list(check.iter_errors(line)) == []
        assert line["schema"] == trich.SCHEMA
    line["schema"] += 1
    assert not check.is_valid(line)


def test_document_has_the_schema_number(mine):
    document = mine.document("3 con mèo")
    assert document.schema == trich.SCHEMA
    assert json.loads(document.line)["schema"] == trich.SCHEMA


def test_shipped_rules():
    first, second = trich.extract(NEWS)
    assert first.type == "indicator"
    assert first.fields["value"] == 8700000000
    assert second.fields["value"] == Decimal("1.5")
    assert second.origins["place"]["rule"] == "indicator.located"


def test_offsets_of_text_are_characters(mine):
    text = "Đã thấy 𝄞 3 con mèo"
    (record,) = mine.extract(text)
    assert text[record.start:record.end] == record.text == "3 con mèo"


def test_offsets_of_bytes_are_bytes(mine):
    page = "Đã thấy 3 con mèo".encode("utf-16")
    (record,) = mine.extract(page)
    assert page[record.start:record.end].decode("utf-16-le") == "3 con mèo"


def test_lone_surrogate_is_one_character(mine):
    text = "\ud800 3 con mèo"
    (record,) = mine.extract(text)
    assert text[record.start:record.end] == "3 con mèo"


def test_lists(mine):
    (record,) = mine.extract("2 con chó, gầy, nhỏ.")
    assert record.fields["tags"] == ["gầy", "nhỏ"]


def test_html_has_xpath(mine):
    (record,) = mine.extract("<html><body><p>Có <b>3 con</b> mèo</p></body></html>")
    assert record.text == "3 con mèo"
    assert record.xpath == "/html/body[1]/p[1]"


def test_document(mine):
    document = mine.document("3 con mèo", id="page 1")
    assert document.id == "page 1"
    assert document.error is None
    assert len(document.records) == 1
    assert document.line.startswith('{"id":"page 1"')


def test_published_dates_a_page():
    text = "Sáng 21-12, Hội nghị tổng kết ngành Ngoại giao diễn ra tại Hà Nội."
    document = trich.Engine().document(text, published="2022-12-22")
    dates = {r.fields.get("date") for r in document.records}
    assert "2022-12-21" in dates


def test_text(mine):
    page = "<html><body><p>Một.</p><script>x()</script><p>Hai.</p></body></html>"
    assert mine.text(page).split("\n")[:2] == ["Một.", "Hai."]


def test_types():
    assert not list(trich.Engine(types=["event"]).extract(NEWS))


def test_wrong_rule(tmp_path):
    path = tmp_path / "bad.rule"
    path.write_text("package bad\nrule x : y = )\n", encoding="utf-8")
    with pytest.raises(trich.Error, match="bad.rule:2:"):
        trich.Engine([path])


def test_missing_rule():
    with pytest.raises(trich.Error, match="cannot be read"):
        trich.Engine(["/nowhere/at/all.rule"])


@pytest.mark.parametrize("page", ["", b"", b"\xff\xfe", b"\x00" * 9, "\n"])
def test_empty_and_broken_pages(mine, page):
    assert list(mine.extract(page)) == []


def test_threads_share_an_engine(mine):
    found = []

    def work(n):
        for _ in range(50):
            found.extend(r.fields["count"] for r in mine.extract(f"{n} con mèo"))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == sorted(str(n) for n in range(4) for _ in range(50))


def test_many_pages_do_not_leak(mine):
    resource = pytest.importorskip("resource")
    page = "Có 3 con mèo. " * 200

    def peak():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    for _ in range(20):
        list(mine.extract(page))
    before = peak()
    for _ in range(200):
        list(mine.extract(page))
    assert peak() - before < 16 * 1024  # KiB
