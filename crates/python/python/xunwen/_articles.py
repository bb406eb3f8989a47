"""Articles: as they go in, and as they come out."""

from __future__ import annotations

import datetime
import itertools
import json
import os
from collections.abc import Iterable, Iterator
from typing import Any, Protocol, TypeAlias, TypedDict, Union, cast

from ._native import Source


class Article(TypedDict):
    """A whole article, in the fields that the program reads and writes."""

    id: str
    title: str
    body: str
    summary: str
    source: str | None
    published_at: str | None
    url: str | None
    tags: list[str]
    lang: str | None


class ArrowColumns(Protocol):
    """Columns of Arrow: a frame of pandas or polars, a table of pyarrow, a relation of DuckDB."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


ArticleInput: TypeAlias = Union[
    str, "os.PathLike[str]", ArrowColumns, Iterable["dict[str, Any] | Article"]
]
"""Articles: the path of a file or folder, columns of Arrow, or an iterable of dicts."""

Mapping: TypeAlias = dict[str, str]
"""Which column is which field, such as `{"body": "content"}`."""

_LINES = 1_000


def sources(articles: tuple[ArticleInput | Iterable[str | os.PathLike[str]], ...]) -> list[Source]:
    """Returns what the engine reads, in the order of the arguments."""
    return [_source(one) for one in articles]


def mapping(fields: Mapping) -> list[str]:
    """Returns the mapping as the engine reads it."""
    return [f"{field}={column}" for field, column in fields.items()]


def _source(articles: ArticleInput | Iterable[str | os.PathLike[str]]) -> Source:
    if isinstance(articles, (str, os.PathLike)):
        return Source.files([os.fspath(articles)])
    if hasattr(articles, "__arrow_c_stream__"):
        return Source.arrow(_without_index(articles))
    if isinstance(articles, dict):
        return Source.lines(_lines(iter([cast("dict[str, Any]", articles)])))
    if not isinstance(articles, Iterable):
        kind = type(articles).__name__
        raise TypeError(
            f"articles cannot be read from {kind}: pass a frame, an iterable of dicts, or paths"
        )
    items = iter(cast("Iterable[Any]", articles))
    first = next(items, None)
    if isinstance(first, (str, os.PathLike)):
        paths = itertools.chain([first], items)
        return Source.files([os.fspath(cast("str | os.PathLike[str]", path)) for path in paths])
    # An empty iterable has no first.
    beginning = [] if first is None else [first]
    return Source.lines(_lines(itertools.chain(beginning, items)))


def _without_index(frame: Any) -> Any:
    """Returns a frame of pandas without its index, which is no column of an article."""
    if type(frame).__module__.split(".")[0] != "pandas":
        return frame
    try:
        import pyarrow
    except ImportError:
        raise ImportError(
            "a frame of pandas is read by way of pyarrow: pip install 'xunwen[pandas]'"
        ) from None
    return pyarrow.Table.from_pandas(frame, preserve_index=False)


def _lines(articles: Iterator[Any]) -> Iterator[bytes]:
    """Returns JSON Lines, some articles a piece."""
    while piece := list(itertools.islice(articles, _LINES)):
        lines = [json.dumps(article, ensure_ascii=False, default=_plain) for article in piece]
        # What is no Unicode, half of a pair, becomes a mark of replacement.
        yield ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _plain(value: object) -> object:
    """Returns what JSON has no form for as a text or a list."""
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, (set, frozenset, tuple)):
        return list(cast("Iterable[object]", value))
    item = getattr(value, "item", None)
    if callable(item):
        return item()
    return str(value)
