"""Runs: ranked ids of many queries, for programs that evaluate."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, cast

if TYPE_CHECKING:
    import pandas

Queries: TypeAlias = "Mapping[str, str] | Iterable[tuple[str, str]] | pandas.DataFrame"
"""Queries with their ids: a dict, pairs, or a frame with the columns `qid` and `query`."""


class Run(dict[str, dict[str, float]]):
    """The ids of each query's hits with scores that fall with every rank, exact hits first.

    `ir_measures`, `ranx` and `pytrec_eval` take it as it is.

    >>> import xunwen as xw
    >>> run = xw.demo().run({"q1": "微短剧 出海", "q2": "无人机"}, n=2)
    >>> [len(hits) for hits in run.values()]
    [2, 2]
    """

    def to_pandas(self) -> pandas.DataFrame:
        """Returns a frame with the columns `query_id`, `doc_id`, `score`, as `ir_measures` reads it."""
        import pandas

        rows = [(qid, id, score) for qid, hits in self.items() for id, score in hits.items()]
        return pandas.DataFrame(rows, columns=["query_id", "doc_id", "score"])

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes a run in TREC's form: `qid Q0 docid rank score xunwen`."""
        with open(path, "w", encoding="utf-8") as out:
            for qid, hits in self.items():
                for rank, (id, score) in enumerate(hits.items(), 1):
                    out.write(f"{_name(qid)} Q0 {_name(id)} {rank} {score} xunwen\n")


def pairs(queries: Queries) -> list[tuple[str, str]]:
    """Returns queries as pairs of id and query."""
    if isinstance(queries, Mapping):
        mapping = cast("Mapping[str, str]", queries)
        return [(str(id), text) for id, text in mapping.items()]
    if not hasattr(queries, "columns"):
        rows = cast("Iterable[Any]", queries)
        return [(str(id), str(text)) for id, text in rows]
    frame = cast("Any", queries)
    qid = "qid" if "qid" in frame.columns else "query_id"
    query = "query" if "query" in frame.columns else "text"
    return [(str(id), str(text)) for id, text in zip(frame[qid], frame[query], strict=True)]


def _name(id: str) -> str:
    """Returns an id as one word, as a run needs it."""
    return "_".join(id.split())
