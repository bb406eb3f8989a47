"""Writing: an index from articles, and changes of one."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable
from types import TracebackType
from typing import Any

from ._articles import ArticleInput, mapping, sources
from ._index import Index, open
from ._native import Writer as NativeWriter
from ._native import build as _build
from ._report import Report

_MEMORY = 1536


def build(
    path: str | os.PathLike[str],
    *articles: ArticleInput | Iterable[str | os.PathLike[str]],
    progress: bool = False,
    words: Iterable[str] = (),
    format: str | None = None,
    strict: bool = False,
    threads: int | None = None,
    memory: int = _MEMORY,
    **fields: str,
) -> Index:
    """Reads articles into the index at `path`, which is made if there is none, and opens it.

    Articles are frames of pandas or polars, tables of pyarrow, iterables of dicts, or files, folders and
    patterns in any format that the program reads. Their columns are recognised by their names; others
    are named as keywords: `body="content", published_at="time"`. An article with an id that the index
    has replaces the one there. The index's `report` says what was done.

    `words` are words that the dictionary lacks. `strict` ends at the first record that is no article,
    which otherwise is listed beside the index. `threads` are as many as there are processors if nothing
    is said; `memory` is in MiB. `progress` shows a bar. Ctrl-C ends the job after the current batch;
    what was read is kept, and readers see a new index only once it is complete.

    >>> import tempfile, xunwen as xw
    >>> articles = [{"id": "a", "title": "秋粮丰收", "content": "河南秋粮丰收，颗粒归仓。"}]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     ix = xw.build(f"{folder}/news.idx", articles, body="content")
    ...     ix.report["added"], ix.count("颗粒归仓")
    (1, 1)

    Raises `InputError` if articles cannot be read, `WriteError` if the index cannot be written.
    """
    shown = _Bar() if progress else None
    try:
        report = _build(
            os.fspath(path),
            sources(articles),
            mapping(fields),
            format,
            list(words),
            threads,
            memory,
            strict,
            shown,
        )
    finally:
        if shown is not None:
            shown.close()
    index = open(path)
    index.report = Report(json.loads(report))
    return index


class Writer:
    """Changes of an index that are seen all at once; see `writer`."""

    def __init__(self, native: NativeWriter) -> None:
        self._native = native
        self.rejects: list[tuple[str, int, str]] = []
        """The records that were no articles: name of the input, line, and reason."""
        self.report: Report | None = None
        """What was changed, once it is committed."""

    def add(
        self,
        *articles: ArticleInput | Iterable[str | os.PathLike[str]],
        format: str | None = None,
        **fields: str,
    ) -> None:
        """Adds articles as `build` reads them; an article replaces one with the same id."""
        for source in sources(articles):
            self.rejects += self._native.add(source, mapping(fields), format)

    def delete(self, ids: str | Iterable[str]) -> int:
        """Deletes the articles with these ids; returns how many there were."""
        return self._native.delete([ids] if isinstance(ids, str) else list(ids))

    def commit(self) -> Report:
        """Makes all changes durable, and visible to who opens the index from now on."""
        self.report = Report(json.loads(self._native.commit()))
        return self.report

    def rollback(self) -> None:
        """Drops all changes."""
        self._native.close()

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None and self.report is None:
            self.commit()
        else:
            self.rollback()


def writer(
    path: str | os.PathLike[str],
    *,
    words: Iterable[str] = (),
    threads: int | None = None,
    memory: int = _MEMORY,
) -> Writer:
    """Opens the index at `path` for changes: nobody else writes meanwhile, and readers go on.

    Leaving the `with` block commits everything in one step; an exception in it drops everything.

    >>> import tempfile, xunwen as xw
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = f"{folder}/news.idx"
    ...     with xw.writer(path) as w:
    ...         w.add([{"id": "a", "body": "秋粮丰收"}, {"id": "b", "body": "秋粮入库"}])
    ...     with xw.writer(path) as w:
    ...         deleted = w.delete(["a"])
    ...     deleted, xw.open(path).count("秋粮")
    (1, 1)

    Raises `WriteError` if somebody else writes.
    """
    return Writer(NativeWriter(os.fspath(path), list(words), threads, memory))


class _Bar:
    """A bar by `tqdm` where it is installed, or a line on standard error."""

    def __init__(self) -> None:
        self._articles = 0
        self._last = 0.0
        self._bar: Any = None
        try:
            from tqdm.auto import tqdm
        except ImportError:
            return
        self._bar = tqdm(unit=" articles", desc="indexing")

    def __call__(self, articles: int, bytes: int, total: int | None) -> None:
        if self._bar is not None:
            self._bar.update(articles - self._articles)
        elif time.monotonic() - self._last > 1:
            self._last = time.monotonic()
            share = f" of {total / 1e6:.0f}" if total else ""
            sys.stderr.write(f"\rindexing: {articles} articles, {bytes / 1e6:.0f}{share} MB")
            sys.stderr.flush()
        self._articles = articles

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
        elif self._last:
            sys.stderr.write("\n")


