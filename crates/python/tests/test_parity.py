"""The package and the program give the same answers, to the last digit."""

from __future__ import annotations

import csv
import io
import json
import random
import subprocess
from pathlib import Path
from typing import Any

import pytest

import xunwen as xw

Json = dict[str, Any]

QUERIES = 500
OPERATORS = [" ", " OR ", " -", " 近/10字 ", " 先/6字 ", " 同句 ", " 同段 "]
CONDITIONS = ["日期:2026..", "日期:2025-12", "语言:zh", "标题:微短剧", "来源:江城日报", "至少2 出海"]


@pytest.fixture(scope="module")
def queries(articles: list[Json]) -> dict[str, str]:
    """Queries of all kinds: pieces of articles, alone, combined and confined."""
    dice = random.Random(23)

    def piece() -> str:
        text = dice.choice(articles).get(dice.choice(["title", "title", "body", "summary"])) or "新闻"
        start = dice.randrange(max(1, len(text) - 6))
        return "".join(c for c in text[start : start + dice.randint(2, 5)] if c.isalnum()) or "新闻"

    def query() -> str:
        kind = dice.randrange(6)
        if kind < 2:
            return piece()
        if kind == 2:
            return piece() + dice.choice(OPERATORS) + piece()
        if kind == 3:
            return f"({piece()} OR {piece()}) {dice.choice(CONDITIONS)}"
        if kind == 4:
            return piece()[:1] + dice.choice("*?") + piece()[-1:]
        return f"微短剧{dice.choice(OPERATORS)}{piece()}"

    readable: dict[str, str] = {}
    while len(readable) < QUERIES:
        text = query()
        try:
            xw.parse(text)
        except xw.QueryError:
            continue
        readable[f"q{len(readable)}"] = text
    return readable


class Program:
    """The program, asked about the index of the package."""

    def __init__(self, program: str, index: xw.Index) -> None:
        self.program = program
        self.index = index.path

    def run(self, command: str, *arguments: str, stdin: str | None = None) -> str:
        """Runs a command; what finds nothing ends with 1."""
        done = subprocess.run(
            [self.program, command, "-i", self.index, *arguments],
            input=stdin, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode in (0, 1), done.stderr
        return done.stdout

    def lines(self, command: str, *arguments: str) -> tuple[list[Json], Json]:
        """Returns the rows and the summary that a command writes."""
        lines = [json.loads(line) for line in self.run(command, *arguments).splitlines()]
        rows = [line["data"] for line in lines if line["type"] != "summary"]
        return rows, lines[-1]["data"]


@pytest.fixture(scope="module")
def own(program: str, demo: xw.Index) -> Program:
    """The program, asked about the sample."""
    return Program(program, demo)


def few(queries: dict[str, str], count: int) -> list[str]:
    """Returns some of the queries, evenly chosen, that no shell or option could take for its own."""
    chosen = list(queries.values())[:: max(1, len(queries) // count)]
    return [query for query in chosen if not query.startswith("-")]


def test_searches_agree(own: Program, demo: xw.Index, queries: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "queries.tsv"
    file.write_text("".join(f"{qid}\t{text}\n" for qid, text in queries.items()), "utf-8")
    out = own.run("batch", str(file), "--format", "json", "-n", "20")
    written: dict[str, list[Json]] = {qid: [] for qid in queries}
    summaries: dict[str, Json] = {}
    for line in map(json.loads, out.splitlines()):
        data = line["data"]
        if line["type"] == "hit":
            written[data["qid"]].append(data)
        else:
            summaries[data["qid"]] = data
    found = 0
    for qid, text in queries.items():
        hits = demo.search(text, n=20)
        assert hits.exact == summaries[qid]["exact"] == demo.count(text), text
        assert len(hits) == summaries[qid]["returned"], text
        assert hits.expansions == summaries[qid].get("expansions", []), text
        for hit, line in zip(hits, written[qid], strict=True):
            assert (hit.rank, hit.tier, hit.id) == (line["rank"], line["tier"], line["id"]), text
            assert hit.score == line["score"], text
            assert (hit.source, hit.published_at) == (line["source"], line["published_at"])
            assert hit.title == line["title"]["text"]
            assert in_bytes(hit.title, hit.title_marks) == line["title"]["marks"]
            passages = [
                {"field": one.field, "text": one.text, "marks": in_bytes(one.text, one.marks)}
                for one in hit.passages
            ]
            assert passages == line["passages"], text
            assert (hit.matched, hit.via) == (line.get("matched", []), line.get("via", []))
        found += hits.exact > 0
    assert found > QUERIES / 3


def in_bytes(text: str, marks: list[tuple[int, int]]) -> list[list[int]]:
    """Returns marks in characters as marks in bytes."""
    return [[len(text[:at].encode()) for at in mark] for mark in marks]


def test_runs_agree(own: Program, demo: xw.Index, queries: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "queries.tsv"
    file.write_text("".join(f"{qid}\t{text}\n" for qid, text in queries.items()), "utf-8")
    demo.run(queries, n=50).save(tmp_path / "own.run")
    ours = (tmp_path / "own.run").read_text("utf-8").split("\n")
    theirs = own.run("batch", str(file), "--format", "trec", "-n", "50").split("\n")
    assert len(ours) == len(theirs)
    for our, their in zip(ours, theirs, strict=True):
        a, b = our.split(), their.split()
        assert a[:4] == b[:4] and list(map(float, a[4:5])) == list(map(float, b[4:5]))


def test_statistics_agree(own: Program, demo: xw.Index, queries: dict[str, str]) -> None:
    for text in few(queries, 40):
        rows, summary = own.lines("kwic", "--format", "json", "-n", "30", "--sort", "right", "--", text)
        lines = demo.kwic(text, n=30, sort="right")
        assert lines.rows == rows, text
        assert same(lines.summary, summary), text
        for command, table in (
            ("words-near", demo.collocates(text)),
            ("words-near --measure log-dice", demo.collocates(text, measure="logdice")),
            ("keywords", demo.keywords(text)),
            ("keywords --against 出海", demo.keywords(text, against="出海")),
        ):
            rows, summary = own.lines(*command.split(), "--format", "json", "--", text)
            assert table.rows == rows, text
            assert same(table.summary, summary), (text, table.summary, summary)
        for by in ("source", "month", "lang"):
            found = own.run("search", "--format", "json", "--facet", by, "-n", "0", "--", text)
            facet = next(
                line["data"] for line in map(json.loads, found.splitlines()) if line["type"] == "facet"
            )
            table = demo.facet(text, by=by)  # type: ignore[arg-type]
            assert (table.rows, table.summary["without"]) == (facet["counts"], facet["without"])
        rows, summary = own.lines("trend", "--format", "json", "--by", "quarter", "--", text, "微短剧")
        trend = demo.trend([text, "微短剧"], by="quarter") if text != "微短剧" else None
        assert trend is None or (trend.rows == rows and same(trend.summary, summary)), text


def same(own: Json, other: Json) -> bool:
    """Returns whether two summaries agree in what both have, but for the time taken."""
    shared = (own.keys() & other.keys()) - {"elapsed_ms"}
    return len(shared) >= 2 and all(own[name] == other[name] for name in shared)


def test_explanations_receipts_and_replays_agree(
    own: Program, demo: xw.Index, queries: dict[str, str], tmp_path: Path
) -> None:
    for number, text in enumerate(few(queries, 40)):
        for hit in demo.search(text, n=2):
            explained = json.loads(own.run("explain", "--format", "json", hit.id, "--", text))
            assert demo.explain(hit.id, text) == explained, text
        file = tmp_path / f"{number}.json"
        own.run("search", "--receipt", str(file), "-n", "5", "--", text)
        written = xw.Receipt.load(file)
        hits = demo.search(text, n=5)
        kept = {"query", "exact", "ids", "digest", "articles", "fingerprint", "limit", "program"}
        assert {name: written[name] for name in kept} == {name: hits.receipt[name] for name in kept}
        hits.receipt.save(file)
        replayed = json.loads(own.run("replay", "--format", "json", str(file)))
        assert replayed == xw.replay(file) and replayed["same"]


def test_facts_articles_and_texts_agree(own: Program, demo: xw.Index) -> None:
    assert json.loads(own.run("inspect", "--format", "json")) == demo.facts
    every = own.run("search", "--format", "jsonl-articles", "--exact", "-n", "all", "--since", "1900", "")
    written = [json.loads(line) for line in every.splitlines()]
    assert {one["id"]: one for one in written} == {one["id"]: one for one in demo.articles()}
    text = "看微短劇《ＡＩ》：2025年第3集"
    analyzed = subprocess.run(
        [own.program, "analyze", "--format", "json", text], capture_output=True, text=True, check=True
    )
    assert xw.analyze(text) == json.loads(analyzed.stdout)


def test_tables_agree(own: Program, demo: xw.Index, queries: dict[str, str]) -> None:
    columns = ["rank", "tier", "id", "title", "source", "passage"]
    for text in few(queries, 15):
        table = own.run("search", "--format", "csv", "--fields", ",".join(columns), "-n", "20", "--", text)
        rows = list(csv.DictReader(io.StringIO(table, newline="")))
        ours = demo.search(text, n=20).select(*columns).to_polars().rows(named=True)
        assert [{name: str(row[name] or "") for name in columns} for row in ours] == rows, text
