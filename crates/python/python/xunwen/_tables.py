"""Statistics: rows with a summary."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, overload

from . import _html
from ._columns import Columns
from ._native import Table as NativeTable
from ._once import once

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Row = dict[str, Any]

_SHOWN = 20


class Table(Columns):
    """Rows as the program writes them in JSON, and the `summary` that they are a part of.

    >>> import xunwen as xw
    >>> table = xw.demo().facet("微短剧", by="source")
    >>> sum(row["articles"] for row in table) + table.summary["without"] == table.summary["exact"]
    True
    """

    def __init__(self, table: NativeTable) -> None:
        self._table = table

    @once
    def rows(self) -> list[Row]:
        """The rows, in order."""
        rows: list[Row] = json.loads(self._table.rows)
        return rows

    @once
    def summary(self) -> Row:
        """What the rows are a part of."""
        summary: Row = json.loads(self._table.summary)
        return summary

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        return self.rows[place]

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._table.stream()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self)} rows>"

    def _repr_html_(self) -> str:
        shown = self.rows[:_SHOWN]
        head = list(shown[0]) if shown else []
        rows = [[_html.escape(_text(row[name])) for name in head] for row in shown]
        caption = type(self).__name__
        if len(self) > _SHOWN:
            caption += f": the first {_SHOWN} of {len(self)} rows"
        return _html.table(head, rows, caption)


class Facet(Table):
    """The exact tier, counted by what its articles share: `name` and `articles`."""


class Concordance(Table):
    """Keywords in context: `left`, `keyword` and `right` of each place where one occurs.

    `span` is the start and end of the keyword in bytes of the article's field in UTF-8; as columns,
    `start` and `end`.
    """

    def _repr_html_(self) -> str:
        rows = [
            [
                _html.escape((row["published_at"] or "")[:10]),
                _html.escape(row["source"] or ""),
                f'<div style="text-align:right">{_html.escape(row["left"])}</div>',
                f"<mark>{_html.escape(row['keyword'])}</mark>",
                _html.escape(row["right"]),
            ]
            for row in self.rows[:_SHOWN]
        ]
        caption = f"{self.summary['lines']} places in {self.summary['exact']} articles"
        if len(self) > _SHOWN:
            caption += f"; the first {_SHOWN} of {len(self)} lines"
        return _html.table(["published", "source", "", "keyword", ""], rows, caption)


class Collocates(Table):
    """Words near the keywords: `word`, `observed`, `expected`, `everywhere`, `g2`, `log_dice`."""


class Keywords(Table):
    """Words that mark the articles found: `word`, `hits`, `expected`, `elsewhere`, Dunning's `g2`."""


class Trend(Table):
    """Queries over time.

    A row is a period with the number of its `articles` and a `series`: for each query how many it has
    `found` and `per_10000` articles, or `None` where there is no article at all. As columns, there is a
    row for each query and period: `query`, `period`, `articles`, `found`, `per_10000`.
    """

    def __init__(self, table: NativeTable, labels: list[str]) -> None:
        super().__init__(table)
        self.labels = labels

    def plot(self, *, share: bool = True, ax: Axes | None = None) -> Axes:
        """Draws a line a query and returns the axes: shares per 10,000 articles, or numbers.

        A period without any article is a gap. A label in Chinese needs a font that has it:
        `matplotlib.rcParams["font.sans-serif"]`.
        """
        try:
            import matplotlib.pyplot as plt
        except ImportError:
            raise ImportError("matplotlib is not installed: pip install 'xunwen[plot]'") from None
        if ax is None:
            _, ax = plt.subplots(figsize=(9, 3.5))  # pyright: ignore[reportUnknownMemberType]
        measure = "per_10000" if share else "found"
        periods = [row["period"] for row in self.rows]
        for place, label in enumerate(self.labels):
            points = [row["series"][place] for row in self.rows]
            values = [point[measure] if point else float("nan") for point in points]
            ax.plot(range(len(values)), values, label=label)  # pyright: ignore[reportUnknownMemberType]
        step = max(1, len(periods) // 12)
        ax.set_xticks(range(0, len(periods), step), periods[::step], rotation=45)  # pyright: ignore[reportUnknownMemberType]
        ax.set_ylabel("per 10,000 articles" if share else "articles")  # pyright: ignore[reportUnknownMemberType]
        ax.legend()  # pyright: ignore[reportUnknownMemberType]
        return ax


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.2f}" if isinstance(value, float) else str(value)
