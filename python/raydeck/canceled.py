"""The exception by which a cancelled task ends."""


class Canceled(BaseException):
    """Raised in user code when its task was cancelled: by `check_cancelled()`, or by SIGTERM in the main thread.

    Not an `Exception`, as `asyncio.CancelledError` and `KeyboardInterrupt` are not: the `except Exception` of a retry
    loop would swallow it and the task would run on until it is killed. Clean up in `finally`, then let it pass.
    """


Canceled.__module__ = "raydeck"
