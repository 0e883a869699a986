"""JSON indented by one space: what ``json.dumps(value, ensure_ascii=False, indent=1)`` writes, in a fraction of its time.

With an indent the library writes piece by piece in Python. Without one it writes in C, and takes a line feed as part of the separator; so
everything with nothing nested in it is written at once.
"""

import json
from collections.abc import Callable, Generator, Mapping
from functools import cache
from types import GeneratorType
from typing import TypeAlias

Json: TypeAlias = "Mapping[str, Json] | list[Json] | Generator[Json] | str | int | float | bool | None"
"""A generator is written as a list, so that a long one is never held whole."""

_NESTED = (dict, list, GeneratorType)


def json_text(value: Json, line: str = "\n") -> str:
    """Write a value.

    Parameters
    ----------
    line
        Line feed and indent of the line that closes the value.
    """
    inner = line + " "
    encode = _encoder(inner)
    if isinstance(value, dict) and any(isinstance(item, _NESTED) for item in value.values()):
        members = [f"{encode(key)}: {json_text(item, inner) if isinstance(item, _NESTED) else encode(item)}" for key, item in value.items()]
        return f"{{{inner}{f',{inner}'.join(members)}{line}}}"
    if isinstance(value, list | GeneratorType):
        items = [json_text(item, inner) for item in value]
        return f"[{inner}{f',{inner}'.join(items)}{line}]" if items else "[]"
    text = encode(value)
    return f"{{{inner}{text[1:-1]}{line}}}" if isinstance(value, dict) and value else text


@cache
def _encoder(line: str) -> Callable[[Json], str]:
    return json.JSONEncoder(ensure_ascii=False, separators=(f",{line}", ": ")).encode
