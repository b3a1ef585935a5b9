"""The contacts that an Enterprise organisation names, whose messages reach the Product Support team like an owner's."""
