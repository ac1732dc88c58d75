"""Which of two Ray tasks runs a chunk: Ray says of a task neither that it waits, nor takes it back without a race."""

from __future__ import annotations

from typing import NamedTuple

NAMESPACE = b"raydeck"


class Claim(NamedTuple):
    """`who` is the same for all tries of one task, so that one which Ray starts again has its chunk still."""

    key: bytes
    who: bytes


def claim_chunk(claim: Claim) -> bool:
    """Whether the chunk is the asker's: a write to the cluster's table of keys, where only the first one succeeds."""
    from ray.experimental.internal_kv import _internal_kv_get, _internal_kv_put

    is_taken = _internal_kv_put(claim.key, claim.who, overwrite=False, namespace=NAMESPACE)
    return not is_taken or bool(_internal_kv_get(claim.key, namespace=NAMESPACE) == claim.who)


def forget_claims(prefix: bytes) -> None:
    """When none of the tasks can ask any more."""
    from ray.experimental.internal_kv import _internal_kv_del

    _internal_kv_del(prefix, del_by_prefix=True, namespace=NAMESPACE)
