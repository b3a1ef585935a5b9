"""The operations of the API. Each reads by querysets of the apps, or calls one of their actions."""
