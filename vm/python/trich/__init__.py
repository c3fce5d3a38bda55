"""Rule-based information extraction from Vietnamese news pages.

>>> import trich
>>> for record in trich.extract("Sáng 21-12, xuất khẩu đạt 8,7 tỷ USD."):
...     print(record.type, record.fields["value"], record.fields["unit"])
indicator 8700000000 USD

An `Engine` holds compiled rules; making one takes far longer than a page
does, so keep it. `extract` keeps one of the shipped rules.
"""

from __future__ import annotations

import functools
import json
import os
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Iterator, Mapping, Sequence, Union

from ._trich import Engine as _Engine
from ._trich import Error
from ._trich import schema as SCHEMA
from ._trich import version as __version__

__all__ = [
    "Document", "DocumentError", "Engine", "Error", "Record", "SCHEMA",
    "extract", "__version__",
]

Page = Union[str, bytes]
Path = Union[str, "os.PathLike[str]"]


class DocumentError(Error):
    """A page that could not be done whole; `document` holds what could."""

    def __init__(self, document: "Document") -> None:
        super().__init__(document.error["message"])
        self.document = document


@dataclass(frozen=True)
class Record:
    """One fact. `start` and `end` are half-open offsets into the page as given:
    characters of a str, bytes of bytes."""

    type: str
    rule: str
    start: int
    end: int
    text: str
    #: Numbers are int or Decimal: never rounded.
    fields: Mapping[str, Any]
    #: Of fields that do not stand in the record's words: where they came from.
    origins: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    #: Of HTML: the deepest element that holds the words.
    xpath: str | None = None

    @classmethod
    def _of(cls, raw: dict[str, Any]) -> "Record":
        return cls(raw["type"], raw["rule"], raw["start"], raw["end"],
                   raw["text"], raw["fields"], raw.get("from", {}),
                   raw.get("xpath"))


@dataclass(frozen=True)
class Document:
    """What one page gave."""

    id: str
    meta: Mapping[str, Any]
    records: Sequence[Record]
    warnings: Sequence[Mapping[str, str]] = ()
    #: None, or kind, limit, message and rule.
    error: Mapping[str, str] | None = None
    #: The number of the schema that the line follows.
    schema: int = SCHEMA
    #: The line of output as `trich run` prints it.
    line: str = field(default="", repr=False)


class Engine:
    """Compiled rules.

    rules: files or folders of rules, beside the shipped ones.
    shipped: False leaves the shipped rules out.
    types: record types to give; all where empty.
    encoding: name of the encoding of pages given as bytes; detected by default.
    Raises Error, with the quoted line, where a rule does not compile.
    """

    def __init__(self, rules: Path | Sequence[Path] = (), *,
                 shipped: bool = True, types: Sequence[str] = (),
                 encoding: str | None = None) -> None:
        self._engine = _Engine()
        self._engine.option("types", ",".join(types))
        if not shipped:
            self._engine.option("shipped", "no")
        if encoding:
            self._engine.option("encoding", encoding)
        for path in [rules] if isinstance(rules, (str, os.PathLike)) else rules:
            self._engine.rules(path)
        self._engine.compile()

    def document(self, page: Page, *, id: str = "-",
                 published: str | None = None,
                 outlet: str | None = None) -> Document:
        """All that a page gives; its error is a value here."""
        line = self._engine.extract(*_bytes(page), id, published, outlet)
        raw = json.loads(line, parse_float=Decimal)
        return Document(raw["id"], raw["meta"],
                        [Record._of(r) for r in raw["records"]],
                        raw.get("warnings", ()), raw.get("error"),
                        raw["schema"], line.decode("utf-8"))

    def extract(self, page: Page, **about: Any) -> Iterator[Record]:
        """The records of a page, which is text or HTML, one after another.

        Behind the last one raises DocumentError where the page could not be
        done whole. Takes what `document` takes.
        """
        document = self.document(page, **about)
        yield from document.records
        if document.error:
            raise DocumentError(document)

    def text(self, page: Page) -> str:
        """The article's text, a block a line: what the rules see."""
        return self._engine.text(*_bytes(page), "-", None, None).decode("utf-8")


def _bytes(page: Page) -> tuple[bytes, str | None, str]:
    """A page's bytes, their encoding where it is known, the unit of offsets."""
    if isinstance(page, str):  # a lone surrogate stays one character
        return page.encode("utf-8", "replace"), "utf-8", "chars"
    return bytes(page), None, "bytes"


@functools.lru_cache(maxsize=1)
def _shipped() -> Engine:
    return Engine()


def extract(page: Page, **about: Any) -> Iterator[Record]:
    """The records that the shipped rules find in a page; as Engine.extract."""
    return _shipped().extract(page, **about)
