"""The pages of the service: the desk, and a place to play with policies."""

from .desk_routes import desk_routes

__all__ = ["desk_routes"]
