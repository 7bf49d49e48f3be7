"""What can go wrong that the reader of the message can mend.

CoachError
├── DocumentUnreadable   a document cannot become entries: mend the document
├── NotFound             no document, entry or session of that name
├── NotNow               the command does not fit the state: do something else first
├── HomeInUse            another process is writing to the same home: wait, or stop it
├── ModelFailed          a language model did not answer usably: retry, or stay offline
└── Misconfigured        a setting, option or installation is wrong: nothing was done
    ├── HomeUnusable     the home folder cannot be used as it is
    └── ModelUnknown     the model spec names nothing that can be loaded here

The classes say who has to act next. This lives in the lowest package, so that all others may raise it.
"""


class CoachError(Exception):
    """Something went wrong that the reader of the message can mend.

    message: what happened, naming the file, model or session it happened to. A full sentence.
    remedy: the one step to take next, as the user would do it. A full sentence.
    """

    exit_code = 1
    """What the command line returns: 1 = this input failed, 2 = wrong usage or configuration."""

    def __init__(self, message: str, *, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}"


class DocumentUnreadable(CoachError):
    """A document cannot be turned into entries as it is."""


class NotFound(CoachError):
    """There is no document, entry or session of that name."""


class NotNow(CoachError):
    """The command does not fit the state it was given in; nothing was stored."""


class HomeInUse(CoachError):
    """Another process holds the lock that is needed to write to the home folder."""


class ModelFailed(CoachError):
    """A language model was asked and did not answer usably."""


class Misconfigured(CoachError):
    """A setting, an option or the installation is wrong; nothing was done."""

    exit_code = 2


class HomeUnusable(Misconfigured):
    """The home folder cannot be used: not writable, full, or written by another version."""


class ModelUnknown(Misconfigured):
    """The model spec names no provider, package or file that can be loaded here."""
