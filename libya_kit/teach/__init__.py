"""Teaching: questions that answer the learner, lessons, slides and handouts."""

from libya_kit.teach.checks import check, question, questions, quiz_html
from libya_kit.teach.magic import register

__all__ = ["check", "question", "questions", "quiz_html"]


def __dir__() -> list[str]:
    """Return the names that are meant for the user."""
    return __all__


register()
