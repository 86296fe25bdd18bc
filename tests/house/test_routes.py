"""Is nothing reachable without a declared door?"""

from tests.house.architecture import routes
from zhuanhua.shared.access.doors import door_of

STATIC = ("static/", "^static")


def test_every_route_has_a_door():
    open_ones = [
        (address, name)
        for address, name, view in routes()
        if not address.startswith(STATIC) and not address.startswith("api/") and door_of(view, name) is None
    ]

    assert open_ones == []


def test_every_api_operation_has_a_door():
    from config.api import api

    bare = []
    for _prefix, router in api._routers:
        for address, path_view in router.path_operations.items():
            for operation in path_view.operations:
                guards = (
                    operation.auth_param if isinstance(operation.auth_param, list) else [operation.auth_param]
                )
                if not any(getattr(guard, "door", None) for guard in guards):
                    bare.append((address, operation.methods))

    assert bare == []
