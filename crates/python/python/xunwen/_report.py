"""Reports: what a job has done."""

from __future__ import annotations

from typing import Any


class Report(dict[str, Any]):
    """What a job has done: `added`, `updated`, `unchanged`, `rejected`, `articles`, `seconds`, …"""
