"""A line that a thread still waits on stays open, whoever wants it closed."""

import threading

import httpx
import pytest

from npq_desktop.sync.open_lines import close_when_idle, in_use


@pytest.fixture
def client() -> httpx.Client:
    return httpx.Client(base_url="https://hub.example", trust_env=False)


def test_a_line_that_nobody_uses_is_closed_at_once(client: httpx.Client) -> None:
    close_when_idle(client)

    assert client.is_closed


def test_a_line_is_closed_once_the_last_thread_has_its_answer(client: httpx.Client) -> None:
    waiting, answered = threading.Barrier(3), threading.Event()

    def ask() -> None:
        with in_use(client):
            waiting.wait(10)
            answered.wait(10)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    waiting.wait(10)

    close_when_idle(client)

    assert not client.is_closed
    answered.set()
    for thread in threads:
        thread.join(10)
    assert client.is_closed


def test_nobody_begins_to_ask_over_a_line_that_is_ending(client: httpx.Client) -> None:
    with in_use(client):
        close_when_idle(client)

        with pytest.raises(RuntimeError, match="closed"), in_use(client):
            pass


def test_a_line_that_broke_is_closed_too(client: httpx.Client) -> None:
    def ask() -> None:
        with in_use(client):
            close_when_idle(client)
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        ask()

    assert client.is_closed
