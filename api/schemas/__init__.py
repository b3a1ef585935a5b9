"""What goes over the wire, as types. They say what the OpenAPI document says; no row is written here."""
