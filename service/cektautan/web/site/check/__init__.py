"""The check page: a form that works without a script, and a program that a phone installs."""
