"""Batches being planned on a form: how a product is usually cut, and how many bundles and labels that makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..pages import KODI
from ..refusals import Refused
from . import typed
from .batches import Cut

_BUNDLE = 12


@dataclass(frozen=True, slots=True)
class Preview:
    """What a form would make: bundles or pieces by order line, and the labels in all, batch cards among them."""

    units: Mapping[int, int]
    pieces: int
    batches: int
    labels: int


def usual_cut(counted_in: str) -> Cut:
    """How so many of a product are usually cut: garments in dozens, cloth in kodi, furniture one by one, food not."""
    bundle_of = {"lembar": KODI, "unit": 1, "set": 1, "toples": None, "bungkus": None}.get(counted_in, _BUNDLE)
    return Cut(0, bundle_of)


def preview(form: typed.Form, line_ids: Sequence[int]) -> Preview:
    """What a form would make as it is filled in now; a field that can't be read counts for nothing."""
    cuts = {line_id: cut for line_id in line_ids if (cut := _cut(form, line_id)) is not None}
    return Preview(
        units={line_id: cut.labels for line_id, cut in cuts.items() if cut.bundle_of is not None},
        pieces=sum(cut.quantity for cut in cuts.values()),
        batches=len(cuts),
        labels=sum(cut.labels + (cut.bundle_of is not None) for cut in cuts.values()),
    )


def _cut(form: typed.Form, line_id: int) -> Cut | None:
    try:
        quantity = typed.pieces(form, f"quantity-{line_id}", "jumlah")
        bundle_of = typed.maybe_whole(form, f"bundle-{line_id}", "isi bundel", least=1)
    except Refused:
        return None
    how = form.get("cut", "bundle")
    if not quantity or (how == "bundle" and not bundle_of):
        return None
    return Cut(quantity, {"piece": 1, "card": None}.get(how, bundle_of))
