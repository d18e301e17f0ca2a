"""What a vocabulary's terms mean, where they come from and when they hold."""

from django.db import migrations, models

import banso.models.fields


class Migration(migrations.Migration):
    """Vocabularies that are there already state none of it."""

    dependencies = [("banso", "0003_import_copies")]

    operations = [
        migrations.AddField(
            "vocabularyrow", "labels", banso.models.fields.ValueField(default=""), preserve_default=False
        ),
        migrations.AddField("vocabularyrow", "source", models.TextField(null=True)),
        migrations.AddField("vocabularyrow", "first_year", models.IntegerField(null=True)),
        migrations.AddField("vocabularyrow", "last_year", models.IntegerField(null=True)),
    ]
