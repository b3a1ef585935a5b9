"""Single sign-on of staff: their company says who they are (OpenID Connect)."""
