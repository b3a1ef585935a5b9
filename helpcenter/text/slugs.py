"""What a slug may be: any script's letters, nothing that means something in an address. Pure."""

import re

SLUG = re.compile(r"[^\s/?#%&\\.]+")
