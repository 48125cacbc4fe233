"""Who writes next is who came first."""

import threading

from storage.rows.turns import Turns


def test_who_lets_go_and_wants_it_again_comes_after_those_who_wait() -> None:
    turns, order = Turns(), []

    def want(name: str) -> None:
        with turns:
            order.append(name)

    threads = [threading.Thread(target=want, args=(name,)) for name in ("first", "second")]
    with turns:
        for number, thread in enumerate(threads, 1):
            thread.start()
            while len(turns._waiting) < number:
                pass
    with turns:
        order.append("again")
    for thread in threads:
        thread.join()
    assert order == ["first", "second", "again"]


def test_who_has_it_may_ask_again() -> None:
    turns, order = Turns(), []
    with turns:
        with turns:
            order.append("inside")
        thread = threading.Thread(target=lambda: turns.__enter__())
        thread.start()
        while not turns._waiting:
            pass
        order.append("still mine")
    thread.join()
    assert order == ["inside", "still mine"]
