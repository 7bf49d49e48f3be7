"""Documents to download."""

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse, Response

from coach.coach import Coach
from coach.library import FORMS
from corpus.errors import NotFound


def add(app: FastAPI, coach: Coach) -> None:
    """Let app serve what is exported."""

    @app.get("/library/export.{form}")
    def export(form: str, document: str | None = None) -> Response:
        try:
            text = coach.library.exported(form, document)
        except NotFound as error:
            return PlainTextResponse(str(error), 404)
        stem = "".join(c if c.isalnum() and c.isascii() else "-" for c in document or "my-questions").strip("-")
        headers = {"Content-Disposition": f'attachment; filename="{stem or "questions"}.{form}"'}
        return Response(text, media_type=FORMS[form], headers=headers)
