"""The index: opened, and asked."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Literal

from ._articles import Article
from ._asking import Moment, Order, Outlets, Wording, bounds
from ._hits import COLUMNS, Hits
from ._native import Engine, Hit, OpenError, Question, sample
from ._receipts import Receipt, Replay, no_receipt
from ._report import Report
from ._run import Queries, Run, pairs
from ._tables import Collocates, Concordance, Facet, Keywords, Trend

_TEXTS = COLUMNS[:-1]


class Index:
    """One generation of an index, as it was when it was opened: what is asked of it belongs together.

    It may be asked from many threads. Pickled, it is a path, a generation and a fingerprint: workers of
    `multiprocessing`, joblib, Dask, Ray or Spark open it themselves.

    In every question, `since` and `until` are days, months or years of China's calendar, both included;
    `source` is an outlet or several, as Hanzi, pinyin, or initials.
    """

    report: Report | None = None
    """What `build` has done, if it has opened this index."""

    def __init__(self, engine: Engine, path: str, scope: str = "") -> None:
        self._engine = engine
        self._path = path
        self._scope = scope

    @property
    def path(self) -> str:
        """Where the index is: a directory, or an address of a cluster."""
        return self._path

    @property
    def generation(self) -> int:
        """The number of the generation."""
        return self._engine.generation

    @property
    def fingerprint(self) -> str:
        """What names the analysis of its texts: indexes with the same one cut texts alike."""
        return self._engine.fingerprint

    @property
    def facts(self) -> dict[str, Any]:
        """What the index holds: articles, bytes, the first and the last date, outlets, languages."""
        facts: dict[str, Any] = json.loads(self._engine.facts())
        return facts

    def __len__(self) -> int:
        """Returns the number of articles, of those only that a scope has."""
        return self.count("") if self._scope else self._engine.articles

    def __repr__(self) -> str:
        scope = f" within {self._scope!r}" if self._scope else ""
        return f"<Index {self._path!r}, generation {self.generation}: {len(self)} articles{scope}>"

    def __reduce__(self) -> tuple[Callable[..., Index], tuple[str, int, str, str]]:
        state = (os.path.abspath(self._path), self.generation, self.fingerprint, self._scope)
        return _reopened, (state if os.path.isdir(self._path) else (self._path, *state[1:]))

    def within(self, query: str) -> Index:
        """Returns the same index, as if it had no other articles than those that `query` finds.

        >>> import xunwen as xw
        >>> ix = xw.demo()
        >>> titles = ix.within("标题:微短剧")
        >>> titles.count("河南") == ix.count("河南 标题:微短剧")
        True
        """
        scope = f"({self._scope}) ({query})" if self._scope else query
        return Index(self._engine, self._path, str(Question(scope).canonical))

    def count(
        self,
        query: str,
        *,
        since: Moment | None = None,
        until: Moment | None = None,
        source: Outlets | None = None,
    ) -> int:
        """Returns in how many articles the query literally holds; a blank one holds in all.

        >>> import xunwen as xw
        >>> ix = xw.demo()
        >>> ix.count("人工智能", since=2025) <= ix.count("人工智能")
        True
        """
        return self._engine.count(self._question(query, since, until, source))

    def search(
        self,
        query: str,
        *,
        n: int | None = 10,
        exact: bool = False,
        sort: Order = "relevance",
        since: Moment | None = None,
        until: Moment | None = None,
        source: Outlets | None = None,
        offset: int = 0,
        width: int = 120,
        expand: Wording | Sequence[Wording] = "all",
    ) -> Hits:
        """Returns the first `n` hits, or all: every exact one, then the related ones unless `exact`.

        `width` is the most characters of a passage. `expand` are the kinds of other wordings by which
        related articles are found.

        >>> import xunwen as xw
        >>> for hit in xw.demo().search("微短剧 河南", n=2):
        ...     print(hit.rank, hit.tier, hit.id)
        1 exact s007
        2 exact s001
        """
        wordings = [expand] if isinstance(expand, str) else list(expand)
        ask = partial(
            Question,
            query,
            within=self._scope,
            **bounds(since, until, source),
        )

        def asked(**others: Any) -> Question:
            settings: dict[str, Any] = {"order": sort, "exact": exact, "limit": n, "offset": offset}
            settings |= {"width": width, "expand": wordings}
            return ask(**{**settings, **others})

        return Hits(self._engine, asked, self._place(), _TEXTS)

    def article(self, id: str) -> Article:
        """Returns a whole article. Raises `KeyError` if there is none with this id."""
        article = self._engine.article(id)
        if article is None:
            raise KeyError(id)
        found: Article = json.loads(article)
        return found

    def articles(self, hits: Iterable[Hit | str] | None = None) -> Iterator[Article]:
        """Returns whole articles one by one: of hits or ids, or all that there are.

        >>> import xunwen as xw
        >>> ix = xw.demo()
        >>> [article["id"] for article in ix.articles(ix.search("微短剧 河南", n=2))]
        ['s007', 's001']
        """
        found = self.search("", n=None, exact=True, sort="oldest") if hits is None else hits
        for hit in found:
            yield self.article(hit) if isinstance(hit, str) else _whole(hit)

    def facet(
        self,
        query: str,
        by: Literal["source", "year", "month", "day", "tag", "lang"],
        *,
        since: Moment | None = None,
        until: Moment | None = None,
        source: Outlets | None = None,
    ) -> Facet:
        """Counts the exact tier by what its articles share; `summary["without"]` have no such value."""
        question = self._question(query, since, until, source, exact=True, limit=0)
        return Facet(self._engine.facet(question, by))

    def trend(
        self,
        queries: str | Sequence[str] | Mapping[str, str],
        *,
        by: Literal["day", "month", "quarter", "year"] = "month",
        since: Moment | None = None,
        until: Moment | None = None,
        source: Outlets | None = None,
    ) -> Trend:
        """Counts the exact tiers of queries period by period; of a mapping, the keys are labels.

        >>> import xunwen as xw
        >>> trend = xw.demo().trend({"AI": "人工智能 OR AI", "短剧": "微短剧"}, by="quarter")
        >>> trend.labels, trend.summary["queries"][0]["found"] == xw.demo().count("人工智能 OR AI")
        (['AI', '短剧'], True)
        """
        if isinstance(queries, str):
            queries = [queries]
        labelled = queries if isinstance(queries, Mapping) else dict(zip(queries, queries))
        question = self._question("", since, until, source)
        asked, labels = list(labelled.values()), list(labelled)
        return Trend(self._engine.trend(asked, labels, question, by), labels)

    def kwic(
        self,
        query: str,
        *,
        width: int = 20,
        sort: Literal["left", "right", "date"] = "date",
        n: int | None = 100,
        since: Moment | None = None,
        until: Moment | None = None,
        source: Outlets | None = None,
    ) -> Concordance:
        """Shows keywords in context, `width` characters to each side; `summary["lines"]` are all.

        >>> import xunwen as xw
        >>> line = xw.demo().kwic("微短剧", width=4, n=1)[0]
        >>> len(line["left"]) <= 4, line["keyword"]
        (True, '微短剧')
        """
        question = self._question(query, since, until, source, limit=n)
        return Concordance(self._engine.kwic(question, width, sort))

    def collocates(
        self,
        query: str,
        *,
        window: int = 5,
        measure: Literal["g2", "logdice"] = "g2",
        n: int | None = 30,
        since: Moment | None = None,
        until: Moment | None = None,
        source: Outlets | None = None,
    ) -> Collocates:
        """Finds the words that occur near the keywords more often than by chance.

        `window` is how far: Han characters, words in letters, numbers and punctuation marks, within the
        sentence. Words go by `g2`, Dunning's log-likelihood ratio, the most surprising first; or by
        `logdice`, what goes together most exclusively, which does not grow with the index.

        >>> import xunwen as xw
        >>> near = xw.demo().collocates("微短剧", measure="logdice", n=5)
        >>> sorted(near.rows, key=lambda row: -row["log_dice"]) == near.rows
        True
        """
        question = self._question(query, since, until, source, limit=n)
        name = {"logdice": "log_dice"}.get(measure, measure)
        return Collocates(self._engine.collocates(question, window, name))

    def keywords(
        self,
        query: str,
        *,
        against: str | None = None,
        n: int | None = 30,
        since: Moment | None = None,
        until: Moment | None = None,
        source: Outlets | None = None,
    ) -> Keywords:
        """Finds the words that mark the articles found, by `g2`.

        They are compared with all others, of the scope if there is one, or with those that the query
        `against` finds; `summary["against"]` says how many these are.

        >>> import xunwen as xw
        >>> words = xw.demo().keywords("微短剧", against="出海")
        >>> words.summary["exact"], words.summary["against"]
        (22, 2)
        """
        question = self._question(query, since, until, source, limit=n)
        return Keywords(self._engine.keywords(question, against))

    def explain(self, id: str, query: str) -> dict[str, Any]:
        """Returns where the score of an article comes from, or which condition it does not meet.

        >>> import xunwen as xw
        >>> explained = xw.demo().explain("s001", "微短剧 河南")
        >>> explained["tier"], sorted({part["text"] for part in explained["parts"]})
        ('exact', ['微短剧', '河南'])

        Raises `KeyError` if there is no article with this id.
        """
        explained = self._engine.explain(id, self._question(query, None, None, None))
        if explained is None:
            raise KeyError(id)
        explanation: dict[str, Any] = json.loads(explained)
        return explanation

    def audit(
        self,
        query: str,
        *,
        since: Moment | None = None,
        until: Moment | None = None,
        source: Outlets | None = None,
    ) -> dict[str, Any]:
        """Returns which articles of the exact tier an index of dictionary words would have missed."""
        audit: dict[str, Any] = json.loads(
            self._engine.audit(self._question(query, since, until, source))
        )
        return audit

    def run(
        self,
        queries: Queries,
        *,
        n: int = 1000,
        sort: Order = "relevance",
        exact: bool = False,
        expand: Wording | Sequence[Wording] = "all",
        threads: int | None = None,
    ) -> Run:
        """Answers many queries, side by side, for programs that evaluate.

        What is no query of the language is searched as plain words: test sets hold questions.
        """
        wordings = [expand] if isinstance(expand, str) else list(expand)

        def answer(query: tuple[str, str]) -> tuple[str, dict[str, float]]:
            question = self._question(
                query[1], None, None, None,
                order=sort, exact=exact, limit=n, expand=wordings, is_plain_allowed=True,
            )  # fmt: skip
            return query[0], dict(self._engine.run(question))

        with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
            return Run(pool.map(answer, pairs(queries)))

    def replay(self, receipt: Receipt) -> Replay:
        """Asks a receipt again."""
        return Replay(json.loads(self._engine.replay(json.dumps(receipt))))

    def _question(
        self,
        query: str,
        since: Moment | None,
        until: Moment | None,
        source: Outlets | None,
        **others: Any,
    ) -> Question:
        return Question(query, within=self._scope, **bounds(since, until, source), **others)

    def _place(self) -> str:
        return os.path.abspath(self._path) if os.path.isdir(self._path) else self._path


def open(path: str | os.PathLike[str]) -> Index:
    """Opens the index at `path`: a directory, or `http://HOST:9200/NAME` of a cluster.

    It sees the live generation as it is now; what is written later is seen by who opens it again.
    Raises `OpenError` if there is no index, or one that this version cannot read.
    """
    return Index(Engine(path), os.fspath(path))


def demo() -> Index:
    """Returns an index of the 150 sample articles, made once a process in a temporary folder."""
    global _demo
    if _demo is None:
        folder = tempfile.mkdtemp(prefix="xunwen-demo-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        path = os.path.join(folder, "news.idx")
        sample(path)
        _demo = open(path)
    return _demo


def replay(
    receipt: Receipt | str | os.PathLike[str], index: Index | str | os.PathLike[str] | None = None
) -> Replay:
    """Asks a receipt again: of `index`, or of the index at the place that the receipt names."""
    if not isinstance(receipt, Receipt):
        receipt = Receipt.load(receipt)
    if index is None:
        index = receipt.get("index")
    if index is None:
        raise no_receipt("this receipt does not say of which index it is")
    if not isinstance(index, Index):
        index = open(index)
    return index.replay(receipt)


_demo: Index | None = None


def _reopened(path: str, generation: int, fingerprint: str, scope: str) -> Index:
    """Opens the index that was pickled."""
    engine = Engine(path, generation if os.path.isdir(path) else None)
    if engine.fingerprint != fingerprint or engine.generation != generation:
        hint = "pickle the index again, as it is now"
        error = OpenError(f"{path} is no longer the index that was pickled\nhint: {hint}")
        error.hint = hint
        raise error
    return Index(engine, path, scope)


def _whole(hit: Hit) -> Article:
    return {
        "id": hit.id,
        "title": hit.title,
        "body": hit.body,
        "summary": hit.summary,
        "source": hit.source,
        "published_at": hit.published_at,
        "url": hit.url,
        "tags": hit.tags,
        "lang": hit.lang,
    }
