"""The notice to an account's own address, and its link that stops a case which its owner didn't ask for."""
