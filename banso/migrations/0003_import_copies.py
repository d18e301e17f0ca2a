from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("banso", "0002_evidence_removed_by"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="copies",
            field=models.JSONField(default=list),
        ),
    ]
