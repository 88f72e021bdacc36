"""The API against its own OpenAPI document: whatever is asked, the answers are those that it promises."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from browsers import fill
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from reportedly.ledger import Ledger
from reportedly.web import Settings, create_app
from reportedly.web.api import OPENAPI

pytestmark = pytest.mark.usefixtures("off_the_loop")


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BaseSchema]:
    path: Path = tmp_path_factory.mktemp("desk") / "desk.db"
    with Ledger.open(path) as ledger, pytest.MonkeyPatch.context() as patch:
        patch.setattr("reportedly.web.app.RATE", "1000000/minute")
        fill(ledger)
        reader = create_app(ledger, Settings(names=("testserver",), public_read=True))
        yield schemathesis.openapi.from_asgi(OPENAPI, reader)
        reader.state.additions.close()


CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def test_answers_are_as_promised(api: BaseSchema) -> None:
    operations = [found.ok() for found in api.get_all_operations()]
    assert operations
    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def answers(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=CHECKS)

        answers()
