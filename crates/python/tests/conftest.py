"""What the tests share: the sample, and the program."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

import xunwen as xw

PROJECT = Path(__file__).resolve().parents[3]
SAMPLE = PROJECT / "index-data" / "sample" / "articles.jsonl"


@pytest.fixture(scope="session")
def articles() -> list[dict[str, Any]]:
    """The sample articles, as dicts."""
    return [json.loads(line) for line in SAMPLE.read_text("utf-8").splitlines()]


@pytest.fixture(scope="session")
def demo() -> xw.Index:
    """The index of the sample."""
    return xw.demo()


@pytest.fixture(scope="session")
def program() -> str:
    """The program `xunwen`, whose answers are those of the package."""
    program = os.environ.get("XUNWEN_PROGRAM") or shutil.which("xunwen")
    if program is None:
        pytest.skip("xunwen is not installed; XUNWEN_PROGRAM names it")
    return program
