"""Files that are no plain text, to text. It runs in a process of its own, which may be stopped.

    python -m corpus.conversion SUFFIX NAME LIMITS < file > text

A parser of a rich format may hang, or eat all memory, on a file that was made for that. So the process has limits of
its own, and who started it waits no longer than `Limits.max_seconds`. Exit 3 with a JSON object on stderr stands for
a DocumentUnreadable.
"""

import json
import subprocess
import sys
from collections.abc import Callable

from corpus.errors import DocumentUnreadable
from corpus.limits import Limits, raising

REFUSED = 3  # exit code

Converter = Callable[[bytes, str, Limits], str]


def convert(data: bytes, suffix: str, name: str, limits: Limits) -> str:
    """The text of a file in one of the formats of `CONVERTERS`. Raises DocumentUnreadable."""
    command = [sys.executable, "-m", "corpus.conversion", suffix, name, limits.model_dump_json()]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=limits.max_seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise DocumentUnreadable(
            f"{name} took more than {limits.max_seconds} seconds to read.",
            remedy=f"Split it, save its text as Markdown and add that, {raising('max_seconds')}.",
        ) from error
    if done.returncode == 0:
        return done.stdout.decode("utf-8")
    if done.returncode == REFUSED:
        said = json.loads(done.stderr.decode("utf-8").strip().splitlines()[-1])
        raise DocumentUnreadable(said["message"], remedy=said["remedy"])
    raise DocumentUnreadable(
        f"{name} cannot be read: the reader for {suffix} files broke off on it.",
        remedy="Save it anew, or save its text as Markdown, and add that.",
    )


def _html(data: bytes, name: str, limits: Limits) -> str:
    from corpus.decoding import decode_html
    from corpus.webpages import to_markdown

    return to_markdown(decode_html(data, name))


def _docx(data: bytes, name: str, limits: Limits) -> str:
    import io

    from corpus import archives

    archives.refuse_entities(archives.opened(data, name, limits), name)
    from markitdown import StreamInfo
    from markitdown.converters import DocxConverter

    converter = DocxConverter()  # type: ignore[no-untyped-call]
    return converter.convert(io.BytesIO(data), StreamInfo(extension=".docx"), heading_style="atx").markdown


def _pdf(data: bytes, name: str, limits: Limits) -> str:
    from corpus import pdf

    return pdf.to_markdown(data, name, limits)


def _xlsx(data: bytes, name: str, limits: Limits) -> str:
    from corpus import spreadsheets

    return spreadsheets.to_rows(data, name, limits)


def _apkg(data: bytes, name: str, limits: Limits) -> str:
    from corpus import anki

    return anki.to_rows(data, name, limits)


CONVERTERS: dict[str, Converter] = {
    ".html": _html,
    ".htm": _html,
    ".docx": _docx,
    ".pdf": _pdf,
    ".xlsx": _xlsx,
    ".apkg": _apkg,
}


def main() -> None:
    """Read the file from stdin, write its text to stdout."""
    import warnings

    suffix, name, bounds = sys.argv[1:]
    limits = Limits.model_validate_json(bounds)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.max_memory_bytes, limits.max_memory_bytes))
        resource.setrlimit(resource.RLIMIT_CPU, (limits.max_seconds, limits.max_seconds + 5))
    warnings.simplefilter("ignore")  # they are about the file, and its text is all that is asked for
    try:
        text = CONVERTERS[suffix](sys.stdin.buffer.read(), name, limits)
    except DocumentUnreadable as error:
        sys.stderr.write("\n" + json.dumps({"message": error.message, "remedy": error.remedy}) + "\n")
        sys.exit(REFUSED)
    sys.stdout.buffer.write(text.encode("utf-8", errors="replace"))


if __name__ == "__main__":
    main()
