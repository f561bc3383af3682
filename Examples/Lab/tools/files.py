"""Small, valid files for the store: a PDF with a cross-reference table, a PNG, a style sheet."""

import struct
import zlib


def pdf(text):
    page = f"BT /F1 18 Tf 72 720 Td ({text}) Tj ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(page)}>>stream\n{page}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body, table = "%PDF-1.4\n", "0000000000 65535 f \n"
    for number, content in enumerate(objects, 1):
        table += f"{len(body):010d} 00000 n \n"
        body += f"{number} 0 obj\n{content}\nendobj\n"
    count = len(objects) + 1
    tail = f"xref\n0 {count}\n{table}trailer<</Size {count}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    return (body + tail).encode("ascii")


def png(text):
    """Eight by eight pixels of a colour that the text decides."""
    colour = zlib.crc32(text.encode()).to_bytes(4, "big")[:3]

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    pixels = zlib.compress((b"\0" + colour * 8) * 8)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"tEXt", b"Title\0" + text.encode()) + chunk(b"IEND", b"")


def css(text):
    return f":root {{ --brand: #{zlib.crc32(text.encode()) & 0xffffff:06x}; }} /* {text} */\n".encode()
