from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0004_accountable'),
        ('users', '0001_initial'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='workitem',
            name='work_item_wbs',
        ),
        migrations.RemoveIndex(
            model_name='workitem',
            name='work_item_board',
        ),
        migrations.AddIndex(
            model_name='workitem',
            index=models.Index(condition=models.Q(('trashed_at', None)), fields=['workspace', 'project', 'position', 'id'], name='work_item_wbs'),
        ),
        migrations.AddIndex(
            model_name='workitem',
            index=models.Index(condition=models.Q(('trashed_at', None)), fields=['workspace', 'project', 'status', 'board_rank', 'id'], name='work_item_board'),
        ),
    ]
