"""Packets: a member's question, on its way to an owner or admin who may send it to the Product Support team."""
