"""Compiling: once, whole, and again only when something changed."""

import gzip
import json
from importlib import import_module
from unittest.mock import Mock

import numpy as np
import pytest
import shapely

from maillage.geography import AtlasNotBuilt, build
from maillage.geography.atlas import Atlas
from maillage.geography.build import STRAY
from maillage.kernel import paths


@pytest.fixture(scope="module")
def compiled(france, tmp_path_factory):
    """A build from nothing, in an empty instance; the atlas of the other tests is loaded before."""
    place = tmp_path_factory.mktemp("var")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "GEOGRAPHY", place / "geography")
        patch.setattr(paths, "ASSETS", place / "assets")
        yield build(), place


def test_a_build_says_what_it_compiled(compiled):
    report, _ = compiled
    assert report.built
    assert report.communes == 34_969
    assert (report.cog_year, report.population_year) == (2026, 2023)
    assert report.borders > 100_000


def test_a_second_build_does_nothing(compiled):
    report, place = compiled
    before = written(place)
    again = build()
    assert not again.built
    assert again.without_shape == report.without_shape
    assert written(place) == before


def written(place):
    """Which file it is, and when it was written: reading it changes the rest."""
    stat = (place / "geography" / "manifest.json").stat()
    return stat.st_ino, stat.st_mtime_ns


def test_a_build_leaves_nothing_aside(compiled):
    _, place = compiled
    assert {path.name for path in place.iterdir()} == {"geography", "assets"}
    assert {path.name for path in (place / "assets").iterdir()} == {"geo"}


def test_four_communes_without_shape_are_the_union_of_their_parts(compiled):
    report, _ = compiled
    mainland = [code for code in report.without_shape if code < "97"]
    assert mainland == ["15031", "15035", "15047", "15141", "15171"]
    atlas = Atlas()
    shapes = atlas.mesh.shapes([atlas.names.index[code] for code in ("49126", "69114", "12218", "14581")])
    assert shapely.is_valid(shapes).all()
    assert shapely.area(shapes).all()


def test_the_outline_of_a_commune_nouvelle_undone_is_not_that_of_the_commune_that_kept_its_code(compiled):
    """Four communes came out of Neussargues en Pinatelle in 2025; the sources still draw it, under the fifth."""
    report, _ = compiled
    assert report.split == ("15141",)
    summary = Atlas().summary(["15141"])
    assert (summary.population, summary.without_shape) == (824, ("15141",))
    assert (summary.area_km2, summary.density, summary.contiguous) == (None, None, None)
    assert summary.neighbours == ()
    assert "15141" not in Atlas().summary(["15080"]).neighbours  # Joursac


def test_what_was_undone_leaves_no_hole_in_its_neighbours(compiled):
    """Its ground is covered, by communes without outline: it is neither a coast nor somebody's."""
    around = ["15080", "15151", "15247", "15069", "15138", "15053", "15231"]
    atlas = Atlas()
    assert not any(atlas.mesh.outside[atlas.names.index[code]] for code in around)
    assert not set(around) & set(compiled[0].completed)


def test_recent_communes_nouvelles_get_the_outline_the_source_left_unfinished(compiled):
    report, _ = compiled
    assert len(report.completed) == 41
    assert {"62447", "93066"} <= set(report.completed)  # Hesdin-la-Forêt, Saint-Denis with Pierrefitte
    assert Atlas().summary(["93066"]).area_km2 == pytest.approx(15.8, rel=0.01)


class CompiledAgain(Exception):
    """Compiling once is enough for these tests."""


def test_an_atlas_of_another_format_is_refused_then_compiled_again(compiled, monkeypatch):
    _, place = compiled
    manifest = place / "geography" / "manifest.json"
    kept = manifest.read_text()
    manifest.write_text(json.dumps(json.loads(kept) | {"format": 0}))
    monkeypatch.setattr(
        import_module("maillage.geography.build"), "_compile", Mock(side_effect=CompiledAgain)
    )
    with pytest.raises(AtlasNotBuilt, match="make setup"):
        Atlas()
    with pytest.raises(CompiledAgain):
        build()
    manifest.write_text(kept)


def test_without_data_the_atlas_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "GEOGRAPHY", tmp_path)
    with pytest.raises(AtlasNotBuilt, match="make setup"):
        Atlas()


def test_every_departement_is_drawn_in_at_most_130_kilobytes(compiled):
    _, place = compiled
    sizes = {
        path.stem: len(gzip.compress(path.read_bytes(), 6)) for path in (place / "assets" / "geo").iterdir()
    }
    assert {"01", "2A", "82", "974", "987", "departements"} <= sizes.keys()
    assert max(sizes.values()) <= 130_000


def test_the_country_is_drawn_with_every_departement_once(compiled, france):
    _, place = compiled
    features = json.loads((place / "assets" / "geo" / "departements.json").read_text())["features"]
    assert [feature["id"] for feature in features] == [
        departement.code
        for departement in france.departements()
        if departement.code < "977" and departement.code != "975"  # those with shapes
    ]
    outlines = np.array([shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features])
    assert shapely.is_valid(outlines).all()
    first, second = shapely.STRtree(outlines).query(outlines, predicate="overlaps")
    shared = shapely.area(shapely.intersection(outlines[first], outlines[second]))
    assert shared.max(initial=0) < 1e-4  # square degrees: about 1 km²


def test_a_drawing_holds_every_commune_once_with_what_the_map_shows(compiled, france):
    _, place = compiled
    drawing = json.loads((place / "assets" / "geo" / "82.json").read_text())
    assert [feature["id"] for feature in drawing["features"]] == [
        commune.code for commune in france.communes_of("82")
    ]
    montauban = next(feature for feature in drawing["features"] if feature["id"] == "82121")
    assert montauban["properties"] == {
        "code": "82121", "name": "Montauban", "epci": "248200099", "population": 62945,
    }  # fmt: skip
    assert montauban["geometry"]["type"] == "MultiPolygon"


def test_a_commune_without_shape_is_drawn_without_geometry(compiled):
    _, place = compiled
    cantal = json.loads((place / "assets" / "geo" / "15.json").read_text())["features"]
    assert [feature["id"] for feature in cantal if feature["geometry"] is None] == [
        "15031", "15035", "15047", "15141", "15171",
    ]  # fmt: skip


def test_every_commune_with_an_outline_is_located_inside_it(compiled):
    """The source sends Sainte-Rose in Guadeloupe, and 1,850 others, to some other commune."""
    atlas = Atlas()
    shapes = atlas.mesh.shapes(range(len(atlas.names.codes)))
    shaped = ~shapely.is_missing(shapes)
    inside = shapely.dwithin(shapely.points(atlas.mesh.town_halls[shaped]), shapes[shaped], STRAY)
    assert inside.all()
    assert (atlas.distance_km("97129", "97120") or 0) < 40  # Sainte-Rose, Pointe-à-Pitre
