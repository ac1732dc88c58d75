"""`raydeck catalogue`: what it finds, and what it tells the console."""

from __future__ import annotations

import json
from typing import Any

import pytest
from command import Raydeck
from console import Console


def entries(raydeck: Raydeck, *words: str) -> dict[str, Any]:
    done = raydeck("catalogue", *words, "--json")
    assert done.code == 0, done.error
    return {entry["callable"]: entry for entry in json.loads(done.output)["entries"]}


def test_the_tasks_of_a_package_are_found_each_once_where_it_is_defined(raydeck: Raydeck) -> None:
    found = entries(raydeck, "shop", "--skip", "shop.broken")
    assert list(found) == [
        "shop.nested.deep.dig",
        "shop.tasks.Mail.send",
        "shop.tasks.charge",
        "shop.tasks.fetch",
        "shop.tasks.welcome",
    ]


def test_a_task_is_described_by_its_hints_docstring_and_declaration(raydeck: Raydeck) -> None:
    assert entries(raydeck, "shop.tasks")["shop.tasks.charge"] == {
        "callable": "shop.tasks.charge",
        "kind": "raydeck",
        "doc": "Charge an order, once.",
        "owner": "team-pay",
        "isAsync": False,
        "parameters": [
            {"name": "order_id", "kind": "positional_only", "required": True, "schema": {"type": "integer"}},
            {
                "name": "amount",
                "kind": "positional_or_keyword",
                "required": False,
                "default": 9.99,
                "schema": {"type": "number"},
            },
            {"name": "items", "kind": "var_positional", "required": False, "schema": {"type": "string"}},
            {
                "name": "note",
                "kind": "keyword_only",
                "required": False,
                "default": None,
                "schema": {"type": ["string", "null"]},
            },
            {"name": "more", "kind": "var_keyword", "required": False, "schema": {}},
        ],
        "returns": {"type": "object", "additionalProperties": {"type": "integer"}},
        "options": {"queue": "payments", "maxAttempts": 5, "timeoutSeconds": 2, "retry": {"backoff": "fixed"}},
    }


def test_a_name_that_only_type_checkers_know_leaves_its_parameter_open(raydeck: Raydeck) -> None:
    fetch = entries(raydeck, "shop.tasks")["shop.tasks.fetch"]
    assert fetch["isAsync"]
    assert [parameter["schema"] for parameter in fetch["parameters"]] == [
        {"type": "string"},
        {},
        {"type": ["integer", "null"]},
    ]
    assert fetch["returns"] == {"type": "array", "items": {"type": "string"}}


def test_a_default_that_is_not_json_is_a_default_without_value(raydeck: Raydeck) -> None:
    marker = entries(raydeck, "shop.tasks")["shop.tasks.Mail.send"]["parameters"][1]
    assert marker == {"name": "marker", "kind": "positional_or_keyword", "required": False, "schema": {}}


def test_a_django_task_is_described_without_its_context(raydeck: Raydeck) -> None:
    welcome = entries(raydeck, "shop.tasks")["shop.tasks.welcome"]
    assert (welcome["kind"], welcome["doc"], welcome["owner"]) == ("django", "Say hello.", None)
    assert [parameter["name"] for parameter in welcome["parameters"]] == ["user_id"]
    assert welcome["options"] == {"queue": "mail", "priority": 3}


def test_people_see_signatures(raydeck: Raydeck) -> None:
    lines = raydeck("catalogue", "shop.tasks").output.splitlines()
    assert lines[0].split() == ["TASK", "SIGNATURE", "OWNER", "DOC"]
    signature = (
        "(order_id: integer, amount: number = 9.99, *items: string, note: string | null = null, **more) -> object"
    )
    assert f"shop.tasks.charge     {signature}" in lines[2]
    assert lines[2].endswith("team-pay  Charge an order, once.")


def test_modules_of_the_current_folder_are_found(raydeck: Raydeck, tmp_path: Any) -> None:
    (tmp_path / "mine.py").write_text("import raydeck\n@raydeck.task\ndef run(): ...\n")
    assert list(entries(raydeck, "mine")) == ["mine.run"]


def test_a_catalogue_is_posted_to_the_profile(raydeck: Raydeck, console: Console) -> None:
    done = raydeck("catalogue", "shop.tasks", "--profile", "shop", "--post")
    assert (done.code, done.error.splitlines()[-1]) == (0, "4 tasks posted for shop, version 3")
    assert [entry["callable"] for entry in console.state.catalogues["shop", 3]] == [
        "shop.tasks.Mail.send",
        "shop.tasks.charge",
        "shop.tasks.fetch",
        "shop.tasks.welcome",
    ]


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("shop.broken", "shop.broken: SystemExit: no settings"),
        ("shop.missing", "shop.missing: ModuleNotFoundError: No module named 'shop.missing'"),
        ("broken_module", "broken_module: "),
    ],
)
def test_nothing_is_posted_while_a_module_cannot_be_imported(
    raydeck: Raydeck, console: Console, module: str, said: str
) -> None:
    done = raydeck("catalogue", "shop.tasks", module, "--profile", "shop", "--post")
    assert done.code == 1
    assert said in done.error
    assert "Nothing was posted." in done.error
    assert "importlib" not in done.error
    assert console.seen == []


def test_posting_without_a_profile_is_wrong_usage(raydeck: Raydeck) -> None:
    done = raydeck("catalogue", "shop.tasks", "--post")
    assert done.code == 2
    assert "--profile and --post go together" in done.error


def test_a_folder_without_tasks_says_what_to_do(raydeck: Raydeck) -> None:
    done = raydeck("catalogue", "touches")
    assert (done.code, done.output) == (0, "")
    assert "mark functions with @raydeck.task" in done.error


def test_django_is_set_up_before_the_modules_are_imported(raydeck: Raydeck, tmp_path: Any) -> None:
    (tmp_path / "django").mkdir()
    (tmp_path / "django/__init__.py").write_text("import os\ndef setup(): os.environ['READY'] = '1'\n")
    (tmp_path / "mine.py").write_text("import os, raydeck\nos.environ['READY']\n@raydeck.task\ndef run(): ...\n")
    done = raydeck("catalogue", "mine", "--json", env={"DJANGO_SETTINGS_MODULE": "settings"})
    assert done.code == 0, done.error
    (tmp_path / "django/__init__.py").write_text("def setup(): raise ValueError('no SECRET_KEY')\n")
    done = raydeck("catalogue", "mine", env={"DJANGO_SETTINGS_MODULE": "settings"})
    assert (done.code, done.error) == (2, "raydeck: Django cannot be set up: ValueError: no SECRET_KEY\n")
