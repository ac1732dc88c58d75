"""The task that does nothing, by a name that Ray's processes can import it by."""

from django.tasks import task


@task
def add(a: int, b: int) -> int:
    return a + b
