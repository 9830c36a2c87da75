"""Makes python-docx's stock package ours: no foreign parts, settings, dates or names in it."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from docx.oxml.ns import qn

from yunchou.plan.documents import docx_xml as x

if TYPE_CHECKING:
    from yunchou.plan.documents.tree import Document

#: parts of the stock package that describe somebody else's document
_FOREIGN = ("stylesWithEffects", "customXml", "thumbnail")
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    'extended-properties"><Application>Yunchou</Application><Company>{}</Company>'
    "<AppVersion>16.0000</AppVersion></Properties>"
)


def prepare(package: Any, document: Document) -> None:
    """Take out what is not ours and set language and compatibility."""
    for rels in (package.part.rels, package.part.package.rels):
        for key, rel in list(rels.items()):
            if rel.reltype.endswith(_FOREIGN):
                del rels[key]
            elif rel.reltype.endswith("/extended-properties"):
                company = escape(document.company)
                rel.target_part._blob = _APP.format(company).encode()  # noqa: SLF001 (no setter)
    for style in list(package.styles.element.findall(qn("w:style"))):
        unused = style.get(qn("w:type")) == "table" and not style.get(qn("w:default"))
        if unused:
            package.styles.element.remove(style)
    _settings(package.settings.element, document)


def _settings(settings: Any, document: Document) -> None:
    for name in ("w:rsids", "w:savePreviewPicture", "w:proofState", "w:doNotAutoCompressPictures"):
        for found in settings.findall(qn(name)):
            settings.remove(found)
    settings.find(qn("w:zoom")).attrib.clear()
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    # punctuation at line ends is squeezed as Chinese print does
    squeeze = "compressPunctuation" if document.lang == "zh" else "doNotCompress"
    settings.find(qn("w:characterSpacingControl")).set(qn("w:val"), squeeze)
    settings.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
    for mode in settings.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")


def set_properties(package: Any, document: Document) -> None:
    """Fill the properties in; nothing says when the file was made, so equal plans stay equal."""
    core = package.core_properties
    core.title = document.title[:255]
    core.author = document.author[:255]
    core.last_modified_by = document.author[:255]
    core.comments = ""
    core.language = "zh-CN" if document.lang == "zh" else "en-GB"
    root = core._element  # noqa: SLF001 (no other way to take the dates away)
    for name in ("dcterms:created", "dcterms:modified"):
        found = root.find(qn(name))
        if found is not None:
            root.remove(found)


def saved(package: Any) -> bytes:
    """Return the package as a file whose parts all bear one date."""
    stream, target = io.BytesIO(), io.BytesIO()
    package.save(stream)
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            copy.writestr(info, source.read(name), compresslevel=5)
    return target.getvalue()


def add_break(body_end: Any) -> None:
    """End a section before an element; its page setup is filled in later."""
    body_end.addprevious(
        x.element(
            "<w:p><w:pPr><w:spacing w:before='0' w:after='0' w:line='20' w:lineRule='exact'/>"
            "<w:sectPr><w:type w:val='nextPage'/></w:sectPr></w:pPr></w:p>"
        )
    )
