"""An optional assistant: one question to a configured endpoint, one JSON object back."""

from .client import AssistantFailed, ask, is_configured

__all__ = ["AssistantFailed", "ask", "is_configured"]
