"""Every template compiles, every URL name in it exists, every word in it can be translated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.urls import URLResolver, get_resolver
from jinja2 import TemplateError, nodes

from tests.conventions import tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment

HAN = re.compile(r"[\u4e00-\u9fff]")
BRAND = "运筹"
SAMPLES = "gallery.html"  # the component gallery shows made-up rows
URL_NAME = re.compile(r"""\burl\(\s*["']([\w:.-]+)["']""")


@pytest.fixture(scope="module")
def environment() -> Environment:
    """Return the environment that pages are rendered with."""
    return next(engine.env for engine in engines.all() if isinstance(engine, Jinja2))


def url_names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Yield every URL name with its namespaces."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from url_names(pattern, inner)
        elif pattern.name:
            yield prefix + pattern.name


def test_every_template_compiles(environment):
    found = []
    for name in environment.list_templates(extensions=["html", "txt", "xml"]):
        try:
            environment.get_template(name)
        except TemplateError as error:
            found.append(f"{name}: {error}")
    tree.complain(found, "mend the syntax; filters and tests are registered in ui/jinja.py")


def test_every_url_name_in_a_template_exists():
    known = set(url_names(get_resolver()))
    found = [
        f"{tree.short(path)}: {name}"
        for path in tree.web_templates()
        for name in URL_NAME.findall(path.read_text(encoding="utf-8"))
        if name not in known
    ]
    tree.complain(found, "name the URL as in the step's urls.py, with its namespace")


def test_every_word_of_a_page_can_be_translated(environment):
    found = []
    for path in tree.web_templates():
        if path.name == SAMPLES:
            continue
        parsed = environment.parse(path.read_text(encoding="utf-8"))
        found += [
            f"{tree.short(path)}:{data.lineno} {data.data.strip()[:40]}"
            for data in parsed.find_all(nodes.TemplateData)
            if HAN.search(data.data.replace(BRAND, ""))
        ]
    tree.complain(found, 'write {{ _("…") }} and give the English in the step\'s catalogue')
