from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0015_diary_links"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="fee",
            index=models.Index(
                condition=models.Q(("payment", None)), fields=["person", "amount"], name="fee_unpaid"
            ),
        ),
    ]
