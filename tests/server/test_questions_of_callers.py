"""So many questions at once for each caller, and no more."""

import pytest

from voltwin_server.limits.questions import QuestionsOfCallers
from voltwin_server.problems import ProblemError


def test_beyond_the_limit_a_caller_is_told_to_wait_and_others_are_not() -> None:
    questions = QuestionsOfCallers(1, "questions")
    with questions.asking("Ann"):
        with (
            pytest.raises(ProblemError, match="1 of your questions") as refused,
            questions.asking("Ann"),
        ):
            pass
        assert refused.value.status_code == 429
        assert int((refused.value.headers or {})["Retry-After"]) > 0
        with questions.asking("Bob"):
            pass
    with questions.asking("Ann"):
        pass


def test_a_question_that_fails_makes_room() -> None:
    questions = QuestionsOfCallers(1, "questions")
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), questions.asking("Ann"):
            raise ZeroDivisionError
