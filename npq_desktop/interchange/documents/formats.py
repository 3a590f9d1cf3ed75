"""How the program and its reading child speak: a letter and a length, then bytes."""

import struct

REQUEST, ANSWER = struct.Struct(">cI"), struct.Struct(">I")
RTF, PDF = b"R", b"P"
MOST_ANSWERED = 2 * 1024 * 1024
