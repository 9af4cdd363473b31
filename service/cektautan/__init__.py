"""CekTautan: warns a reader, when a link is opened, that fact-checkers have found it to be an election hoax."""

__version__ = "0.1.0"
