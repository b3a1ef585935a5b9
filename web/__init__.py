"""Manners of HTTP that know no app: origin, network, addresses, problems, outbound requests, what must stay secret."""
