"""Checks of drafts as JUnit XML for build servers: a test case for each statement, a failure for each finding."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from ..ledger.asked.checked import Check, CheckFinding
from ..printable import printable, shorten

#: Most code points of a statement in the name of its test case.
NAME = 120
#: What XML can't have, even escaped, beside what `printable` takes out.
_BARRED = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}


def junit(checks: Iterable[tuple[str, Check]]) -> str:
    """A document with a test suite for each draft, given with its name.

    What was found in no statement is a test case of its own.
    """
    root = ET.Element("testsuites")
    for name, check in checks:
        suite = ET.SubElement(root, "testsuite", name=_plain(name))
        failed = 0
        for at, one in enumerate(check.statements):
            found = [finding for finding in check.findings if at in finding.statements]
            title = f"{at + 1}. {shorten(_plain(one.words), NAME)}"
            case = ET.SubElement(suite, "testcase", classname=_plain(one.holder or "unknown"), name=title)
            failed += bool(found)
            _fail(case, found)
            if one.nearest:
                where = [one.nearest.outlet, one.nearest.published, one.nearest.title, one.nearest.url]
                ET.SubElement(case, "system-out").text = _plain(
                    f"{one.status}: {one.nearest.holder or 'unknown'}: {one.nearest.words} "
                    f"({' · '.join(filter(None, where))})"
                )
        for finding in check.findings:
            if not finding.statements:
                failed += 1
                _fail(ET.SubElement(suite, "testcase", classname="the draft", name=finding.code), [finding])
        suite.set("tests", str(len(suite)))
        suite.set("failures", str(failed))
        suite.set("errors", "0")
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False)


def _fail(case: ET.Element, found: Iterable[CheckFinding]) -> None:
    for finding in found:
        failure = ET.SubElement(case, "failure", type=finding.code, message=_plain(finding.sentence))
        failure.text = "\n".join(_plain(evidence.words) for evidence in finding.evidence)


def _plain(text: str) -> str:
    return printable(text).translate(_BARRED)
