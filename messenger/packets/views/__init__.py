"""The pages of a packet: the member's below their conversation, and the one that its link leads to."""
