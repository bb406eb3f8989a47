"""Says which new articles answer saved queries since the last time, and keeps receipts of both.

    python alerts.py news.idx receipts/ 微短剧 "无人机 -广告"
"""

from __future__ import annotations

import sys
from pathlib import Path

import xunwen as xw


def news_of(index: xw.Index, query: str, folder: Path) -> list[str]:
    """Returns the titles of what `query` finds and did not find before."""
    kept = folder / f"{query.replace('/', '_')}.json"
    now = index.search(query, exact=True, n=None, sort="newest")
    before: set[str] = set(xw.Receipt.load(kept)["ids"]) if kept.exists() else set()
    titles = [hit.title for hit in now if hit.id not in before]
    now.receipt.save(kept)
    return titles


def main(arguments: list[str]) -> None:
    """Prints what is new of each query."""
    path, folder, *queries = arguments
    Path(folder).mkdir(exist_ok=True)
    index = xw.open(path)
    for query in queries:
        try:
            titles = news_of(index, query, Path(folder))
        except xw.QueryError as error:
            start, end = error.span
            print(f"{query}: not read at {error.query[start:end]!r}: {error.hint}")
            continue
        print(f"{query}: {len(titles)} new")
        for title in titles:
            print(f"  {title}")


if __name__ == "__main__":
    main(sys.argv[1:])
