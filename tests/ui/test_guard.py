"""Only pages that the server served itself may make it do something."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ui.guard import Guard


def client(host: str) -> TestClient:
    def hello(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("hello")

    app = Starlette(routes=[Route("/", hello, methods=["GET", "POST"])])
    return TestClient(Guard(app, host), base_url="http://127.0.0.1:7860")


@pytest.mark.parametrize(
    ("host", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("127.0.0.1", {"origin": "http://127.0.0.1:7860"}, 200),
        ("127.0.0.1", {"origin": "http://elsewhere.example"}, 403),
        ("127.0.0.1", {"host": "elsewhere.example"}, 403),
        ("0.0.0.0", {"host": "coach.team.example", "origin": "http://coach.team.example"}, 200),
        ("0.0.0.0", {"host": "coach.team.example", "origin": "http://elsewhere.example"}, 403),
    ],
)
def test_a_foreign_page_is_refused(host: str, headers: dict[str, str], status: int) -> None:
    assert client(host).post("/", headers=headers).status_code == status


def test_nothing_may_be_loaded_from_another_host() -> None:
    policy = client("127.0.0.1").get("/").headers["content-security-policy"]

    assert "default-src 'self'" in policy
