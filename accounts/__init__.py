"""Who is asking: domains, organisations, customers, sign-in, and what each person may reach."""
