"""How each domain's provider is spoken to, and what asks it to log somebody out; columns with defaults alone."""

import accounts.models.providers
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0032_login_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='domain',
            name='claims_map',
            field=models.JSONField(blank=True, db_default=models.Value({}, models.JSONField()), default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='domain',
            name='client_auth',
            field=models.CharField(choices=[('none', 'not at all: a public client, with PKCE'), ('client_secret_basic', 'client secret in a header (client_secret_basic)'), ('client_secret_post', 'client secret in the form (client_secret_post)'), ('private_key_jwt', 'signed with a private key (private_key_jwt)')], db_default='none', default='none', help_text='As the client is registered there. PKCE is used in any case.', max_length=30, verbose_name='how we show who we are'),
        ),
        migrations.AddField(
            model_name='domain',
            name='extra_scopes',
            field=models.CharField(blank=True, db_default='', default='', help_text='Beside openid, email and profile, separated by spaces: what the claims below need there.', max_length=200, verbose_name='further scopes'),
        ),
        migrations.AddField(
            model_name='domain',
            name='assertion_audience',
            field=models.CharField(choices=[('issuer', 'the issuer'), ('token_endpoint', 'the token endpoint')], db_default='issuer', default='issuer', help_text='For private_key_jwt alone. Providers differ; the page that tries it tells.', max_length=20, verbose_name='whom the signature is for'),
        ),
        migrations.AddField(
            model_name='domain',
            name='sealed_credential',
            field=models.TextField(blank=True, db_default='', default='', editable=False),
        ),
        migrations.AddField(
            model_name='domain',
            name='trusts_addresses',
            field=models.BooleanField(db_default=False, default=False, help_text='Where the provider doesn’t say (email_verified). Only when it proves every address before somebody can log in: answers go there, and support contacts are known by it. An address that it calls unverified never counts.', verbose_name='addresses count as verified'),
        ),
        migrations.AddField(
            model_name='visitor',
            name='sealed_id_token',
            field=models.TextField(blank=True, db_default='', default='', editable=False),
        ),
        migrations.AlterField(
            model_name='domain',
            name='issuer',
            field=models.URLField(help_text='The iss claim, and the OpenID Connect issuer: letter by letter, the last slash included.', unique=True, validators=[accounts.models.providers.validate_secure, accounts.models.providers.validate_issuer], verbose_name='issuer'),
        ),
        migrations.AlterField(
            model_name='domain',
            name='jwks_url',
            field=models.URLField(blank=True, help_text='Empty: where the provider’s own description (jwks_uri) says.', validators=[accounts.models.providers.validate_secure], verbose_name='key set address'),
        ),
    ]
