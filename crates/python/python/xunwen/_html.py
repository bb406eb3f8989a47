"""Tables for notebooks: HTML without scripts, escaped; fonts are the page's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

__all__ = ["escape", "marked", "table"]

_CELL = "text-align:left;vertical-align:top;padding:.2em .6em"


def marked(text: str, marks: Sequence[tuple[int, int]]) -> str:
    """Returns a text with `marks`, start and end in characters, in `<mark>`."""
    parts: list[str] = []
    end = 0
    for start, stop in marks:
        parts += [escape(text[end:start]), "<mark>", escape(text[start:stop]), "</mark>"]
        end = stop
    return "".join([*parts, escape(text[end:])])


def table(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str) -> str:
    """Returns a table; the cells are HTML, the rest is text."""
    cells = "".join(f'<th style="{_CELL}">{escape(name)}</th>' for name in head)
    body = "".join(
        "<tr>" + "".join(f'<td style="{_CELL}">{cell}</td>' for cell in row) + "</tr>"
        for row in rows
    )
    return (
        f'<table lang="zh"><caption style="text-align:left">{escape(caption)}</caption>'
        f"<thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"
    )
