"""Is every write an action: keyword-only, signed by a person, in one transaction, with its journal line?"""

import ast

from tests.house.architecture import PROGRAMMES, actions_of

WRITES = {
    "record",
    "record_all",
    "move",
    "move_all",
    "_register",
    "_decide",
    "save_draft",
    "_tell",
    "_save",
    "_answered",
    "_make_reviews",
    "_end",
}
ELSEWHERE = {
    "store_file",
    "remove_file",
    "make_batch",
    "drop_payment",
    "store_items",
}  # actions of other rooms, each with its own line


def _every():
    return [(path, node) for folder in PROGRAMMES for path, node in actions_of(folder)]


def test_there_are_actions_to_look_at():
    assert len(_every()) > 20


def test_actions_take_keywords_only_and_a_person():
    wrong = [
        node.name
        for _path, node in _every()
        if node.args.args or "by" not in {each.arg for each in node.args.kwonlyargs}
    ]

    assert wrong == []


def test_actions_are_atomic():
    wrong = [
        node.name
        for _path, node in _every()
        if "transaction.atomic" not in {ast.unparse(each) for each in node.decorator_list}
    ]

    assert wrong == []


def test_actions_write_the_journal():
    silent = []
    for _path, node in _every():
        called = {
            ast.unparse(each.func).rsplit(".", 1)[-1] for each in ast.walk(node) if isinstance(each, ast.Call)
        }
        if not called & (WRITES | ELSEWHERE | {"publish"}):
            silent.append(node.name)

    assert silent == []


def test_actions_say_what_the_name_cannot():
    assert [node.name for _path, node in _every() if not ast.get_docstring(node)] == []
