"""A Ray cluster of two nodes on this machine, as one that spans several machines."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def two_nodes() -> Iterator[str]:
    """A context with the address of a cluster of two nodes, each with one core. Nothing of it is left afterwards."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # Ray would tell its makers
    from ray.cluster_utils import Cluster  # noqa: PLC0415 - only these tests need it

    folder = tempfile.mkdtemp(prefix="ray")  # short: the names of sockets stand below it
    cluster = Cluster()
    try:
        for _ in range(2):
            cluster.add_node(num_cpus=1, object_store_memory=80 * 2**20, include_dashboard=False, temp_dir=folder)
        yield cluster.address
    finally:
        cluster.shutdown()
        shutil.rmtree(folder, ignore_errors=True)
