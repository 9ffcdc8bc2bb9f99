"""Lets `python -m pmf_engine` stand for `pmf`."""

from pmf_engine.cli import main

main()
