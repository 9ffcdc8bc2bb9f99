"""The catalogue of reports: what each plugin brings through the public door."""

from pmf_engine.catalogue.catalogue import Broken, Catalogue, Entry, load_catalogue
from pmf_engine.catalogue.hookspecs import hookimpl

__all__ = ["Broken", "Catalogue", "Entry", "hookimpl", "load_catalogue"]
