"""The page on which somebody sees without a login how their case stands, behind the signed link of their mails."""
