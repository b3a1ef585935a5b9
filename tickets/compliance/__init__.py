"""Reports under the law: public forms without login, bot or scripts, and how a case is followed up."""
