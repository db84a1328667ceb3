"""The figures draw what their captions say."""

from xml.etree import ElementTree

import figures
import pytest


@pytest.mark.parametrize("draw", [figures.unrolled_network, figures.activations, figures.backward_sum])
def test_a_figure_is_well_formed_and_takes_its_colors_from_the_stylesheet(draw):
    svg = ElementTree.fromstring(draw())
    assert svg.tag == "svg" and len(svg) > 5
    assert not any("fill" in part.attrib or "style" in part.attrib for part in svg.iter())


@pytest.mark.parametrize("name", ["anna", "rex"])
def test_the_network_has_one_unit_for_each_symbol_and_END(name):
    svg = ElementTree.fromstring(figures.unrolled_network(name))
    units = [part for part in svg.iter("rect") if part.get("class") == "box unit"]
    words = ["".join(part.itertext()) for part in svg.iter("text") if part.get("class") == "word"]
    assert len(units) == len(name) + 1
    assert words == ["should say", "reads"] + [w for pair in zip([*name, "END"], ["END", *name], strict=True)
                                               for w in pair]


def test_the_curves_are_the_reference_s():
    svg = ElementTree.fromstring(figures.activations())
    lines = {}
    for part in svg.iter("polyline"):
        points = [tuple(map(float, p.split(","))) for p in part.get("points").split()]
        lines.setdefault(part.get("class").split()[1], []).append(points)
    # The panels are 200 high; f runs over -1..1 and f' over 0..1. The middle point is z = 0.
    assert [line[50][1] for line in lines["sigmoid"]] == pytest.approx([230 - 200 * 0.75, 230 - 200 * 0.25])
    assert [line[50][1] for line in lines["tanh"]] == pytest.approx([230 - 200 * 0.5, 230 - 200 * 1.0])
