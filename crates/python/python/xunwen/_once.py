"""Values that are computed once, when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

Value = TypeVar("Value")


class once(Generic[Value]):
    """A property that is computed once an object.

    Before Python 3.12, `functools.cached_property` holds one lock for all objects of a class while it
    computes, so that threads wait for each other. Here two threads may both compute the same value.
    """

    def __init__(self, compute: Callable[[Any], Value]) -> None:
        self._compute = compute
        self._name = compute.__name__
        self.__doc__ = compute.__doc__

    @overload
    def __get__(self, instance: None, owner: type[Any]) -> once[Value]: ...
    @overload
    def __get__(self, instance: object, owner: type[Any]) -> Value: ...
    def __get__(self, instance: object | None, owner: type[Any]) -> once[Value] | Value:
        if instance is None:
            return self
        value = self._compute(instance)
        # From now on the value is found before the property is.
        instance.__dict__[self._name] = value
        return value
