"""Hits: what a search has found, read when it is looked at."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any, overload

from . import _html
from ._columns import Columns
from ._native import Answer, Engine, Hit, Question
from ._once import once
from ._receipts import Receipt

COLUMNS: tuple[str, ...] = (
    "rank",
    "tier",
    "score",
    "id",
    "title",
    "summary",
    "body",
    "source",
    "published_at",
    "url",
    "tags",
    "lang",
    "passage",
)
"""The columns that hits can have. `rank` counts from 1, `published_at` is a second in China's time."""

_SHOWN = 20
_READ = 64


class Hits(Columns):
    """The hits of a search: the exact ones first, then the related.

    They are found when the first of them is needed, and read as they are iterated. A slice is a list of
    hits. As columns they are `COLUMNS` without the passage, or those that `select` names.

    >>> import xunwen as xw
    >>> hits = xw.demo().search("微短剧 出海", exact=True, n=None)
    >>> len(hits) == hits.exact
    True
    >>> hits[0].id, hits[0].title
    ('s150', '微短劇出海的第二程：譯製棚裡缺的是會「吵架」的翻譯')
    >>> [column for column in hits.select("id", "score").to_arrow().column_names]
    ['id', 'score']
    """

    def __init__(
        self, engine: Engine, ask: Callable[..., Question], place: str, columns: tuple[str, ...]
    ) -> None:
        self._engine = engine
        self._ask = ask
        self._place = place
        self._columns = columns
        self._question = ask()

    @once
    def _answer(self) -> Answer:
        return self._engine.answer(self._question)

    @property
    def query(self) -> str:
        """The query in its canonical form, with what it was asked within."""
        return self._question.canonical

    @property
    def notes(self) -> list[str]:
        """What there is to note on how the query was typed, a sentence each."""
        return [note["message"] for note in json.loads(self._question.notes)]

    @property
    def exact(self) -> int:
        """The number of articles in the exact tier, whatever part of it these hits are."""
        return self._answer.exact

    @once
    def related(self) -> int:
        """The number of related articles. They are counted when this is asked for."""
        answer = self._engine.answer(self._ask(count_related=True, exact=False, limit=0))
        return answer.related or 0

    @property
    def expansions(self) -> list[dict[str, Any]]:
        """The other wordings that related articles were looked for by, with how frequent each is."""
        expansions: list[dict[str, Any]] = json.loads(self._answer.expansions)
        return expansions

    @once
    def receipt(self) -> Receipt:
        """What was asked and answered, to be kept and asked again."""
        return Receipt(json.loads(self._engine.receipt(self._question)), self._place)

    def ids(self) -> list[str]:
        """Returns the ids of all hits, without reading the articles."""
        return [id for id, _, _ in self._answer.ids()]

    def select(self, *columns: str) -> Hits:
        """Returns the same hits with other columns; see `COLUMNS`."""
        unknown = [column for column in columns if column not in COLUMNS]
        if unknown:
            raise KeyError(f"hits have no column {unknown[0]!r}: {', '.join(COLUMNS)}")
        hits = copy.copy(self)
        hits._columns = columns
        return hits

    def __len__(self) -> int:
        return len(self._answer)

    def __iter__(self) -> Iterator[Hit]:
        for start in range(0, len(self), _READ):
            yield from self._answer.hits(start, start + _READ)

    @overload
    def __getitem__(self, place: int) -> Hit: ...
    @overload
    def __getitem__(self, place: slice) -> list[Hit]: ...
    def __getitem__(self, place: int | slice) -> Hit | list[Hit]:
        if isinstance(place, int):
            at = range(len(self))[place]
            return self._answer.hits(at, at + 1)[0]
        places = range(len(self))[place]
        if not places:
            return []
        first = min(places[0], places[-1])
        hits = self._answer.hits(first, max(places[0], places[-1]) + 1)
        return [hits[at - first] for at in places]

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._answer.stream(list(self._columns), 0, len(self))

    def __repr__(self) -> str:
        return f"<Hits of {self.query!r}: {len(self)}, {self.exact} exact>"

    def _repr_html_(self) -> str:
        rows = [
            [
                str(hit.rank),
                _html.escape(hit.tier),
                _html.marked(hit.title, hit.title_marks),
                _html.escape(f"{hit.source or ''} {(hit.published_at or '')[:10]}".strip()),
                "<br>".join(_html.marked(part.text, part.marks) for part in hit.passages),
            ]
            for hit in self[:_SHOWN]
        ]
        caption = f"{self.query}: {self.exact} exact"
        if len(self) > _SHOWN:
            caption += f"; the first {_SHOWN} of {len(self)} hits"
        return _html.table(["", "tier", "title", "published", "passage"], rows, caption)
