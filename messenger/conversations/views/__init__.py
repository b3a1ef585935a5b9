"""The pages of one conversation. They decide nothing; `actions` and `flow` do."""
