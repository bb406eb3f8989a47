"""Runs: for programs that evaluate."""

from __future__ import annotations

from pathlib import Path

import ir_measures
import pandas as pd
import pyterrier
from ir_measures import Qrel, nDCG

import xunwen as xw

QUERIES = {"q1": "微短剧 出海", "q2": "无人机", "q3": "龘靐", "q4": "河南（郑州"}


def test_queries_of_all_forms_give_one_run(demo: xw.Index) -> None:
    run = demo.run(QUERIES, n=20)
    assert list(run) == list(QUERIES) and run["q3"] == {}
    assert run == demo.run(list(QUERIES.items()), n=20, threads=1)
    frame = pd.DataFrame({"qid": list(QUERIES), "query": list(QUERIES.values())})
    assert run == demo.run(frame, n=20)


def test_scores_fall_with_every_rank(demo: xw.Index) -> None:
    for qid, hits in demo.run(QUERIES, n=50).items():
        scores = list(hits.values())
        assert scores == sorted(set(scores), reverse=True)
        if qid != "q4":
            assert list(hits) == demo.search(QUERIES[qid], n=50).ids()


def test_ir_measures_reads_a_run(demo: xw.Index, tmp_path: Path) -> None:
    run = demo.run(QUERIES, n=20)
    qrels = [Qrel(qid, next(iter(hits)), 1) for qid, hits in run.items() if hits]
    assert ir_measures.calc_aggregate([nDCG @ 10], qrels, run) == {nDCG @ 10: 1.0}
    assert ir_measures.calc_aggregate([nDCG @ 10], qrels, run.to_pandas()) == {nDCG @ 10: 1.0}
    run.save(tmp_path / "a.run")
    written = list(ir_measures.read_trec_run(str(tmp_path / "a.run")))  # type: ignore[no-untyped-call]
    assert len(written) == sum(map(len, run.values()))
    assert ir_measures.calc_aggregate([nDCG @ 10], qrels, written) == {nDCG @ 10: 1.0}


def test_pyterrier_takes_the_index_as_a_retriever(demo: xw.Index) -> None:
    topics = pd.DataFrame({"qid": list(QUERIES), "query": list(QUERIES.values())})
    retriever = xw.pt.Retriever(demo, n=5)
    found = retriever.transform(topics)
    assert list(found.columns) == ["qid", "query", "docno", "score", "rank"]
    for qid, hits in demo.run(QUERIES, n=5).items():
        assert found[found.qid == qid].docno.tolist() == list(hits)
        assert found[found.qid == qid]["rank"].tolist() == list(range(len(hits)))
    first = (retriever % 2).transform(topics)
    assert len(first) == sum(min(2, len(hits)) for hits in demo.run(QUERIES, n=5).values())
    qrels = found[found["rank"] == 0][["qid", "docno"]].assign(label=1)
    table = pyterrier.Experiment([retriever], topics, qrels, [nDCG @ 10], names=["xunwen"])
    asked = [qid for qid, hits in demo.run(QUERIES, n=5).items() if hits]
    assert table["nDCG@10"].tolist()[0] >= len(asked) / len(QUERIES) - 1e-9
