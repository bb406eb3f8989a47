"""Texts and queries, as the engine reads them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ._native import analyze as _analyze
from ._native import parse as _parse


class Analysis(dict[str, Any]):
    """A text with its `folded` form, `atoms`, `terms` and the `laws` that made them.

    Spans are bytes of the text in UTF-8.
    """

    @property
    def terms(self) -> list[str]:
        """The terms of the index, in the order of the text."""
        return [term["term"] for term in self["terms"]]


class Parsed(dict[str, Any]):
    """A query in its canonical form, with `notes` on how it was typed."""

    def __str__(self) -> str:
        return str(self["query"])


def analyze(text: str, *, words: Iterable[str] = ()) -> Analysis:
    """Returns how a text becomes terms; `words` are known besides the dictionary's.

    >>> import xunwen as xw
    >>> xw.analyze("看微短劇")["folded"]
    '看微短剧'
    """
    return Analysis(json.loads(_analyze(text, list(words))))


def parse(query: str) -> Parsed:
    """Returns how a query is read.

    Words between blanks must all occur. `OR`, `-` and `(…)` work as elsewhere, and
    `"…"` makes anything plain text. `近/5字` is within 5 characters, `先/5字` in this order, `同句` and
    `同段` in one sentence or paragraph, `至少3` so often. `标题:`, `来源:`, `日期:2024..`, `标签:` and
    `语言:` ask one field; `*` and `?` stand for characters, `^2` weighs.

    >>> import xunwen as xw
    >>> str(xw.parse("微短剧 -广告"))
    '微短剧 -广告'
    >>> xw.parse("微短剧 (出海")
    Traceback (most recent call last):
        ...
    xunwen.QueryError: cannot read the query at characters 4 to 5, "(": expected a closing bracket
    hint: `help(xunwen.parse)` shows the query language; quotes make anything plain text

    Raises `QueryError`, whose `span` is the place in characters.
    """
    return Parsed(json.loads(_parse(query)))
