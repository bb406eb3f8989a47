"""Hits: a sequence, columns, and a table to look at."""

from __future__ import annotations

import html
import random
import re
from pathlib import Path

import duckdb
import polars as pl
import pytest

import xunwen as xw


def test_a_slice_is_that_of_a_list(demo: xw.Index) -> None:
    hits = demo.search("微短剧", n=None)
    everything = [hit.id for hit in hits]
    assert everything == hits.ids() and len(everything) == len(hits)
    dice = random.Random(23)
    bounds = [None, *range(-len(hits) - 2, len(hits) + 3)]
    for _ in range(300):
        place = slice(dice.choice(bounds), dice.choice(bounds), dice.choice([None, 1, 2, -1, -3]))
        assert [hit.id for hit in hits[place]] == everything[place]
    assert hits[-1].id == everything[-1]
    with pytest.raises(IndexError):
        hits[len(hits)]


def test_ranks_tiers_and_counts_agree(demo: xw.Index) -> None:
    hits = demo.search("微短剧", n=None)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert sum(hit.tier == "exact" for hit in hits) == hits.exact == demo.count("微短剧")
    assert len(demo.search("微短剧", exact=True, n=None)) == hits.exact
    second = demo.search("微短剧", n=3, offset=2)
    assert second.ids() == hits.ids()[2:5]
    assert hits.related >= len(hits) - hits.exact > 0


def test_marks_are_in_characters(demo: xw.Index) -> None:
    for hit in demo.search("微短剧 OR AI", exact=True, n=None):
        texts = [(hit.title, hit.title_marks)] + [(part.text, part.marks) for part in hit.passages]
        marked = [text[start:end] for text, marks in texts for start, end in marks]
        # Traditional characters and full widths are the same.
        assert marked and all(xw.parse(word)["query"] for word in marked)
        assert all(len(word) in (2, 3) for word in marked), marked


def test_columns_are_those_of_the_hits(demo: xw.Index) -> None:
    hits = demo.search("微短剧", n=None).select(*xw.COLUMNS)
    frame = hits.to_polars()
    assert tuple(frame.columns) == xw.COLUMNS
    for row, hit in zip(frame.iter_rows(named=True), hits, strict=True):
        for column in ("rank", "tier", "id", "title", "summary", "body", "source", "url", "lang"):
            assert row[column] == getattr(hit, column)
        assert row["tags"] == hit.tags
        assert row["score"] == pytest.approx(hit.score, rel=1e-6)
        assert row["passage"] == " ".join((hit.passages[0].text if hit.passages else "").split())
        published = row["published_at"]
        assert (published is None) == (hit.published_at is None)
        assert published is None or published.strftime("%Y-%m-%d") == (hit.published_at or "")[:10]


def test_other_libraries_read_the_columns(demo: xw.Index) -> None:
    hits = demo.search("微短剧", n=None)
    assert pl.DataFrame(hits)["id"].to_list() == hits.ids()
    assert hits.to_pandas()["id"].tolist() == hits.ids()
    assert hits.to_arrow().column("id").to_pylist() == hits.ids()
    exact = duckdb.sql("select id from hits where tier = 'exact'")
    assert exact is not None and len(exact.fetchall()) == hits.exact
    with pytest.raises(KeyError, match="author"):
        hits.select("author")


def test_nothing_found_is_empty(demo: xw.Index) -> None:
    hits = demo.search("龘靐齉爩")
    assert (len(hits), list(hits), hits.exact, hits[:5]) == (0, [], 0, [])
    assert hits.to_polars().shape == (0, 12)
    assert "0 exact" in hits._repr_html_()


def test_html_is_escaped_and_marked(tmp_path: Path) -> None:
    title = '&lt;script&gt;alert("1")&lt;/script&gt; 2 < 3 & 秋粮丰收'
    articles = [{"id": "a<b>", "title": title, "body": "河南秋粮丰收。&lt;img src=x&gt;"}]
    index = xw.build(tmp_path / "n.idx", articles)
    kept = index.article("a<b>")["title"]
    assert "<script>" in kept or "2 < 3 &" in kept
    table = index.search("丰收")._repr_html_()
    assert "<script" not in table and "<img" not in table
    assert html.escape(kept).replace("丰收", "<mark>丰收</mark>") in table
    lines = index.kwic("丰收")._repr_html_()
    assert "<img" not in lines and "<mark>丰收</mark>" in lines
    assert not re.search(r"<(?!/?(table|caption|thead|tbody|tr|th|td|mark|div|br)\b)", table + lines)


def test_articles_are_whole(demo: xw.Index) -> None:
    hits = demo.search("微短剧", n=5)
    assert [one["id"] for one in demo.articles(hits)] == hits.ids()
    assert list(demo.articles(hits.ids())) == list(demo.articles(hits))
    assert demo.article("s001")["title"].startswith("郑州旧纺织厂")
    with pytest.raises(KeyError):
        demo.article("none")


def test_filters_hold(demo: xw.Index) -> None:
    outlets = ["新华社", "星桥商业观察"]
    found = demo.search("", exact=True, n=None, source=outlets)
    assert {hit.source for hit in found} <= set(outlets) and len(found) > 0
    both = sum(demo.count("", source=outlet) for outlet in outlets)
    assert demo.count("", source=outlets) == both
    year = demo.search("", exact=True, n=None, since=2026, until="2026-02")
    assert all("2026-01" <= (hit.published_at or "") < "2026-03" for hit in year) and len(year) > 0
    with pytest.raises(xw.Error, match="nothing lies between"):
        demo.count("", since=2026, until=2025)
    with pytest.raises(xw.Error, match="unknown date"):
        demo.count("", since="someday")


def test_a_scope_is_an_index_of_its_own(demo: xw.Index) -> None:
    assert demo.count("") == len(demo) == 150
    scope = demo.within("微短剧 OR 短剧").within("日期:2026..")
    assert len(scope) == demo.count("(微短剧 OR 短剧) 日期:2026..") > 0
    trend = scope.trend("出海", by="year")
    assert [row["period"] for row in trend] == ["2026"]
    assert trend[0]["articles"] == len(scope)
    assert trend[0]["series"][0]["found"] == scope.count("出海")
    share = 10_000 * scope.count("出海") / len(scope)
    assert trend[0]["series"][0]["per_10000"] == pytest.approx(share)
    assert set(scope.search("出海", n=None).ids()) <= set(scope.search("", n=None).ids())


def test_errors_have_the_place_and_a_hint(demo: xw.Index) -> None:
    with pytest.raises(xw.QueryError) as caught:
        demo.search("微短剧 OR (出海")
    error = caught.value
    start, end = error.span
    assert error.query[start:end] == "(" and error.hint in str(error)
    assert isinstance(error, xw.Error) and len(str(error).splitlines()) == 2
    for asked in (
        lambda: demo.search("a", sort="best"),  # type: ignore[arg-type]
        lambda: demo.search("a", expand="more"),  # type: ignore[arg-type]
        lambda: demo.trend("a", by="week"),  # type: ignore[arg-type]
        lambda: demo.facet("a", by="author"),  # type: ignore[arg-type]
        lambda: demo.kwic("a", sort="up"),  # type: ignore[arg-type]
        lambda: xw.open("/no/such/index"),
        lambda: xw.open("http://127.0.0.1:9/news"),
    ):
        with pytest.raises(xw.Error, match="hint: "):
            asked()


def test_notes_tell_what_was_read_otherwise(demo: xw.Index) -> None:
    hits = demo.search("微短剧 or 出海")
    assert hits.notes and all(isinstance(note, str) for note in hits.notes)
    assert not demo.search("微短剧 出海").notes
