"""PyTerrier: an index as a transformer, for `pt.Experiment` and pipelines with `>>`."""

from __future__ import annotations

from typing import Any

from ._asking import Order
from ._index import Index

try:
    import pandas as pd
    import pyterrier as pt
except ImportError:
    raise ImportError(
        "PyTerrier is not installed: pip install 'xunwen[pyterrier,pandas]'"
    ) from None


class Retriever(pt.Transformer):
    """Answers each topic with its first `n` hits: the columns `docno`, `score` and `rank`.

    Related hits come below the exact ones, and the scores fall with every rank.
    """

    def __init__(
        self, index: Index, *, n: int = 1000, sort: Order = "relevance", exact: bool = False
    ) -> None:
        super().__init__()
        self.index = index
        self.n = n
        self.sort: Order = sort
        self.exact = exact

    def transform(self, inp: pd.DataFrame) -> pd.DataFrame:
        """Returns the hits of each topic; `inp` has the columns `qid` and `query`."""
        run = self.index.run(inp, n=self.n, sort=self.sort, exact=self.exact)
        rows = [
            (qid, id, score, rank)
            for qid, found in run.items()
            for rank, (id, score) in enumerate(found.items())
        ]
        hits = pd.DataFrame(rows, columns=["qid", "docno", "score", "rank"])
        topics: Any = inp.astype({"qid": str}).drop_duplicates("qid")
        kept = [column for column in topics.columns if column not in hits.columns[1:]]
        ranked: pd.DataFrame = topics[kept].merge(hits, on="qid")
        return ranked
