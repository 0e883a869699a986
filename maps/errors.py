"""The errors of this package."""


class MapError(Exception):
    """A page can not be drawn; the message says what to do about it."""
