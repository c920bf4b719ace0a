# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every test run shares: how long Hypothesis searches, and what follows where a package is missing.

A test that cannot run is listed by name at the end, never passed over; in CI it fails.
"""

from __future__ import annotations

import os
from fnmatch import fnmatch
from pathlib import Path

import django
import pytest
from hypothesis import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin_server.settings.desk")
os.environ.setdefault("TOCSIN_HOSTS", "localhost,127.0.0.1,testserver")
django.setup()

ROOT = Path(__file__).parent
# Left out of `make check`, which is to end before a thought is lost: what starts processes, draws pages over
# a real store, or goes through thousands of mutations. `make test` runs all of it.
LATER = (
    "tests/attacks/*",
    "tests/server/test_reading*.py",
    "src/tocsin/*/tests/test_pages.py",
    "src/tocsin/alarm/tests/test_bell_under_fire.py",
    "src/tocsin/casefile/tests/test_opening.py",
    "src/tocsin/monitoring/tests/test_command.py",
    "src/tocsin/monitoring/tests/test_re*.py",
    "src/tocsin/publication/tests/test_dossier.py",
    "src/tocsin/publication/tests/test_package.py",
    "src/tocsin/publication/tests/test_rules.py",
    "src/tocsin/vault/tests/test_keyring.py",
    "src/tocsin/vault/tests/test_opening.py",
    "src/tocsin/vault/tests/test_readers_model.py",
    "src/tocsin/vault/tests/test_sealed_things.py",
    "src/tocsin/vault/tests/test_session.py",
    "src/tocsin/vault/tests/test_vectors.py",
    "src/tocsin/wires/mail/tests/*",
)

settings.register_profile("default", deadline=None)
settings.register_profile("fast", deadline=None, max_examples=20)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def debian_packages() -> dict[str, Path]:
    """The package names in requirements/debian.txt, each with the file that shows it is installed."""
    lines = (ROOT / "requirements/debian.txt").read_text("utf-8").splitlines()
    pairs = (line.split() for line in lines if line.strip() and not line.startswith("#"))
    return {package: Path(file) for package, file in pairs}


def later(path: Path) -> bool:
    return any(fnmatch(str(path.relative_to(ROOT)), pattern) for pattern in LATER)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A run of the fast tests does not even import the others."""
    return True if config.option.markexpr == "not slow" and later(collection_path) else None


@pytest.hookimpl(tryfirst=True)  # before pytest itself chooses by marker
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if later(item.path):
            item.add_marker("slow")
    soaking = "soak" in (config.option.markexpr or "")
    left_out = [item for item in items if item.get_closest_marker("soak") and not soaking]
    items[:] = [item for item in items if item not in left_out]
    if left_out:
        config.hook.pytest_deselected(items=left_out)


def pytest_runtest_setup(item: pytest.Item) -> None:
    known = debian_packages()
    wanted = [name for marker in item.iter_markers("needs") for name in marker.args]
    missing = [name for name in wanted if not known[name].exists()]
    if not missing:
        return
    reason = f"needs {' and '.join(missing)}: apt install {' '.join(missing)}"
    if os.environ.get("CI") == "true":
        pytest.fail(f"in CI nothing may be missing; {reason}", pytrace=False)
    pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        terminalreporter.write_line(f"not run: {report.nodeid} ({reason.removeprefix('Skipped: ')})")
