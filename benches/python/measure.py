"""Measures the Python package beside the program, the engine in Rust, and tantivy-py.

    cargo build --release --bin xunwen
    cargo bench -p xunwen-cli --bench python --no-run      # prints the path of the loop
    python benches/python/measure.py --program target/release/xunwen --loop PATH NEWS.jsonl ...

The package is that of the environment; pandas, pyarrow, tantivy and jieba are needed, too. What is
compared is measured in one run, in turn, and reported as a ratio.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import xunwen as xw

QUERIES = [
    "村超", "经济", "低空经济", "人工智能", "记者 城市", "粮食 丰收", "地震 OR 台风", "水",
    "粮食 同句 丰收", "改革 近/10字 开放", "标题:习近平", "日期:2013 高铁", "来源:新闻联播 台风",
    "微短剧", "脱贫攻坚", "今年哪些地方粮食丰收了", "火星上发现了什么", "5G", "C919", "奥运会 -残奥会",
]  # fmt: skip
ROUNDS = 3


def main() -> None:
    """Measures what the arguments name."""
    parser = argparse.ArgumentParser()
    parser.add_argument("news", nargs="+")
    parser.add_argument("--program", required=True)
    parser.add_argument("--loop", required=True)
    parser.add_argument("--searches", type=int, default=10_000)
    parser.add_argument("--peers", type=int, default=10_000, help="articles that jieba cuts")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        news = folder / "news.jsonl"
        with news.open("w") as out:
            for file in arguments.news:
                out.write(Path(file).read_text("utf-8").rstrip("\n") + "\n")
        with news.open() as lines:
            frame = pd.DataFrame([json.loads(line) for line in lines])
        print(f"{len(frame)} articles, {news.stat().st_size / 1e6:.0f} MB of JSON Lines")
        building(arguments.program, frame, news, folder)
        index = xw.open(folder / "program-0")
        searching(index, arguments.loop, arguments.searches, folder)
        threads(index, arguments.searches // 5)
        columns(index)
        memory(index, 100_000)
        tantivy_py(frame.head(arguments.peers), folder)


def building(program: str, frame: pd.DataFrame, news: Path, folder: Path) -> None:
    """Compares processor time: the program from JSON Lines, the package from a frame."""
    ratios: list[float] = []
    for turn in range(ROUNDS):
        before = children()
        arguments = [program, "index", "-i", str(folder / f"program-{turn}"), str(news)]
        subprocess.run(arguments, check=True, capture_output=True)
        theirs = children() - before
        start = time.process_time()
        index = xw.build(folder / f"package-{turn}", frame)
        ours = time.process_time() - start
        assert len(index) == len(xw.open(folder / f"program-{turn}"))
        ratios.append(ours / theirs)
        print(f"building | program {theirs:.1f} s | from a frame {ours:.1f} s | {ratios[-1]:.2f}")
    print(f"building | median ratio {statistics.median(ratios):.2f}, at most 1.3 is asked for")


def children() -> float:
    """Returns the processor time of the programs that have ended, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def searching(index: xw.Index, loop: str, count: int, folder: Path) -> None:
    """Compares a loop of searches in Python with the same in Rust."""
    queries = folder / "queries.txt"
    queries.write_text("\n".join(QUERIES), "utf-8")
    ratios: list[float] = []
    for _ in range(ROUNDS):
        done = subprocess.run(
            [loop, index.path, str(queries), str(count)], check=True, capture_output=True, text=True
        )
        seconds, hits, _ = done.stdout.split()
        ours, found = timed(lambda: ask(index, count))
        assert found == int(hits), (found, hits)
        ratios.append(ours / float(seconds))
        print(f"{count} searches | in Rust {float(seconds):.2f} s | in Python {ours:.2f} s | {ratios[-1]:.2f}")
    print(f"searches | median ratio {statistics.median(ratios):.2f}, at most 1.15 is asked for")


def ask(index: xw.Index, count: int) -> int:
    """Asks queries and reads their first ten hits; returns how many those are."""
    found = 0
    for number in range(count):
        found += len(index.search(QUERIES[number % len(QUERIES)])[:])
    return found


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Returns the seconds that something takes, and what it returns."""
    start = time.perf_counter()
    done = work()
    return time.perf_counter() - start, done


def threads(index: xw.Index, count: int) -> None:
    """Compares two threads with one."""
    ratios: list[float] = []
    for _ in range(ROUNDS):
        one, _found = timed(lambda: ask(index, count))
        both = [threading.Thread(target=ask, args=(index, count)) for _ in range(2)]

        def together(both: list[threading.Thread] = both) -> None:
            for thread in both:
                thread.start()
            for thread in both:
                thread.join()

        two, _found = timed(together)
        ratios.append(2 * one / two)
    print(f"two threads | {statistics.median(ratios):.2f} times one, at least 1.7 is asked for")


def columns(index: xw.Index) -> None:
    """Measures columns with text."""
    hits = index.search("", n=100_000, exact=True, sort="newest")
    for _ in range(ROUNDS):
        seconds, table = timed(hits.to_arrow)
        size = table.nbytes / 1e6
        print(f"to_arrow | {table.num_rows} hits with text, {size:.0f} MB | {seconds:.2f} s, under 2 is asked for")


def memory(index: xw.Index, count: int) -> None:
    """Looks at the memory of a process over many searches."""
    process = multiprocessing.get_context("spawn").Process(target=_memory, args=(index, count))
    process.start()
    process.join()


def _memory(index: xw.Index, count: int) -> None:
    ask(index, count // 10)
    before = resident()
    for _ in range(3):
        ask(index, count // 3)
        print(f"memory | {resident() / 1e6:.0f} MB, {before / 1e6:.0f} MB after the first tenth")


def resident() -> int:
    """Returns the anonymous memory of this process in bytes: not the files that are mapped."""
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("RssAnon"))
    return int(line.split()[1]) * 1024


def tantivy_py(frame: pd.DataFrame, folder: Path) -> None:
    """Compares with tantivy-py, whose articles jieba has cut into words beforehand."""
    import jieba
    import tantivy

    jieba.initialize()
    texts = {str(row.id): f"{row.title}\n{row.body}" for row in frame.fillna("").itertuples()}
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("text", tokenizer_name="whitespace")
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    (folder / "tantivy").mkdir()
    other = tantivy.Index(schema.build(), path=str(folder / "tantivy"))
    start = time.process_time()
    writer = other.writer(512 << 20, 1)
    for id, text in texts.items():
        writer.add_document(tantivy.Document(id=id, text=" ".join(jieba.cut_for_search(text))))
    writer.commit()
    writer.wait_merging_threads()
    theirs = time.process_time() - start
    start = time.process_time()
    index = xw.build(folder / "beside", frame)
    ours = time.process_time() - start
    print(f"{len(frame)} articles | tantivy-py with jieba {theirs:.1f} s of processor time | xunwen {ours:.1f} s")
    other.reload()
    searcher = other.searcher()

    def count(word: str) -> int:
        words = [tantivy.Query.term_query(other.schema, "text", one) for one in jieba.cut(word)]
        every = tantivy.Query.boolean_query([(tantivy.Occur.Must, one) for one in words])
        return int(searcher.search(every, limit=10).count or 0)

    titles = [title for title in frame["title"].tolist() if isinstance(title, str) and len(title) > 8]
    step = max(1, len(titles) // 300)
    pieces = {title[at % 4 : at % 4 + 2 + at % 3] for at, title in enumerate(titles[::step])}
    words = sorted(word for word in pieces if all("\u4e00" <= c <= "\u9fff" for c in word))
    scanned = [sum(word in text for text in texts.values()) for word in words]
    # Summaries and other forms of characters are found, too: a count may be above that of this scan.
    own = sum(index.count(word) >= scan for word, scan in zip(words, scanned, strict=True))
    right = sum(count(word) == scan for word, scan in zip(words, scanned, strict=True))
    low = sum(count(word) < scan for word, scan in zip(words, scanned, strict=True))
    ours, _ = timed(lambda: [index.search(word)[:] for word in words])
    theirs, _ = timed(lambda: [count(word) for word in words])
    print(f"{len(words)} keywords | xunwen: none missed in {own} | tantivy-py: {right} counts right, {low} too low")
    print(
        f"a search | xunwen with passages {1e3 * ours / len(words):.2f} ms"
        f" | tantivy-py, ids alone {1e3 * theirs / len(words):.2f} ms"
    )


if __name__ == "__main__":
    main()
