"""The demonstration's pages: the products, their sign-in, the mailbox and the guide to it all."""
