from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0002_what_was_told_again"),
        ("people", "0016_what_is_owed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="requestmove",
            index=models.Index(
                condition=models.Q(("move", "rouverte")), fields=["request"], name="care_request_reopened"
            ),
        ),
    ]
