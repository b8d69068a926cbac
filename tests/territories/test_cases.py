"""What people met in files and lists of communes, with invented data; each stands for its kind."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.test import Client

from maillage.geography import atlas
from maillage.kernel import BadInput
from maillage.tables import read_file
from maillage.territories import commands
from maillage.territories.forms import DrawingForm
from maillage.territories.models import Territory
from maillage.territories.queries import territory_report
from maillage.territories.services.lists import read_list
from maillage.territories.services.perimeters import import_perimeters, read_perimeters
from maillage.territories.views.drawing import LONGEST_URL
from tables.books import ods, plain, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
DAY = date(2026, 3, 1)
SCRIPT = {"HX-Request": "true"}


def test_a_drawing_of_two_thousand_communes_needs_no_long_address(client: Client) -> None:
    codes = [
        commune.code for departement in ("62", "59", "80") for commune in atlas().communes_of(departement)
    ]
    whole = client.post("/territoire/", {"dep": "62", "codes": ",".join(codes)}, headers=SCRIPT)
    assert whole.status_code == 200
    assert whole.headers["HX-Replace-Url"] == "false"
    few = client.post("/territoire/", {"dep": "82", "codes": "82121,82002"}, headers=SCRIPT)
    assert "codes=82002,82121" in few.headers["HX-Replace-Url"]
    assert len(few.headers["HX-Replace-Url"]) < LONGEST_URL
    page = client.get("/territoire/", {"dep": "82"}).content.decode()
    assert 'hx-post="/territoire/"' in page
    assert "hx-get" not in page[page.index('<form id="drawing"') : page.index('<div class="drawing-where')]


def perimeters(
    folder: Path, content: bytes | str, name: str = "perimetres.csv", sheet: str = ""
) -> dict[str, tuple[str, ...]]:
    """Name → codes, as imported."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    import_perimeters(read_perimeters(path, sheet=sheet), source="ARS", on=DAY)
    return {
        territory.public_name: territory.codes
        for territory in Territory.objects.filter(origin__startswith="ARS")
    }


# Cells merged downwards


ROWS = [("CPTS Alpha", "82121"), (None, "82002"), (None, "82025"), ("CPTS Beta", "82125"), (None, "82124")]
MERGED = {"CPTS Alpha": ("82002", "82025", "82121"), "CPTS Beta": ("82124", "82125")}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(xlsx({"CPTS": [("Nom CPTS", "Code INSEE"), *ROWS]}), id="blanks"),
        pytest.param(
            xlsx({"CPTS": [("Nom CPTS", "Code INSEE"), *ROWS]}, merged=["A2:A4", "A5:A6"]), id="merged"
        ),
        pytest.param(ods({"CPTS": [("Nom CPTS", "Code INSEE"), *[(a or "", b) for a, b in ROWS]]}), id="ods"),
        pytest.param(
            b"Nom CPTS;Code INSEE\nCPTS Alpha;82121\n;82002\n;82025\nCPTS Beta;82125\n;82124", id="csv"
        ),
        pytest.param(
            b"nom;commune\nCPTS Alpha;\n;82121\n;82002\n;82025\nCPTS Beta;\n;82125\n;82124", id="headings"
        ),
        pytest.param(b'nom;commune\nCPTS Alpha;"82121\n82002, 82025"\nCPTS Beta;82125/82124', id="in a cell"),
    ],
)
def test_a_name_given_once_stands_for_the_rows_under_it(tmp_path: Path, content: bytes) -> None:
    assert perimeters(tmp_path, content) == MERGED


# Columns, sheets, encodings of perimeters


@pytest.mark.parametrize(
    "text",
    [
        "nom;commune;code insee\nCPTS Alpha;Montauban;82121",
        "libelle_cpts;codgeo;libgeo\nCPTS Alpha;82121;Montauban",
        "Périmètres des CPTS, Occitanie\nNom de la CPTS;Code commune;Libellé\nCPTS Alpha;82121;Montauban",
        "nom|commune\nCPTS Alpha|82121",
        "lib_cpts,depcom\nCPTS Alpha,82121",
        "Commune\tNom CPTS\nMontauban\tCPTS Alpha",
        "nom;code postal;commune\nCPTS Alpha;82000;MONTAUBAN",
        "nom;commune;departement\nCPTS Alpha;Montauban;82",
        "nom;commune\nCPTS Alpha;82013 MONTAUBAN CEDEX",
        "Nom de la CPTS;Liste des communes\nCPTS Alpha;Montauban (82)",
        "Nom de la structure;Commune;Code INSEE\nCPTS Alpha;Montauban;82121",
        "Territoire CPTS;Commune\nCPTS Alpha;Montauban",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_perimeters_are_read_whatever_their_columns_and_encoding(
    tmp_path: Path, text: str, encoding: str
) -> None:
    assert perimeters(tmp_path, text.encode(encoding)) == {"CPTS Alpha": ("82121",)}


def test_the_sheet_of_perimeters_is_found_by_its_columns(tmp_path: Path) -> None:
    rows = [("nom", "commune"), ("CPTS Alpha", "82121")]
    content = xlsx({"Lisez-moi": [("Périmètres",)], "CPTS": rows})
    assert perimeters(tmp_path, content, "c.xlsx") == {"CPTS Alpha": ("82121",)}
    path = tmp_path / "c.xlsx"
    assert any("« Lisez-moi »" in plain(note) for note in read_perimeters(path).preview.notes)
    two = xlsx({"2025": rows, "2026": [rows[0], ("CPTS Beta", "82002")]})
    path.write_bytes(two)
    with pytest.raises(BadInput, match="2026"):
        read_perimeters(path)
    assert perimeters(tmp_path, two, "c.xlsx", sheet="2026") == {"CPTS Beta": ("82002",)}


def test_one_name_written_three_ways_is_one_cpts(tmp_path: Path) -> None:
    text = "nom;commune\nCPTS Alpha;82121\ncpts alpha;82002\nCPTS  ALPHA ;82025\n"
    assert perimeters(tmp_path, text) == {"CPTS Alpha": ("82002", "82025", "82121")}
    notes = read_perimeters(tmp_path / "perimetres.csv").preview.notes
    assert any("Un même nom, écrit autrement" in plain(note) for note in notes)


def test_arrondissements_of_a_cpts_stay_arrondissements(tmp_path: Path) -> None:
    text = "nom;commune\nCPTS Marseille Nord;13213\nCPTS Marseille Nord;13214\nCPTS Marseille Sud;13208\n"
    assert perimeters(tmp_path, text) == {
        "CPTS Marseille Nord": ("13213", "13214"),
        "CPTS Marseille Sud": ("13208",),
    }


@pytest.mark.parametrize(
    "row", ["code postal;commune\nCPTS Nord;13001;MARSEILLE", "commune\nCPTS Nord;13001 MARSEILLE"]
)
def test_a_city_beside_a_postal_code_is_an_arrondissement_in_perimeters_too(tmp_path: Path, row: str) -> None:
    assert perimeters(tmp_path, f"nom;{row}\n") == {"CPTS Nord": ("13201",)}


def test_islands_that_left_guadeloupe_are_read(tmp_path: Path) -> None:
    text = "nom;commune\nCPTS des Îles;97123\nCPTS des Îles;97127\n"
    assert perimeters(tmp_path, text) == {"CPTS des Îles": ("97701", "97801")}


def test_perimeters_of_which_nothing_is_kept_say_why(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refusal:
        perimeters(tmp_path, "nom;commune\nCPTS Nord;13001\n")
    assert "ne donne aucun périmètre. Ligne 2 : Plusieurs communes" in plain(str(refusal.value))


def test_perimeters_that_lose_a_row_are_refused_unless_accepted(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("nom;commune\nCPTS Alpha;82121\nCPTS Alpha;Nullepart\nTotal;1\n")
    asked = [str(path), "--source", "ARS", "--date", "2026-03-01"]
    lost = CliRunner().invoke(commands.perimetres, asked)
    assert "1 ligne serait perdue (ligne 3, « CPTS Alpha ; Nullepart »" in plain(str(lost.exception))
    shown = json.loads(CliRunner().invoke(commands.perimetres, [*asked, "--dry-run", "--json"]).stdout)
    assert [(row["line"], row["kept"]) for row in shown["rows"]] == [
        (1, []),
        (2, ["82121"]),
        (3, []),
        (4, []),
    ]
    assert shown["columns"] == {"nom": "nom", "commune": "commune"}
    assert not Territory.objects.filter(origin__startswith="ARS").exists()
    assert CliRunner().invoke(commands.perimetres, [*asked, "--accept"]).exit_code == 0


# A territory by a file


def territory(folder: Path, content: bytes | str, *options: str, name: str = "communes.csv") -> Result:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return CliRunner().invoke(commands.territory, ["--file", str(path), "--json", *options])


#: What our own page of uncovered communes gives.
OURS = (
    "\ufeffcommune;code_insee;intercommunalite;population\nCastelsarrasin;82033;CC Terres des Confluences;14343\n"
    "Moissac;82112;CC Terres des Confluences;13419\nCaussade;82037;CC du Quercy Caussadais;6803\n"
)


def kept(answer: Result) -> set[str]:
    assert answer.exit_code == 0, answer.exception
    return {code for row in json.loads(answer.stdout)["rows"] for code in row["kept"]}


@pytest.mark.parametrize(
    "text",
    [
        OURS,
        "commune;population\n82033;14343\n82112;13419\n82037;6803\n",
        "population,commune\n14343,Castelsarrasin\n13419,Moissac\n6803,Caussade\n",
        '"82033"\n"82112"\n"82037"\n',
        "82 033\n82 112\n82 037\n",
        "82033,82112,82037",
        "82033 82112 82037",
        "82033.0\n82112.0\n82037.0",
        '"=""82033"""\n"=""82112"""\n"=""82037"""',
        "Castelsarrasin\nMoissac\nCaussade\n",
        "Commune\nCastelsarrasin\nMoissac\nCaussade\n",
        "Code Insee\tNom\n82033\tCastelsarrasin\n82112\tMoissac\n82037\tCaussade",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_of_communes_is_read_and_a_population_is_no_code(
    tmp_path: Path, text: str, encoding: str
) -> None:
    answer = territory(tmp_path, text.encode(encoding))
    assert kept(answer) == {"82033", "82112", "82037"}
    assert json.loads(answer.stdout)["communes"] == 3


@pytest.mark.parametrize(
    "text", ["13001;MARSEILLE\n", "code_postal,commune\n13001,Marseille\n", "13001 MARSEILLE"]
)
def test_a_city_beside_a_postal_code_is_an_arrondissement_in_a_file_too(tmp_path: Path, text: str) -> None:
    assert kept(territory(tmp_path, text)) == {"13201"}


def test_a_workbook_of_communes_is_read(tmp_path: Path) -> None:
    rows = [("Liste",), ("Commune", "Population"), ("Castelsarrasin", 14343), ("Moissac", 13419)]
    for content in (xlsx({"Lisez-moi": [("x",)], "Communes": rows}), ods({"Communes": rows})):
        assert kept(territory(tmp_path, content, name="communes.xlsx")) == {"82033", "82112"}


def test_a_file_of_which_a_row_is_lost_is_refused_with_the_fate_of_each(tmp_path: Path) -> None:
    text = "commune;population\nCaussade;6803\nNullepart;14343\n"
    answer = territory(tmp_path, text)
    assert isinstance(answer.exception, BadInput)
    assert "ligne 3, « Nullepart ; 14343 »" in plain(str(answer.exception))
    rows = json.loads(answer.stdout)["rows"]
    assert [(row["line"], row["given"], row["kept"]) for row in rows] == [
        (1, "commune ; population", []),
        (2, "Caussade ; 6803", ["82037"]),
        (3, "Nullepart ; 14343", []),
    ]
    assert "Nous ne trouvons pas" in rows[2]["why"]
    assert kept(territory(tmp_path, text, "--accept")) == {"82037"}


@pytest.mark.parametrize("line", ["Champtoceaux, Albyas", "82121, 99999", "Toulouse et Parisot"])
def test_a_line_of_a_file_of_which_a_part_is_lost_is_refused(tmp_path: Path, line: str) -> None:
    answer = territory(tmp_path, f"Bressols\n{line}\n")
    assert isinstance(answer.exception, BadInput)
    assert "1 ligne serait perdue (ligne 2" in plain(str(answer.exception))


def test_a_total_of_a_file_is_no_line_lost(tmp_path: Path) -> None:
    assert kept(territory(tmp_path, "Bressols\nMontauban\nTotal 2\n")) == {"82025", "82121"}


def test_homonyms_of_a_file_are_settled_by_a_departement(tmp_path: Path) -> None:
    assert isinstance(territory(tmp_path, "Saint-Georges\n").exception, BadInput)
    assert kept(territory(tmp_path, "Saint-Georges\n", "--around", "82")) == {"82162"}


@pytest.mark.parametrize("sheets", [["Nord", "Sud"], ["Feuil1", "Feuil2"]])
def test_no_sheet_of_a_list_without_titles_is_left(tmp_path: Path, sheets: list[str]) -> None:
    lists = ([("Castelsarrasin",), ("Moissac",)], [("Caussade",)])
    content = xlsx(dict(zip(sheets, lists, strict=True)))
    assert kept(territory(tmp_path, content, name="c.xlsx")) == {"82033", "82112", "82037"}


def test_a_hidden_sheet_of_a_list_is_left_and_told(tmp_path: Path) -> None:
    content = xlsx({"Liste": [("Caussade",)], "Avant": [("Moissac",)]}, hidden=["Avant"])
    path = tmp_path / "c.xlsx"
    path.write_bytes(content)
    said = CliRunner().invoke(commands.territory, ["--file", str(path)])
    assert "1 commune " in plain(said.stdout)
    assert "Feuille masquée, laissée : « Avant »" in plain(said.stderr)


def test_titles_in_two_lines_leave_figures_alone(tmp_path: Path) -> None:
    """3289 and a zero would be the code of a commune of Allier."""
    rows = [
        ("Commune", None, "Population"),
        ("Code", "Nom", None),
        (82121, "Montauban", 62945),
        (82002, "Albias", 3289),
    ]
    content = xlsx({"A": rows}, merged=["A1:B1"])
    assert kept(territory(tmp_path, content, name="c.xlsx")) == {"82121", "82002"}


def test_the_sheet_and_the_column_that_are_chosen_are_read(tmp_path: Path) -> None:
    rows = [("Commune", "Commune"), ("Caussade", "Moissac")]
    content = xlsx({"2025": rows, "2026": [("Ville",), ("Moissac",)]})
    assert "Choisissez" in str(territory(tmp_path, content, name="c.xlsx").exception)
    assert kept(territory(tmp_path, content, "--sheet", "2026", name="c.xlsx")) == {"82112"}
    two = "commune;nom commune retenue;commune\nCaussade;Albias;Moissac\n"
    assert "Plusieurs colonnes" in str(territory(tmp_path, two).exception)
    chosen = territory(tmp_path, two, "--column", "commune=nom commune retenue")
    assert kept(chosen) == {"82002"}


#: The titles of public files, with a row of Montauban.
PUBLIC = {
    "IGN": "INSEE_COM;NOM_COM;STATUT;POPULATION;INSEE_ARR;INSEE_DEP\n82121;Montauban;Préfecture;62945;2;82",
    "Poste": "#Code_commune_INSEE;Nom_de_la_commune;Code_postal;Libellé_d_acheminement;Ligne_5\n82121;MONTAUBAN;82000;MONTAUBAN;",
    "data.gouv": (
        "code_commune_INSEE,nom_commune_postal,code_postal,libelle_acheminement,ligne_5,code_commune,article,nom_commune,"
        "nom_commune_complet,code_departement,nom_departement\n"
        "82121,MONTAUBAN,82000,MONTAUBAN,,121,,Montauban,Montauban,82,Tarn-et-Garonne\n"
        "82161,ST ETIENNE DE TULMONT,82410,ST ETIENNE DE TULMONT,,161,,Saint-Étienne-de-Tulmont,Saint-Étienne-de-Tulmont,82,"
        "Tarn-et-Garonne"
    ),
    "Insee": "CODGEO;LIBGEO;EPCI;LIBEPCI;DEP;REG\n82121;Montauban;200071298;CA Grand Montauban;82;76",
    "COG": (
        "TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT\n"
        "COM,82121,76,82,82D,822,0,MONTAUBAN,Montauban,Montauban,8299,"
    ),
    "codes of three kinds": "Code INSEE région;Code INSEE département;Code INSEE commune;Commune\n76;82;82121;Montauban",
    "Opendatasoft": "Code Officiel Commune;Nom Officiel Commune;Code Officiel Département\n82121;Montauban;82",
    "com_code": "com_code;com_name;dep_code\n82121;Montauban;82",
    "Banatic": "siren;raison_sociale;siren_membre;insee;nom_membre;ptot_2024\n200071298;CA Grand Montauban;218201218;82121;Montauban;63000",
    "year in the title": "Code commune (COG 2023);Libellé;Population 2021\n82121;Montauban;62945",
    "total and source": "Commune;Population\nMontauban;62945\nTotal;62945\nSource : Insee, 2023;\n2 communes;",
}  # fmt: skip


@pytest.mark.parametrize("text", PUBLIC.values(), ids=PUBLIC)
def test_public_files_are_read_as_they_are_published(tmp_path: Path, text: str) -> None:
    assert kept(territory(tmp_path, text)) - {"82161"} == {"82121"}


@pytest.mark.parametrize(
    "text",
    [
        "nom;commune\nCPTS Alpha;Grenoble\n;Champ-sur-Drac\n",
        "nom;commune\nCPTS Alpha;Grenoble\nCPTS Alpha;CHAMP SUR DRAC\nSource : ARS;\n",
        'nom;communes\nCPTS Alpha;"Grenoble (38185), Champ-sur-Drac (38071)"\n',
        "nom;dpt;ville\nCPTS Alpha;38;Grenoble\nCPTS Alpha;38;Champ-sur-Drac\n",
    ],
)
def test_no_commune_of_a_perimeter_is_taken_for_a_note_or_for_nothing(tmp_path: Path, text: str) -> None:
    assert perimeters(tmp_path, text) == {"CPTS Alpha": ("38071", "38185")}


def test_an_arrondissement_in_its_own_column_is_one_in_perimeters_too(tmp_path: Path) -> None:
    text = "nom;commune;arrondissement\nCPTS Nord;Marseille;13e\nCPTS Nord;Marseille;14\n"
    assert perimeters(tmp_path, text) == {"CPTS Nord": ("13213", "13214")}


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        (["Montauban, L'Honor-de-Cos"], {"82121", "82076"}),
        (["Montauban,82076"], {"82121", "82076"}),
        (["Saint-Georges, Montauban", "--around", "82"], {"82162", "82121"}),
    ],
)
def test_communes_are_named_on_the_command_line(asked: list[str], codes: set[str]) -> None:
    report = json.loads(CliRunner().invoke(commands.territory, ["--communes", *asked, "--json"]).stdout)
    assert (report["communes"], report["population"]) == (2, atlas().summary(codes).population)


def test_a_name_of_the_command_line_that_nobody_knows_is_refused() -> None:
    answer = CliRunner().invoke(commands.territory, ["--communes", "Montauban, Nullepart"])
    assert isinstance(answer.exception, BadInput)
    assert "Nullepart" in str(answer.exception)


# Communes of which a source says little


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("97123", "1 commune · 10 660 habitants (Insee) · "),  # Saint-Barthélemy, by its code of before
        ("97801", "1 commune · 31 160 habitants (Insee) · "),
        ("98818", "1 commune · 85 976 habitants (Insee) · "),
        ("98414", "1 commune · population non publiée (Insee) · taille inconnue · "),
        ("15141", "1 commune · 824 habitants (Insee 2023) · "),
        ("15031", "1 commune · 217 habitants (Insee 2023) · "),
    ],
)
def test_what_no_source_says_of_a_commune_is_unknown_never_none_nor_zero(code: str, said: str) -> None:
    answer = CliRunner().invoke(commands.territory, ["--communes", code])
    assert plain(answer.stdout).startswith(said)
    assert plain(answer.stdout).splitlines()[0].endswith("continuité inconnue")
    report = json.loads(CliRunner().invoke(commands.territory, ["--communes", code, "--json"]).stdout)
    assert (report["area_km2"], report["density"], report["contiguous"]) == (None, None, None)


# An intercommunalité that a département cuts

#: Sixteen communes of Tarn-et-Garonne, and one of Tarn.
QUERCY_ROUERGUE, IN_TARN = "248200107", "81184"


def counts(page: str, epci: str) -> tuple[str, str]:
    """What the list beside the map says of an EPCI, then the figures."""
    group = page[page.index(f'data-epci="{epci}"') :]
    listed = re.sub(
        "<[^>]+>", "", group[group.index('<span class="epci-count">') : group.index("</summary>")]
    )
    row = page[page.index(f'<tr data-epci="{epci}"') :]
    figures = row[row.index('data-label="communes choisies">') :].partition(">")[2].partition("<")[0]
    return listed.strip(), figures


@pytest.mark.parametrize("chosen", [1, 3, 16, 17])
@pytest.mark.parametrize("departement", ["82", "81"])
def test_list_figures_and_report_count_an_epci_in_all_its_departements(
    client: Client, chosen: int, departement: str
) -> None:
    members = sorted(atlas().epci(QUERCY_ROUERGUE).members, reverse=True)[:chosen]
    page = client.get("/territoire/", {"dep": departement, "codes": ",".join(members)}).content.decode()
    (share,) = territory_report(members, on=DAY)["epci"]
    said = f"{share['members_in']} sur {share['members_total']}"
    assert counts(page, QUERCY_ROUERGUE) == (said, said) == (f"{chosen} sur 17",) * 2
    assert ("Tout retirer" in page) is (chosen == 17)


@pytest.mark.parametrize("codes", ["75101,75103", "75056"])
def test_a_city_whole_or_begun_is_one_commune_of_its_epci(client: Client, codes: str) -> None:
    page = client.get("/territoire/", {"dep": "75", "codes": codes}).content.decode()
    paris = atlas().commune("75056").epci
    assert paris
    assert counts(page, paris) == (f"1 sur {len(atlas().epci(paris).members)}",) * 2
    assert "Tout retirer" not in page


def test_an_epci_held_by_a_part_of_its_city_is_not_said_to_be_whole(client: Client) -> None:
    lyon = next(epci for epci in atlas().names.epcis.values() if "69123" in epci.members)
    codes = [code for code in lyon.members if code != "69123"] + ["69381"]
    page = client.get("/territoire/", {"dep": "69", "codes": ",".join(codes)}).content.decode()
    assert 'data-label="couverture">en partie' in page
    assert 'data-label="couverture">entière' not in page
    assert "Tout retirer" not in page


# The paste box


def pasted(text: str, departement: str = "") -> tuple[str, ...]:
    form = DrawingForm({"paste": text, "dep": departement})
    assert form.is_valid()
    selection: tuple[str, ...] = form.cleaned_data["selection"]
    return selection


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("62800\tLIEVIN\n62300\tLENS\n62110\tHENIN BEAUMONT", ("62427", "62498", "62510")),
        ("Code postal;Ville\n62800;LIEVIN\n62300;LENS", ("62498", "62510")),
        ("59250;HALLUIN", ("59279",)),
        ("13001\tMARSEILLE", ("13201",)),
        ("Code postal;Ville\n13001;MARSEILLE", ("13201",)),
        ("Poitiers\tVienne\nBiard\tVienne", ("86027", "86194")),
        ("Laval\t53\tMAYENNE\tPAYS DE LA LOIRE", ("53130",)),
        ("Commune;Département;Région\nLaval;MAYENNE;PAYS DE LA LOIRE", ("53130",)),
        ("Commune;Code Insee;Population\n82121;Montauban;62945", ("82121",)),
        ("Commune\tPopulation\nCastelsarrasin\t14343", ("82033",)),
        ("82121|82002", ("82002", "82121")),
        ("INSEE 82121\nINSEE 82002", ("82002", "82121")),
        ("Code Insee 82121", ("82121",)),
        ("Nom de la commune : Montauban", ("82121",)),
        ("Communes\nMontauban, Albias et Bressols", ("82002", "82025", "82121")),
    ],
)
def test_the_cells_of_a_pasted_table_are_read_together(text: str, codes: tuple[str, ...]) -> None:
    assert pasted(text, "82" if codes[0].startswith("82") else "") == codes


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        (
            "Marseille\t13\nMarseille\t11",
            {"Marseille 13": ("13213", "13055"), "Marseille 11": ("13211", "13055")},
        ),
        (
            "Marseille;13\nMarseille;11\nAubagne;13",
            {"Marseille 13": ("13213", "13055"), "Marseille 11": ("13211", "13055")},
        ),
        (
            "Marseille,13\nMarseille,11",
            {"Marseille 13": ("13213", "13055"), "Marseille 11": ("13211", "13055")},
        ),
        ("Lyon;69;3\nLyon;69;8", {"Lyon 69 3": ("69383", "69123"), "Lyon 69 8": ("69388", "69123")}),
        ("Paris\t75\nPARIS\t11", {"PARIS 11": ("75111", "75056")}),
    ],
)
def test_a_number_beside_a_city_may_be_its_arrondissement_and_that_is_asked(
    text: str, doubts: dict[str, tuple[str, ...]]
) -> None:
    form = DrawingForm({"paste": text})
    assert form.is_valid()
    assert {each.text: tuple(place.code for place in each.candidates) for each in form.doubts} == doubts


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Marseille\t13\nMarseille\t13\nAubagne\t13", ("13005", "13055")),
        ("Marseille\t13\nLyon\t69", ("13055", "69123")),
        ("Ville;Arrondissement\nMarseille;13\nMarseille;11", ("13211", "13213")),
        ("Ville;Département\nMarseille;13\nMarseille;13", ("13055",)),
        ("Marseille;40\nMarseille;11", ("13055",)),
        ("Marseille\t13e\nMarseille\t11e", ("13211", "13213")),
    ],
)
def test_a_number_that_can_only_be_one_thing_is_not_asked(text: str, codes: tuple[str, ...]) -> None:
    form = DrawingForm({"paste": text})
    assert form.is_valid()
    assert (form.cleaned_data["selection"], form.doubts) == (codes, [])


def test_the_rows_that_are_not_understood_stay_in_the_box() -> None:
    form = DrawingForm({"paste": "Commune;Population\nMontauban;62945\nNullepart;12", "dep": "82"})
    assert form.is_valid()
    assert form.cleaned_data["selection"] == ("82121",)
    assert form.left_to_read == "Nullepart ; 12"
    assert any("Nullepart" in note for note in form.notes)


# Lists of every kind, by both doors

LISTS = {
    "utf-16": ("Commune\tCode postal\nMontauban\t82000\nAlbias\t82350".encode("utf-16"), "82002 82121"),
    "abbreviated": ("Communes\nSt Antonin Noble Val\nSte Foy l'Argentière".encode("cp1252"), "69201 82155"),
    "mac": ("Commune;INSEE\nRéalville;82149\nNègrepelisse;82134".encode("mac_roman"), "82134 82149"),
    "floats": ("code_insee,nom\n82121.0,Montauban\n1004.0,Ambérieu-en-Bugey", "01004 82121"),
    "French floats": ("INSEE;Nom\n82121,0;Montauban\n82002,00;Albias", "82002 82121"),
    "formulas": ('Code;Commune\n="01004";Ambérieu-en-Bugey\n="01283";Oyonnax', "01004 01283"),
    "apostrophes": ("Code;Commune\n'01004;Ambérieu-en-Bugey\n'01283;Oyonnax", "01004 01283"),
    "Corsica": ("insee;commune\n2a004;Ajaccio\n2b033;Bastia", "2A004 2B033"),
    "Corsica by post": ("CP;Ville\n20000;Ajaccio\n20200;Bastia\n20169;Bonifacio", "2A004 2A041 2B033"),
    "overseas": ("Code INSEE\tCommune\n97105\tBasse-Terre\n97611\tMamoudzou", "97105 97611"),
    "overseas by post": ("Code postal;Commune\n97400;SAINT DENIS\n97410;SAINT PIERRE", "97411 97416"),
    "in two columns": ("DEP;COM;LIBELLE\n82;121;Montauban\n82;2;Albias\n2A;4;Ajaccio", "2A004 82002 82121"),
    "arrondissements of Paris": ("Paris 11e\nParis 12ème arrondissement\nParis XIII", "75111 75112 75113"),
    "of Lyon": ("Lyon 3e Arrondissement\nLYON 08\n69009 LYON\nLyon (7e)", "69383 69387 69388 69389"),
    "of Marseille": ("Marseille - 13e\nMarseille-11ème\n13014 MARSEILLE", "13211 13213 13214"),
    "several, after a colon": ("Marseille : 11, 12 et 13", "13211 13212 13213"),
    "several, in parentheses": ("Paris (11e, 12e, 20e)", "75111 75112 75120"),
    "a column of ordinals": ("Paris\t11ème\nParis\t20ème\nMontreuil\t93", "75111 75120 93048"),
    "former communes": ("Commune;Code\nAnnecy-le-Vieux;74011\nCran-Gevrier;74093", "74010"),
    "a PDF": ("Communes         Code INSEE    Population\nMontauban        82121      62 945", "82121"),
    "bullets of Word": ("•\tMontauban\no\tL’Honor‐de‐Cos\n•\tSaint‑Nauphary", "82076 82121 82167"),
    "numbers of Word": ("1.\tMontauban\n2.\tAlbias\n3)\tCaussade", "82002 82037 82121"),
    "inhabitants": ("Montauban (62 945 hab.)\nAlbias (3 232 habitants)", "82002 82121"),
    "merged": ("EPCI;Commune\nGrand Montauban;Montauban\n;Albias\nQuercy;Caussade", "82002 82037 82121"),
    "codes in a cell": ('CPTS;Codes\nA;"82121, 82002 ; 82025"', "82002 82025 82121"),
    "codes in a cell, commas": ('CPTS,Codes\nA,"82121, 82002, 82025"', "82002 82025 82121"),
    "titles, total, source": (
        "CPTS\nau 1er janvier 2026\n\nCode INSEE;Commune\n82121;Montauban\nTotal;1\nSource : Insee", "82121",
    ),
    "Markdown": ("| Code | Commune |\n|---|---|\n| 82121 | Montauban |", "82121"),
    "JSON": ('{"code":"82121","nom":"Montauban"},{"code":"82002","nom":"Albias"}', "82002 82121"),
    "départements above": ("Tarn-et-Garonne :\nMontauban, Albias\nLot :\nCahors", "46042 82002 82121"),
    "SIREN of communes": ("SIREN;Commune\n218201218;Montauban\n218200020;Albias", "82002 82121"),
    "a BOM": ('\ufeff"code";"libelle"\n"82121";"MONTAUBAN"', "82121"),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_read_as_it_was_meant_by_both_doors(name: str, tmp_path: Path) -> None:
    content, codes = LISTS[name]
    if isinstance(content, str):
        assert " ".join(pasted(content)) == codes
        content = content.encode()
    path = tmp_path / "communes.csv"
    path.write_bytes(content)
    found = read_list(read_file(path))
    assert " ".join(sorted(atlas().resolve(found.codes).codes)) == codes
    assert not found.preview.lost


@pytest.mark.parametrize("title", ["Retenue", "Retenue (oui/non)", "Dans la CPTS", "Membre"])
def test_a_commune_that_its_row_does_not_take_is_not_counted_and_told(tmp_path: Path, title: str) -> None:
    path = tmp_path / "communes.csv"
    path.write_text(f"Commune;{title}\nMontauban;oui\nAlbias;non\nBressols;OUI\nCaussade;N\n", "utf-8")
    reading = read_list(read_file(path), "82")
    assert reading.codes == ("82121", "82025")
    assert [(fate.line, fate.apart) for fate in reading.preview.fates if "n’est pas retenue" in fate.why] == [
        (3, True), (5, True),
    ]  # fmt: skip
    (told,) = reading.sentences
    assert told.startswith("2")
    assert "pas retenues" in told
    perimeters = tmp_path / "perimetres.csv"
    perimeters.write_text(f"CPTS;Commune;{title}\nA;Montauban;oui\nA;Albias;non\n", "utf-8")
    assert read_perimeters(perimeters).found == {"A": {"82121"}}


def test_what_a_commune_has_not_leaves_it_in(tmp_path: Path) -> None:
    path = tmp_path / "communes.csv"
    path.write_text("Commune;Pharmacie;Membre\nMontauban;oui;x\nAlbias;non;x\n", "utf-8")
    assert read_list(read_file(path), "82").codes == ("82121", "82002")
