"""Pages about the way in: certificates, what systems ask of a network, what a tablet can do, changing doors."""

from __future__ import annotations

from ..door import bp
from . import certificate, moving, probes, tablet_check

__all__ = ["bp", "certificate", "moving", "probes", "tablet_check"]
