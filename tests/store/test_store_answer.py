"""What a job on the store's thread answers: given once, waited for, told to whoever asked."""

import threading

import pytest

from perfdesk.store.answer import Answer


def test_a_value_is_waited_for() -> None:
    answer: Answer[int] = Answer()
    thread = threading.Thread(target=lambda: answer.set_result(7))
    thread.start()
    assert answer.result() == 7
    assert answer.exception() is None
    assert answer.done()
    thread.join()


def test_what_a_block_raises_belongs_to_whoever_asked() -> None:
    answer: Answer[int] = Answer()
    with answer:
        answer.set_result(int("x"))
    assert isinstance(answer.exception(), ValueError)
    with pytest.raises(ValueError, match="invalid literal"):
        answer.result()


def test_callbacks_hear_of_it_before_and_after() -> None:
    answer: Answer[str] = Answer()
    heard: list[str] = []
    answer.add_done_callback(lambda done: heard.append(f"early {done.result()}"))
    answer.add_done_callback(lambda done: [][0])
    answer.set_result("x")
    answer.add_done_callback(lambda done: heard.append(f"late {done.result()}"))
    assert heard == ["early x", "late x"]


def test_it_is_given_once() -> None:
    answer: Answer[int] = Answer()
    answer.set_result(1)
    with pytest.raises(RuntimeError):
        answer.set_result(2)
    with answer:
        raise KeyError
    assert answer.result() == 1
