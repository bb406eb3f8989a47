"""Full-text search over Chinese news: complete, then related.

A keyword finds every article in which it literally occurs, whatever a dictionary
thinks of it, and the count is exact; below those come related articles, ranked and
marked as such.

>>> import xunwen as xw
>>> ix = xw.demo()
>>> ix.count("微短剧")
22
>>> hits = ix.search("微短剧", n=2)
>>> hits.exact, [hit.tier for hit in hits]
(22, ['exact', 'exact'])

Everything that takes time runs without the lock of the interpreter, so that threads
scale, and ends within a second of Ctrl-C.
"""

from typing import TYPE_CHECKING

from ._articles import Article, ArticleInput, Mapping
from ._hits import COLUMNS, Hits
from ._index import Index, demo, open, replay
from ._native import (
    ClusterError,
    Error,
    Hit,
    InputError,
    InternalError,
    OpenError,
    Passage,
    QueryError,
    ReceiptError,
    WriteError,
)
from ._receipts import Receipt, Replay
from ._report import Report
from ._run import Run
from ._tables import Collocates, Concordance, Facet, Keywords, Table, Trend
from ._texts import Analysis, Parsed, analyze, parse
from ._writing import Writer, build, writer

if TYPE_CHECKING:
    from . import pt

__all__ = [
    "COLUMNS",
    "Analysis",
    "Article",
    "ArticleInput",
    "ClusterError",
    "Collocates",
    "Concordance",
    "Error",
    "Facet",
    "Hit",
    "Hits",
    "Index",
    "InputError",
    "InternalError",
    "Keywords",
    "Mapping",
    "OpenError",
    "Parsed",
    "Passage",
    "QueryError",
    "Receipt",
    "ReceiptError",
    "Replay",
    "Report",
    "Run",
    "Table",
    "Trend",
    "WriteError",
    "Writer",
    "analyze",
    "build",
    "demo",
    "open",
    "parse",
    "pt",
    "replay",
    "writer",
]


def __getattr__(name: str) -> object:
    """Loads `xunwen.pt` when it is asked for: PyTerrier need not be installed."""
    if name == "pt":
        from importlib import import_module

        return import_module(".pt", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
