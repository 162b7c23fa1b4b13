"""What a server says when it does not do something arrives whole."""

import pickle

from voltwin.client.errors import ApiError, ClientError, Wrong

PROBLEM = {
    "type": "/problems/invalid",
    "title": "The request is not valid",
    "status": 422,
    "detail": "Two things are wrong.",
    "errors": [
        {"where": "body.seed", "message": "must be 0 or more"},
        {"where": "", "message": "a thing without a place"},
    ],
    "request_id": "5f1c",
}


def test_a_problem_is_told_with_each_thing_that_is_wrong() -> None:
    error = ApiError.of(PROBLEM, 422)
    assert isinstance(error, ClientError)
    assert (error.status, error.type, error.request_id) == (422, "/problems/invalid", "5f1c")
    assert error.errors[0] == Wrong("body.seed", "must be 0 or more")
    assert str(error).splitlines() == [
        "The request is not valid: Two things are wrong.",
        "  body.seed: must be 0 or more",
        "  a thing without a place",
    ]


def test_what_a_proxy_says_is_a_problem_too() -> None:
    error = ApiError.of({}, 502)
    assert (error.status, str(error)) == (502, "The server answered with status 502")


def test_an_error_crosses_processes() -> None:
    again = pickle.loads(pickle.dumps(ApiError.of(PROBLEM)))
    assert (str(again), again.errors) == (str(ApiError.of(PROBLEM)), ApiError.of(PROBLEM).errors)
