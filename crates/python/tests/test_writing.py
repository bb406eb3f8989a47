"""Writers: all or nothing, and nobody is in the way of readers."""

from __future__ import annotations

from pathlib import Path

import pytest

import xunwen as xw


def test_changes_are_seen_when_they_are_committed(tmp_path: Path) -> None:
    path = tmp_path / "news.idx"
    with xw.writer(path) as first:
        first.add([{"id": "a", "body": "秋粮丰收"}, {"id": "b", "body": "秋粮入库"}, {"x": "no"}])
        with pytest.raises(xw.OpenError):
            xw.open(path)
    assert first.report is not None
    assert (first.report["added"], first.report["rejected"], len(first.rejects)) == (2, 1, 1)
    before = xw.open(path)
    with xw.writer(path) as second:
        second.add([{"id": "a", "body": "夏粮丰收"}, {"id": "c", "body": "夏粮入库"}])
        assert second.delete(["b", "none"]) == 1
        assert xw.open(path).count("秋粮") == 2
    now = xw.open(path)
    assert (now.count("秋粮"), now.count("夏粮"), len(now)) == (0, 2, 2)
    # Who has opened it before sees what was there.
    assert (before.count("秋粮"), before.count("夏粮")) == (2, 0)


def test_an_exception_drops_everything(tmp_path: Path) -> None:
    path = tmp_path / "news.idx"
    xw.build(path, [{"id": "a", "body": "秋粮丰收"}])
    with pytest.raises(RuntimeError), xw.writer(path) as writer:
        writer.delete("a")
        writer.add([{"id": "b", "body": "秋粮入库"}])
        raise RuntimeError
    assert [one["id"] for one in xw.open(path).articles()] == ["a"]
    with pytest.raises(RuntimeError), xw.writer(tmp_path / "new.idx") as writer:
        writer.add([{"id": "b", "body": "秋粮入库"}])
        raise RuntimeError
    with pytest.raises(xw.OpenError):
        xw.open(tmp_path / "new.idx")
    # What began there is gone, and the next one begins afresh.
    assert len(xw.build(tmp_path / "new.idx", [{"id": "c", "body": "秋粮"}])) == 1


def test_one_writes_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "news.idx"
    xw.build(path, [{"id": "a", "body": "秋粮丰收"}])
    with xw.writer(path) as writer:
        with pytest.raises(xw.WriteError, match="hint: wait"):
            xw.writer(path)
        with pytest.raises(xw.WriteError, match="hint: wait"):
            xw.build(path, [{"id": "b", "body": "秋粮入库"}])
        writer.rollback()
        with pytest.raises(xw.Error, match="closed"):
            writer.delete("a")
        with xw.writer(path):
            pass
        writer.report = xw.Report()
    assert len(xw.open(path)) == 1


def test_a_later_article_replaces_an_earlier_one_of_the_same_writer(tmp_path: Path) -> None:
    path = tmp_path / "news.idx"
    with xw.writer(path) as writer:
        for number in range(5):
            writer.add([{"id": "a", "body": f"第{number}版"}])
        writer.delete("a")
        writer.add([{"id": "a", "body": "终版"}])
    index = xw.open(path)
    assert (len(index), index.article("a")["body"]) == (1, "终版")


def test_a_receipt_is_asked_again(tmp_path: Path) -> None:
    path = tmp_path / "news.idx"
    xw.build(path, [{"id": "a", "body": "秋粮丰收"}, {"id": "b", "body": "秋粮入库"}])
    receipt = xw.open(path).search("秋粮").receipt
    receipt.save(tmp_path / "answer.json")
    assert xw.replay(tmp_path / "answer.json").same
    with xw.writer(path) as writer:
        writer.delete("a")
    replay = xw.replay(tmp_path / "answer.json")
    assert not replay.same and [one["id"] for one in replay["gone"]] == ["a"]
    receipt["ids"].append("c")
    with pytest.raises(xw.ReceiptError, match="hint: "):
        xw.replay(receipt)
    (tmp_path / "other.json").write_text("[1]")
    with pytest.raises(xw.ReceiptError, match="no receipt"):
        xw.replay(tmp_path / "other.json")
