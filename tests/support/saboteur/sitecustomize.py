"""Run first in a plugin: makes the function that SABOTAGE names raise (`module:function=module:Exception`)."""

import os
import pkgutil
from typing import NoReturn

function, _, exception = os.environ["SABOTAGE"].partition("=")
module, _, name = function.partition(":")


def raises(*_: object, **__: object) -> NoReturn:
    raise pkgutil.resolve_name(exception)("mk_secret")


setattr(pkgutil.resolve_name(module), name, raises)
