from django.db import migrations

DERIVED = (
    "activity", "diploma", "headcount", "importedfile", "person", "personname", "personnear", "place", "placename",
    "placenear", "reach", "remark", "skill",
)  # fmt: skip


class Migration(migrations.Migration):
    """The tables keep their names, which are those that Django gives."""

    dependencies = [("directory", "0001_initial")]

    operations = [migrations.AlterModelTable(name, None) for name in DERIVED]
