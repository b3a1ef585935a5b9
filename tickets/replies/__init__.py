"""What staff write on a ticket, from the first letter to the mail: macros put in, and all that sending does at once."""
