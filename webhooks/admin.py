"""Where Django's admin looks for the webhooks app."""

from webhooks.endpoint_admin import EndpointAdmin
from webhooks.log_admin import DeliveryAdmin

__all__ = ["DeliveryAdmin", "EndpointAdmin"]
