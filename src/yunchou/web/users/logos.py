"""Logos: a PNG or JPEG is taken apart and only what draws the picture is kept.

The bytes decide what a file is, never its name. Text, camera data, colour profiles and whatever
hangs behind the end of the picture are left out (ASVS 14.2.8), so nothing but a picture is served.
"""

from __future__ import annotations

import struct
import zlib

from django.utils.translation import gettext as _

from yunchou.web.core.errors import DomainError

MOST_BYTES = 1024 * 1024
MOST_PIXELS = 4096  # on a side
_PNG = b"\x89PNG\r\n\x1a\n"
_DRAWS = {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"pHYs", b"IDAT", b"IEND"}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_FRAMES = {0xC0, 0xC1, 0xC2}  # baseline, extended, progressive
_ALONE = {0x01, *range(0xD0, 0xD8)}
_KEPT = {*_FRAMES, 0xC4, 0xDB, 0xDD, 0xE0, 0xEE}  # tables, restart interval, JFIF, Adobe colours


def clean_logo(data: bytes) -> tuple[bytes, str]:
    """Return the picture's own bytes and `png` or `jpg`; refuse everything else."""
    if len(data) > MOST_BYTES:
        raise _refused(_("图片超过 1 MB，请缩小后再传。"))
    try:
        if data.startswith(_PNG):
            return _png(data), "png"
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg(data), "jpg"
    except (ValueError, IndexError, struct.error, zlib.error) as error:
        raise _refused(_("图片已损坏，请换一张。")) from error
    raise _refused(_("只能用 PNG 或 JPEG 图片。"))


def _refused(words: str) -> DomainError:
    return DomainError("logo.refused", words, "logo")


def _sides(width: int, height: int) -> None:
    if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
        raise _refused(_("图片边长不能超过 %(n)s 像素。") % {"n": MOST_PIXELS})


def _png(data: bytes) -> bytes:
    out, at, inflated, most = [_PNG], len(_PNG), zlib.decompressobj(), 0
    drawn = 0
    while True:
        length, kind = struct.unpack_from(">I4s", data, at)
        chunk = data[at : at + 12 + length]
        (checksum,) = struct.unpack_from(">I", data, at + 8 + length)
        if zlib.crc32(chunk[4:-4]) != checksum:
            raise ValueError(kind)
        at += 12 + length
        if kind == b"IHDR":
            most = _png_bytes(chunk[8:-4])
        elif not most:
            raise ValueError(kind)
        if kind == b"IDAT":
            drawn += len(inflated.decompress(chunk[8:-4], most + 1))
            if drawn > most or inflated.unconsumed_tail:
                raise ValueError(kind)
        if kind in _DRAWS:
            out.append(chunk)
        if kind == b"IEND":
            if not drawn or not inflated.eof:
                raise ValueError(kind)
            return b"".join(out)


def _png_bytes(header: bytes) -> int:
    """Return how many bytes the picture unpacks to at most: what says more is a bomb."""
    width, height, depth, colour = struct.unpack_from(">IIBB", header)
    _sides(width, height)
    row = (width * depth * _CHANNELS[colour] + 7) // 8 + 1 if colour in _CHANNELS else 0
    if not row:
        raise ValueError(colour)
    return int(row + 16) * int(height) + 64  # interlacing adds a filter byte to each of its rows


def _jpeg(data: bytes) -> bytes:
    out, at, framed = [data[:2]], 2, False
    while True:
        kind, at = _marker(data, at)
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        if kind == 0xD9 or not at + 4 <= end <= len(data):
            raise ValueError(at)  # ends before it shows anything
        if kind in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            _sides(width, height)
            framed = True
        if kind == 0xDA and framed:
            return b"".join([*out, _scans(data, at)])
        if kind in _KEPT:
            out.append(data[at:end])
        at = end


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """Return the next segment's kind and place, padding and lone markers passed over."""
    while True:
        if data[at] != 0xFF:
            raise ValueError(at)
        kind = data[at + 1]
        if kind != 0xFF and kind not in _ALONE:
            return kind, at
        at += 1 if kind == 0xFF else 2


def _scans(data: bytes, at: int) -> bytes:
    """Return from the first scan to the end of the picture, comments between scans left out."""
    out: list[bytes] = []
    start = at
    while True:
        at = data.index(b"\xff", at)
        kind = data[at + 1]
        if kind in {0x00, 0xFF} or kind in _ALONE:
            at += 2 if kind != 0xFF else 1
        elif kind == 0xD9:
            return b"".join([*out, data[start : at + 2]])
        else:
            (length,) = struct.unpack_from(">H", data, at + 2)
            end = at + 2 + length
            if length < 2 or kind not in _KEPT | {0xDA}:
                out.append(data[start:at])
                start = end
            if length < 2 or end > len(data):
                raise ValueError(at)
            at = end
