"""Articles in: whatever form they have, the index is the same."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import xunwen as xw

from .conftest import SAMPLE

Articles = list[dict[str, Any]]

FORMS: dict[str, Callable[[Articles], Any]] = {
    "dicts": lambda articles: articles,
    "generator": lambda articles: (article for article in articles),
    "pandas": lambda articles: pd.DataFrame(articles),
    "polars": lambda articles: pl.DataFrame(articles),
    "pyarrow": lambda articles: pa.Table.from_pylist(articles),
    "batches": lambda articles: pa.RecordBatchReader.from_batches(
        pa.Table.from_pylist(articles).schema, pa.Table.from_pylist(articles).to_batches(7)
    ),
    "file": lambda _: SAMPLE,
    "files": lambda _: [str(SAMPLE), SAMPLE],
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_makes_the_same_index(
    form: str, articles: Articles, demo: xw.Index, tmp_path: Path
) -> None:
    index = xw.build(tmp_path / "news.idx", FORMS[form](articles))
    assert len(index) == 150
    assert list(index.articles()) == list(demo.articles())
    assert index.fingerprint == demo.fingerprint


def test_columns_are_named(tmp_path: Path) -> None:
    day = datetime.datetime(2025, 3, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
    frame = pd.DataFrame({"key": ["a"], "content": ["秋粮丰收"], "time": [day], "site": ["新华社"]})
    index = xw.build(
        tmp_path / "n.idx", frame, id="key", body="content", published_at="time", source="site"
    )
    article = index.article("a")
    assert (article["body"], article["source"]) == ("秋粮丰收", "新华社")
    assert (article["published_at"] or "").startswith("2025-03-01")
    assert index.report is not None and index.report["added"] == 1


def test_articles_of_several_kinds_go_into_one_index(articles: Articles, tmp_path: Path) -> None:
    index = xw.build(tmp_path / "n.idx", articles[:50], pl.DataFrame(articles[50:]))
    assert len(index) == 150
    again = xw.build(tmp_path / "n.idx", SAMPLE)
    assert again.report is not None and again.report["unchanged"] == 150


def test_a_user_word_is_known(tmp_path: Path) -> None:
    articles = [{"id": "a", "body": "竖屏微短剧出海"}]
    index = xw.build(tmp_path / "n.idx", articles, words=["微短剧"])
    assert index.facts["user_words"] == 1
    assert "微短剧" in xw.analyze("竖屏微短剧", words=["微短剧"]).terms


def test_progress_is_told(articles: Articles, tmp_path: Path) -> None:
    # Bars are for people; what counts is that the job is not in their way.
    assert len(xw.build(tmp_path / "n.idx", articles, progress=True)) == 150


@pytest.mark.parametrize(
    ("articles", "kind", "text"),
    [
        (5, TypeError, "articles cannot be read from int"),
        ([], xw.WriteError, "hint: say which column is what"),
        ("no-such-file.jsonl", xw.InputError, "no-such-file.jsonl"),
        ([{"nothing": 1}], xw.WriteError, "hint: say which column is what"),
        (pa.table({"x": [1]}), xw.InputError, 'body="content"'),
    ],
)
def test_what_is_no_articles_is_told(
    articles: Any, kind: type[Exception], text: str, tmp_path: Path
) -> None:
    with pytest.raises(kind, match=text) as caught:
        xw.build(tmp_path / "n.idx", articles)
    assert kind is TypeError or len(str(caught.value).splitlines()) == 2
    with pytest.raises(xw.OpenError):
        xw.open(tmp_path / "n.idx")


def test_an_unknown_field_is_told(tmp_path: Path) -> None:
    with pytest.raises(xw.Error, match="author"):
        xw.build(tmp_path / "n.idx", [{"id": "a", "body": "x"}], author="by")


def test_an_exception_of_the_articles_is_raised_as_it_is(tmp_path: Path) -> None:
    def articles() -> Any:
        yield {"id": "a", "body": "秋粮丰收"}
        raise LookupError("the feed has gone")

    with pytest.raises(LookupError, match="the feed has gone"):
        xw.build(tmp_path / "n.idx", articles())
    with pytest.raises(xw.OpenError):
        xw.open(tmp_path / "n.idx")
