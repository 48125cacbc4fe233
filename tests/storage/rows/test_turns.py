"""Who writes next is who came first."""

import threading

from storage.rows.turns import MOMENT, MOMENTS, OTHERS, Turns


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


def test_who_is_patient_comes_after_those_who_came_later() -> None:
    turns, order = Turns(pause=lambda seconds: None), []

    def want(name: str) -> None:
        with turns:
            order.append(name)

    def want_patiently() -> None:
        with turns.patiently():
            want("patient")

    threads = [threading.Thread(target=want_patiently), threading.Thread(target=want, args=("later",))]
    with turns:
        threads[0].start()
        while not turns._patient:
            pass
        threads[1].start()
        while not turns._waiting:
            pass
    for thread in threads:
        thread.join()
    assert order == ["later", "patient"]


def test_who_is_patient_stands_back_a_few_times_for_those_who_write_on_and_on() -> None:
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        write()

    def write() -> None:
        thread = threading.Thread(target=turns_once)
        thread.start()
        thread.join()

    def turns_once() -> None:
        with turns:
            pass

    turns = Turns(pause)
    write()
    with turns.patiently(), turns:
        pass
    assert pauses == [MOMENT] * MOMENTS


def test_who_is_patient_does_not_stand_back_for_what_it_wrote_itself() -> None:
    pauses: list[float] = []
    turns = Turns(pauses.append)
    with turns:
        pass
    with turns.patiently():
        for _ in range(3):
            with turns:
                pass
    assert pauses == []


def test_however_many_come_a_patient_one_has_every_fiftieth_turn() -> None:
    turns, order = Turns(pause=lambda seconds: None), []

    def want(name: str) -> None:
        with turns:
            order.append(name)

    def want_patiently() -> None:
        with turns.patiently():
            want("patient")

    patient = threading.Thread(target=want_patiently)
    others = [threading.Thread(target=want, args=("other",)) for _ in range(OTHERS + 10)]
    with turns:
        patient.start()
        while not turns._patient:
            pass
        for thread in others:
            thread.start()
        while len(turns._waiting) < len(others):
            pass
    for thread in (patient, *others):
        thread.join()
    assert order.index("patient") == OTHERS


def test_it_is_known_whether_anybody_but_patient_ones_had_a_turn_lately() -> None:
    turns = Turns(pause=lambda seconds: None)
    with turns.patiently(), turns:
        pass
    assert not turns.others_within(3600)
    with turns:
        pass
    assert turns.others_within(3600)
    assert not turns.others_within(0)
