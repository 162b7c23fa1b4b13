"""Every route states who may call it, and is described."""

from fastapi.testclient import TestClient


def test_the_server_is_alive(client: TestClient) -> None:
    answer = client.get("/api/health")
    assert answer.status_code == 200
    assert answer.json()["status"] == "alive"
