"""Threads, workers and Ctrl-C."""

from __future__ import annotations

import multiprocessing
import pickle
import signal
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import joblib  # type: ignore[import-untyped]
import pytest

import xunwen as xw
from xunwen._once import once

QUERIES = ["微短剧", "微短剧 出海", "河南 OR 郑州", "无人机", "龘靐"]


def count(index: xw.Index, query: str) -> int:
    """What a worker does."""
    return index.count(query)


def test_an_index_pickles_as_a_place(demo: xw.Index) -> None:
    pickled = pickle.dumps(demo.within("出海"))
    assert len(pickled) < 500
    again = pickle.loads(pickled)
    assert (again.count("微短剧"), again.generation) == (demo.count("微短剧 出海"), 1)


def test_an_index_that_has_changed_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "news.idx"
    pickled = pickle.dumps(xw.build(path, [{"id": "a", "body": "秋粮丰收"}]))
    for part in (path / "generations").iterdir():
        part.rename(path / "generations" / f"{int(part.name) + 1:06}")
    with pytest.raises(xw.OpenError):
        pickle.loads(pickled)


def test_workers_open_the_index_themselves(demo: xw.Index) -> None:
    expected = [demo.count(query) for query in QUERIES]
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.starmap(count, [(demo, query) for query in QUERIES]) == expected
    parallel = joblib.Parallel(n_jobs=2)
    assert list(parallel(joblib.delayed(count)(demo, query) for query in QUERIES)) == expected


def test_threads_get_the_same_answers(demo: xw.Index) -> None:
    def ids(query: str) -> list[str]:
        return demo.search(query, n=None).ids()

    expected = [ids(query) for query in QUERIES]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ids, QUERIES * 40)) == expected * 40


def test_a_value_that_is_computed_once_keeps_no_other_thread_waiting() -> None:
    both = threading.Barrier(2, timeout=20)

    class Slow:
        @once
        def value(self) -> int:
            return both.wait() >= 0 and id(self)

    slow = [Slow(), Slow()]
    with ThreadPoolExecutor(2) as pool:
        values = list(pool.map(lambda one: one.value, slow))
    assert values == [id(one) for one in slow] == [one.value for one in slow]


def interrupted(program: str, ready: str) -> tuple[str, float]:
    """Runs a program that is interrupted once it says `ready`; returns what it said, and how long it took."""
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    said = process.stdout.readline()
    assert said.strip() == ready, said
    time.sleep(0.5)
    start = time.monotonic()
    process.send_signal(signal.SIGINT)
    said = process.stdout.read()
    return said, time.monotonic() - start


def test_a_build_ends_with_ctrl_c_and_the_index_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "news.idx"
    xw.build(path, [{"id": "a", "body": "秋粮丰收"}])
    program = f"""
        import itertools, xunwen as xw
        print("ready", flush=True)
        articles = ({{"id": f"n{{number}}", "body": "秋粮入库" * 50}} for number in itertools.count())
        try:
            xw.build({str(path)!r}, articles, threads=1)
        except KeyboardInterrupt:
            print("interrupted")
    """
    said, _ = interrupted(program, "ready")
    assert said.strip() == "interrupted"
    index = xw.open(path)
    assert index.count("秋粮") == len(index) >= 1
    assert index.article("a")["body"] == "秋粮丰收"


def test_a_search_ends_with_ctrl_c(tmp_path: Path) -> None:
    # One article in which a keyword is everywhere: its lines take long.
    path = tmp_path / "news.idx"
    articles = ({"id": f"n{number}", "body": f"第{number}号，" + "的了" * 3000} for number in range(2000))
    xw.build(path, articles)
    program = f"""
        import xunwen as xw
        index = xw.open({str(path)!r})
        print("ready", flush=True)
        try:
            while True:
                index.kwic("的", n=None, sort="right")
        except KeyboardInterrupt:
            print("interrupted", index.count("的"))
    """
    said, seconds = interrupted(program, "ready")
    assert said.strip() == "interrupted 2000"
    assert seconds < 60, seconds
