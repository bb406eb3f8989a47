"""What is shown is run: the README, the docstrings, the notebook; and its types are checked."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
import types
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import nbclient
import nbformat
import pytest

import xunwen as xw

PACKAGE = Path(__file__).resolve().parents[1]
README = PACKAGE / "README.md"
MODULES = [module.name for module in iter_modules(xw.__path__)]


def test_the_readme_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    failed, tried = doctest.testfile(str(README), module_relative=False, encoding="utf-8")
    assert failed == 0 and tried > 40


@pytest.mark.parametrize("name", MODULES)
def test_docstrings_do_what_they_say(name: str) -> None:
    module = import_module(f"xunwen.{name}")
    assert isinstance(module, types.ModuleType) and module.__doc__ or name == "_native"
    assert doctest.testmod(module).failed == 0


def test_the_notebook_runs(tmp_path: Path) -> None:
    notebook = nbformat.read(PACKAGE / "examples" / "ten_minutes.ipynb", as_version=4)
    nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = [
        output for cell in notebook.cells for output in cell.get("outputs", [])
    ]
    tables = [one.data["text/html"] for one in shown if "text/html" in one.get("data", {})]
    assert any("<mark>微短剧</mark>" in table for table in tables)
    assert any("image/png" in one.get("data", {}) for one in shown)


def test_the_examples_run(tmp_path: Path) -> None:
    def run(name: str, *arguments: str) -> str:
        program = [sys.executable, str(PACKAGE / "examples" / name), *arguments]
        return subprocess.run(program, capture_output=True, text=True, check=True, cwd=tmp_path).stdout

    assert "晨光新闻网" in run("outlets.py")
    articles = [{"id": "a", "title": "秋粮丰收", "body": "颗粒归仓"}]
    xw.build(tmp_path / "n.idx", articles)
    asked = ["alerts.py", "n.idx", "kept", "丰收", "丰收 ("]
    assert run(*asked).splitlines()[:2] == ["丰收: 1 new", "  秋粮丰收"]
    assert "not read at '('" in run(*asked)
    xw.build(tmp_path / "n.idx", [{"id": "b", "title": "夏粮丰收", "body": "入库"}])
    assert run(*asked).splitlines()[:2] == ["丰收: 1 new", "  夏粮丰收"]


@pytest.mark.parametrize(
    "checker",
    [
        ["mypy", "--strict", "--python-executable", sys.executable, str(PACKAGE / "examples")],
        ["pyright", "--pythonpath", sys.executable],
        ["mypy.stubtest", "xunwen._native"],
    ],
    ids=lambda checker: str(checker[0]),
)
def test_types_are_as_they_are_said_to_be(checker: list[str], tmp_path: Path) -> None:
    settings = {"include": [str(PACKAGE / "examples")], "typeCheckingMode": "strict"}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))
    done = subprocess.run(
        [sys.executable, "-m", *checker], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 errors" in done.stdout or "no issues found" in done.stdout, done.stdout
