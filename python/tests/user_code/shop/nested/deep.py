"""A module below a package below a package."""

import raydeck


@raydeck.task
def dig(depth: int) -> int:
    return depth
