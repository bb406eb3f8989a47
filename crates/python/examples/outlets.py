"""Compares outlets: how much each writes about a subject, when, and in which words.

    python outlets.py news.idx 碳中和 新华社 人民日报

Without arguments it asks the sample articles.
"""

from __future__ import annotations

import sys
from typing import NamedTuple

import polars as pl

import xunwen as xw


class Outlet(NamedTuple):
    """What one outlet has written about a subject."""

    name: str
    articles: int
    found: int
    words: list[str]
    by_quarter: dict[str, float]

    @property
    def share(self) -> float:
        """Articles about the subject for every 10,000."""
        return 10_000 * self.found / max(1, self.articles)


def outlet(index: xw.Index, name: str, subject: str) -> Outlet:
    """Returns what the outlet `name` has written about `subject`."""
    part = index.within(f"来源:{name}")
    trend = part.trend(subject, by="quarter")
    series = {row["period"]: row["series"][0]["per_10000"] for row in trend if row["series"][0]}
    words = [row["word"] for row in part.keywords(subject, n=5)]
    return Outlet(name, len(part), part.count(subject), words, series)


def main(arguments: list[str]) -> pl.DataFrame:
    """Compares the outlets that the arguments name."""
    if arguments:
        path, subject, *names = arguments
        index = xw.open(path)
    else:
        subject, names = "微短剧", ["晨光新闻网", "星桥商业观察"]
        index = xw.demo()
    outlets = [outlet(index, name, subject) for name in names]
    return pl.DataFrame(
        {
            "outlet": [one.name for one in outlets],
            "articles": [one.articles for one in outlets],
            "found": [one.found for one in outlets],
            "per_10000": [one.share for one in outlets],
            "words": [" ".join(one.words) for one in outlets],
        }
    )


if __name__ == "__main__":
    print(main(sys.argv[1:]))
