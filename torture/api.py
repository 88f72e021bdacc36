"""The API against its own OpenAPI document: whatever is asked, the answers are those that it promises."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random
from unittest import mock

import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import seed as seeded
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bench.store import Made
from reportedly.ledger import Ledger
from reportedly.web import Settings, create_app
from reportedly.web.api import OPENAPI

from .trial import Trial

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def api(chance: Random, times: int, folder: Path) -> Iterator[Trial]:
    """Ask each operation so many times with what its schema allows, and with what it doesn't."""
    faults: list[str] = []
    asked = 0
    with Ledger.open(folder / "asked.db") as ledger:
        for reading in islice(Made(3).readings(), 5):
            ledger.add(reading)
        signed_in = {"Authorization": f"Bearer {ledger.add_user('Ida')}"}
        with mock.patch("reportedly.web.app.RATE", "1000000/minute"):
            app = create_app(ledger, Settings(names=("testserver",)))
        for found in schemathesis.openapi.from_asgi(OPENAPI, app).get_all_operations():
            operation = found.ok()

            @seeded(chance.randrange(2**31))
            @given(case=operation.as_strategy())
            @settings(max_examples=times, deadline=None, database=None, suppress_health_check=list(HealthCheck))
            def answers(case: schemathesis.Case) -> None:
                nonlocal asked
                asked += 1
                case.call_and_validate(headers=signed_in, checks=CHECKS)

            try:
                answers()
            except Exception as error:  # whatever it is, it is a fault of this operation
                faults.append(f"{operation.label}: {str(error).strip().splitlines()[0]}")
        app.state.additions.close()
    yield Trial("requests to the API, from its own description", asked, tuple(faults))
