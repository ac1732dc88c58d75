"""Which callables run, and with which arguments."""

from __future__ import annotations

import pytest
from conftest import Start


def test_a_marked_task_runs_where_plain_functions_may_not(start: Start) -> None:
    assert start("results.marked", 1, kwargs={"b": 4}, plainCallables=False).result() == "5"


def test_a_django_task_runs_where_plain_functions_may_not(start: Start) -> None:
    assert start("results.django_task", plainCallables=False).result() == '"django"'


def test_a_plain_function_runs_only_where_it_is_allowed(start: Start) -> None:
    error = start("results.named", "x", plainCallables=False).error()
    assert (error["class"], error["phase"], error["retryable"]) == ("CallableNotAllowed", "import", False)
    assert "@raydeck.task" in error["message"]


def test_a_nested_name_is_found(start: Start) -> None:
    assert start("results.Greeter.greet").result() == '"hello"'


def test_a_builtin_runs_as_a_plain_callable(start: Start) -> None:
    assert start("builtins.len", [1, 2]).result() == "2"


@pytest.mark.parametrize(
    ("path", "class_name"),
    [
        ("no_such_module.run", "CallableNotFound"),
        ("results.no_such_function", "CallableNotFound"),
        ("results.Greeter.no_such_method", "CallableNotFound"),
        ("results.no_such.deeper", "CallableNotFound"),
        ("run", "CallableNotFound"),
        ("results..named", "CallableNotFound"),
        ("__main__.run", "CallableNotAllowed"),
        ("results.make.<locals>.inner", "CallableNotAllowed"),
        ("results.not_callable", "CallableNotAllowed"),
        ("results.django_task_with_context", "CallableNotAllowed"),
    ],
)
def test_what_cannot_run_is_refused_before_the_call(start: Start, path: str, class_name: str) -> None:
    error = start(path).error()
    assert (error["class"], error["phase"], error["retryable"]) == (class_name, "import", False)
    assert error["traceback"] == f"{class_name}: {error['message']}\n"


@pytest.mark.parametrize(
    "path",
    [
        "processes.os.system",
        "processes.os.environ.copy",
        "results.named.__globals__.copy",
        "results.__loader__.get_source",
    ],
)
def test_an_allowed_prefix_is_no_way_to_what_its_modules_import(start: Start, path: str) -> None:
    error = start(path, plainCallables=True).error()
    assert (error["class"], error["phase"], error["retryable"]) == ("CallableNotAllowed", "import", False)


def test_a_module_of_another_is_found_by_its_own_path(start: Start) -> None:
    assert start("os.path.basename", "a/b", plainCallables=True).result() == '"b"'


@pytest.mark.parametrize(
    ("args", "kwargs", "said"),
    [
        ([], {}, "results.named(name: 'str', *, times: 'int' = 1) -> 'str': missing a required argument: 'name'"),
        (["a", "b"], {}, "too many positional arguments"),
        (["a"], {"tmies": 2}, "unexpected keyword argument 'tmies'"),
        (["a"], {"name": "b"}, "multiple values for argument 'name'"),
    ],
)
def test_arguments_that_the_signature_refuses_fail_before_the_call(
    start: Start, args: list[str], kwargs: dict[str, object], said: str
) -> None:
    error = start("results.named", *args, kwargs=kwargs).error()
    assert (error["class"], error["phase"], error["retryable"]) == ("InvalidArguments", "arguments", False)
    assert said in error["message"]


@pytest.mark.parametrize("args", ["{}", "[NaN]", "[1", "[" * 100_000])
def test_arguments_that_are_no_json_array_are_invalid(start: Start, args: str) -> None:
    error = start("results.echo", args=args).error()
    assert (error["class"], error["phase"]) == ("InvalidArguments", "arguments")


def test_another_python_is_refused_before_user_code_is_imported(start: Start) -> None:
    error = start("broken_module.run", expect={"python": "2.7", "ray": None}).error()
    assert (error["class"], error["phase"], error["retryable"]) == ("WrongInterpreter", "bootstrap", False)
    assert "2.7" in error["message"]


def test_another_ray_is_refused_before_user_code_is_imported(start: Start) -> None:
    error = start("broken_module.run", expect={"python": None, "ray": "0.0.1"}).error()
    assert (error["class"], error["phase"], error["retryable"]) == ("WrongInterpreter", "bootstrap", False)


def test_the_expected_python_passes(start: Start) -> None:
    import sys

    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert start("touches.run", expect={"python": version, "ray": None}).result() == '"ran"'


def test_django_that_cannot_be_set_up_is_a_bootstrap_failure(start: Start) -> None:
    error = start("touches.run", djangoSettingsModule="settings_module_that_is_missing").error()
    assert error["phase"] == "bootstrap"
    assert error["retryable"] is True


def test_django_is_set_up_before_user_code_is_imported(start: Start, tmp_path: object) -> None:
    from pathlib import Path

    package = Path(str(tmp_path)) / "django"
    package.mkdir()
    (package / "__init__.py").write_text(
        "import os\ndef setup():\n    __import__(os.environ['DJANGO_SETTINGS_MODULE'])\n    os.environ['READY'] = '1'\n"
    )
    (package / "apps.py").write_text("class apps:\n    ready = False\n")
    (package.parent / "needs_django.py").write_text(
        "import os\nready = os.environ['READY']\ndef run():\n    return ready\n"
    )
    assert start("needs_django.run", djangoSettingsModule="settings_module").result() == '"1"'
