"""Receipts: what was asked and answered, kept and asked again."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from ._native import ReceiptError


class Receipt(dict[str, Any]):
    """What was asked, of which index, and the ids of the exact tier; the program reads it, too.

    >>> import tempfile, xunwen as xw
    >>> receipt = xw.demo().search("微短剧").receipt
    >>> receipt["exact"], len(receipt["ids"])
    (22, 22)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     receipt.save(f"{folder}/answer.json")
    ...     xw.replay(f"{folder}/answer.json").same
    True
    """

    def __init__(self, receipt: dict[str, Any], place: str | None = None) -> None:
        super().__init__(receipt)
        if place is not None:
            self["index"] = place

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Receipt:
        """Reads a receipt that `save` or `xunwen search --receipt` has written."""
        try:
            receipt = json.loads(Path(path).read_text("utf-8"))
        except ValueError as error:
            raise no_receipt(f"{os.fspath(path)} is no receipt: {error}") from None
        if not isinstance(receipt, dict):
            raise no_receipt(f"{os.fspath(path)} is no receipt: it is no JSON object")
        return cls(receipt)  # pyright: ignore[reportUnknownArgumentType]

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the receipt as JSON. `index` in it is where `replay` looks if nothing is said."""
        text = json.dumps(self, ensure_ascii=False, indent=2)
        Path(path).write_text(text + "\n", "utf-8")


class Replay(dict[str, Any]):
    """A receipt, asked again: `then` and `now`, and the articles that `came` and are `gone`."""

    @property
    def same(self) -> bool:
        """Whether the same articles are found."""
        return bool(self["same"])

    def __repr__(self) -> str:
        verdict = "the same" if self.same else "not the same"
        counts = f"{self['now']['exact']} exact, then {self['then']['exact']}"
        return f"<Replay of {self['query']!r}: {verdict}, {counts}>"


def no_receipt(problem: str) -> ReceiptError:
    """Returns the error of a receipt that cannot be asked again."""
    hint = "name a file that `receipt.save` wrote, and the index: `replay(path, index)`"
    error = ReceiptError(f"{problem}\nhint: {hint}")
    error.hint = hint
    return error
