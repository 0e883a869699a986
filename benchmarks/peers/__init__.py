"""The same problem written directly for generic solvers.

Each peer has ``run(instance, clocks, seconds) -> PeerResult``.
"""

from benchmarks.peers.result import PeerResult, Status

__all__ = ["PeerResult", "Status"]
