"""Questions: the arguments that all ways of asking share."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Literal, TypeAlias, TypedDict

Moment: TypeAlias = str | int | datetime.date
"""A day, month or year of China's calendar: `"2025-12-30"`, `"2025-12"`, `2025`, a `date`."""

Outlets: TypeAlias = str | Sequence[str]
"""An outlet or several: Hanzi, pinyin, or initials."""

Order: TypeAlias = Literal["relevance", "newest", "oldest"]
"""How exact hits are ordered; related ones always go by relevance."""

Wording: TypeAlias = Literal["all", "none", "regional", "names", "numbers", "learned", "feedback"]
"""A kind of other wordings of the query, by which related articles are found."""


class Bounds(TypedDict):
    """Which articles are asked, as the engine takes it."""

    since: str | None
    until: str | None
    sources: list[str]


def bounds(since: Moment | None, until: Moment | None, source: Outlets | None) -> Bounds:
    """Returns the bounds of a question."""
    outlets = [source] if isinstance(source, str) else list(source or [])
    return {"since": _moment(since), "until": _moment(until), "sources": outlets}


def _moment(moment: Moment | None) -> str | None:
    if moment is None:
        return None
    if isinstance(moment, datetime.datetime):
        moment = moment.date()
    return moment.isoformat() if isinstance(moment, datetime.date) else str(moment)
