"""Imports every module that registers a kind of job."""

from banso.jobs import papers as papers
from banso.jobs import reading as reading
