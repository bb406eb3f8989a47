"""Columns out: what has a stream of Arrow becomes a frame of any library."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow


class Columns(ABC):
    """Rows that any library reads as columns: `polars.DataFrame(rows)`, `duckdb.sql("from rows")`."""

    @abstractmethod
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Returns a capsule with a stream of Arrow; no text is copied through objects of Python."""

    def to_arrow(self) -> pyarrow.Table:
        """Returns a table of pyarrow."""
        table: pyarrow.Table = _library("pyarrow", "pandas").table(self)
        return table

    def to_pandas(self) -> pandas.DataFrame:
        """Returns a frame of pandas."""
        _library("pandas", "pandas")
        table: Any = self.to_arrow()
        frame: pandas.DataFrame = table.to_pandas()
        return frame

    def to_polars(self) -> polars.DataFrame:
        """Returns a frame of polars."""
        frame: polars.DataFrame = _library("polars", "polars").DataFrame(self)
        return frame


def _library(name: str, extra: str) -> Any:
    try:
        return __import__(name)
    except ImportError:
        raise ImportError(f"{name} is not installed: pip install 'xunwen[{extra}]'") from None
