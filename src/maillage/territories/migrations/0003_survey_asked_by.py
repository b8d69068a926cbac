from django.db import migrations, models


class Migration(migrations.Migration):
    """Those who answer a survey read who asks; no survey was opened before."""

    dependencies = [("territories", "0002_diagnosis")]

    operations = [
        migrations.AddField(
            model_name="survey",
            name="asked_by",
            field=models.CharField(default="", max_length=120, verbose_name="posée par"),
            preserve_default=False,
        ),
    ]
