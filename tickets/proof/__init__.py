"""The proof of somebody who can’t log in, folded until a member of staff asks for it, which the audit trail keeps."""
