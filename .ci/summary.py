"""Count the tests in the reports of surefire and pytest, and end as the build ended.

Usage: summary.py STATUS, where STATUS is the exit status of what ran the tests.
"""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]


def main(status: int) -> int:
    """Print one line and return the exit status."""
    passed = failed = skipped = 0
    reports = [
        path
        for folder in (
            "runtime/*/target/surefire-reports",
            "cloud-io/target/surefire-reports",
            "*/target/surefire-reports",
            "build/reports",
        )
        for path in sorted(REPOSITORY.glob(f"{folder}/*.xml"))
    ]
    for report in reports:
        for case in ElementTree.parse(report).getroot().iter("testcase"):
            if case.find("failure") is not None or case.find("error") is not None:
                failed += 1
                print(f"FAILED {case.get('classname')}.{case.get('name')}")
            elif case.find("skipped") is not None:
                skipped += 1
            else:
                passed += 1
    if skipped:
        print(f"{skipped} skipped")
    if passed == 0 and failed == 0:
        print("No test ran: the build or a check ended before, see above")
        failed = 1
    elif status != 0 and failed == 0:
        print(
            "All tests that ran passed, but the build or a check failed, see above; it counts as one failure"
        )
        failed = 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or status else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
