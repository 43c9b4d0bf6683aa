"""The order in which a C++ hash set gives its members: 1.15 split leaves in it, and so numbered their children."""

from __future__ import annotations

_SIZES = (3, 7, 17, 37, 79, 167, 337, 709, 1493, 3209, 6427, 12983, 25867, 51787, 103991, 207983)  # as GNU's library grew


def hash_order(members: list[int]) -> list[int]:
    """`members`, put into a `std::unordered_set<int>` of GNU's library one by one, in the order it lists them.

    It keeps one chain through all its buckets: the first member of a bucket goes to the front of the chain, a later
    one before those of its bucket. When the table grows, the chain is gone through and each member put in anew.
    """
    chain: list[int] = []
    buckets = 1
    for count, member in enumerate(members, 1):
        if count >= buckets:
            buckets = next(size for size in _SIZES if size > buckets)
            old, chain = chain, []
            for kept in old:
                _put(chain, kept, buckets)
        _put(chain, member, buckets)
    return chain


def _put(chain: list[int], member: int, buckets: int) -> None:
    place = next((i for i, other in enumerate(chain) if other % buckets == member % buckets), 0)
    chain.insert(place, member)
