"""An sRGB colour profile of version 2, which every edition of PDF/A takes (ICC.1:2001-04).

Made here, of 1 KB: Pillow's is of version 4.4, younger than the versions that ISO 19005-2 knows.
"""

import struct
from functools import cache

_NAME = b"sRGB IEC61966-2.1"
_COPYRIGHT = b"No copyright, use freely"
_ENTRIES = 256
_HEADER = 128
_D50 = (0.9642, 1.0, 0.8249)
_POINTS = {
    b"wtpt": (0.9505, 1.0, 1.0891),
    b"rXYZ": (0.4361, 0.2225, 0.0139),
    b"gXYZ": (0.3851, 0.7169, 0.0971),
    b"bXYZ": (0.1431, 0.0606, 0.7141),
}
"""White, and the primaries of IEC 61966-2-1 adapted to D50."""


@cache
def srgb_profile() -> bytes:
    """The bytes of the profile."""
    curve = _curve()
    tags = {
        b"desc": _description(),
        b"cprt": b"text" + bytes(4) + _COPYRIGHT + b"\0",
        **{tag: b"XYZ " + bytes(4) + _xyz(point) for tag, point in _POINTS.items()},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    at = _HEADER + 4 + 12 * len(tags)
    table, body = struct.pack(">L", len(tags)), b""
    places: dict[bytes, int] = {}
    for tag, data in tags.items():
        if data not in places:
            places[data] = at + len(body)
            body += data + bytes(-len(data) % 4)
        table += struct.pack(">4sLL", tag, places[data], len(data))
    return _header(_HEADER + len(table) + len(body)) + table + body


def _header(size: int) -> bytes:
    made = struct.pack(">6H", 2001, 4, 1, 0, 0, 0)
    head = struct.pack(">LLL4s4s4s", size, 0, 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    return (head + made + b"acsp" + bytes(28) + _xyz(_D50)).ljust(_HEADER, b"\0")


def _xyz(point: tuple[float, float, float]) -> bytes:
    return struct.pack(">3l", *(round(value * 65536) for value in point))


def _description() -> bytes:
    """textDescriptionType: the name in ASCII, none in Unicode, none for the Macintosh."""
    text = _NAME + b"\0"
    return b"desc" + bytes(4) + struct.pack(">L", len(text)) + text + bytes(8 + 3 + 67)


def _curve() -> bytes:
    values = (round(_linear(step / (_ENTRIES - 1)) * 65535) for step in range(_ENTRIES))
    return b"curv" + bytes(4) + struct.pack(f">L{_ENTRIES}H", _ENTRIES, *values)


def _linear(value: float) -> float:
    """IEC 61966-2-1: the light of a coded value."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
