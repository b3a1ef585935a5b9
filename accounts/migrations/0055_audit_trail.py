"""The audit trail: a new table, whose rows the database lets nobody change or delete but the retention rule."""

import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models


# It keeps out mistakes, the admin and whatever reaches the ORM or a statement of ours. Whoever owns the database can take
# the trigger off; the logger `audit` tells the same to whoever collects the logs elsewhere.
KEPT = """
CREATE FUNCTION accounts_audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('helpcenter.empties_audit', true) = 'on' THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'DELETE' AND current_setting('helpcenter.forgets_audit', true) = 'on'
        AND OLD.at < now() - interval '30 days' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'The audit trail is append-only.' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER accounts_audit_stays BEFORE UPDATE OR DELETE ON accounts_auditentry
    FOR EACH ROW EXECUTE FUNCTION accounts_audit_stays();
CREATE TRIGGER accounts_audit_is_not_emptied BEFORE TRUNCATE ON accounts_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_audit_stays();
"""
FREED = """
DROP TRIGGER accounts_audit_is_not_emptied ON accounts_auditentry;
DROP TRIGGER accounts_audit_stays ON accounts_auditentry;
DROP FUNCTION accounts_audit_stays();
"""


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0050_languages_and_away"),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='when')),
                ('kind', models.CharField(max_length=40, verbose_name='what')),
                ('outcome', models.CharField(choices=[('ok', 'done'), ('refused', 'refused'), ('failed', 'failed')], default='ok', max_length=10, verbose_name='outcome')),
                ('staff_number', models.BigIntegerField(null=True, verbose_name='number of the person')),
                ('staff_name', models.CharField(blank=True, max_length=150, verbose_name='who')),
                ('object_kind', models.CharField(blank=True, max_length=80, verbose_name='kind of object')),
                ('object_ref', models.CharField(blank=True, max_length=150, verbose_name='object')),
                ('network', models.CharField(blank=True, max_length=50, verbose_name='network')),
                ('details', models.JSONField(blank=True, default=dict, verbose_name='details')),
            ],
            options={
                'verbose_name': 'audit entry',
                'verbose_name_plural': 'audit trail',
                'ordering': ['-at', '-pk'],
                'default_permissions': ('view',),
                'indexes': [models.Index(fields=['-at', '-id'], name='accounts_audit_newest'), models.Index(models.F('kind'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='accounts_audit_kind'), models.Index(models.F('staff_number'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='accounts_audit_staff'), models.Index(django.db.models.functions.text.Lower('staff_name'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='accounts_audit_name'), models.Index(django.db.models.functions.text.Lower('object_ref'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='accounts_audit_object'), models.Index(models.F('network'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='accounts_audit_network'), models.Index(models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('outcome', 'ok'), _negated=True), name='accounts_audit_not_done')],
            },
        ),
        migrations.RunSQL(KEPT, FREED),
    ]
