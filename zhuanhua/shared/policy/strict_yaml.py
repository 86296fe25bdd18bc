"""How is YAML read so that nothing is guessed? Repeated keys are refused, `on` is a word, 010 is not eight."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from zhuanhua.shared.policy.values import PolicyError


def read_yaml(path: Path) -> Any:
    """Read YAML strictly: a key given twice is an error, and so is a number with a decimal point outside quotes."""
    try:
        with path.open(encoding="utf-8") as stream:
            return yaml.load(stream, Loader=_Strict)  # noqa: S506 - _Strict is a SafeLoader
    except FileNotFoundError as fault:
        raise PolicyError(path, "", "", "没有这个文件。", "请核对路径。") from fault
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = f"第{mark.line + 1}行" if mark else ""
        raise PolicyError(
            path.name, "", line, f"不是合格的YAML：{getattr(fault, 'problem', fault)}。", "请改正这一行。"
        ) from fault


class _Strict(yaml.SafeLoader):
    """SafeLoader that refuses repeated keys and reads as YAML 1.2 does: `on` and `no` are words, 010 is not eight."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - inherited signature
        """Refuse a key that stands twice: the second would silently win."""
        seen = list(_repeated(node))
        if seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"“{seen[0].value}”写了两次", seen[0].start_mark
            )
        return super().construct_mapping(node, deep=deep)


_Strict.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in found
        if tag not in {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:int"}
    ]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Strict.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(true|false)$"), list("tf"))
_Strict.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"-?(0|[1-9][0-9_]*)$"), list("-0123456789")
)


def _repeated(node: yaml.MappingNode) -> Iterator[yaml.ScalarNode]:
    keys: set[str] = set()
    for key, _ in node.value:
        if key.value in keys:
            yield key
        keys.add(key.value)
