"""What a test may take: counted in the processor's time, so that a busy machine changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """See that a block takes less of the processor's time than some seconds."""
    began = process_time()
    yield
    assert process_time() - began < seconds
