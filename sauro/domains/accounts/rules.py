"""Pure facts about tokens."""

from __future__ import annotations

import hashlib


def digest_of(secret: str) -> str:
    """The stored form of a token's secret text."""
    return hashlib.sha256(secret.encode()).hexdigest()


# Syllables without marks, so that a temporary password can be typed on any keyboard.
SYLLABLES = """
    ba bay bien bo but cam canh cau chim chuong co cua dao dat dau den diem doi dong dua ga gao gio
    giay go ha hai hang hoa hong keo khe kim la lan leo lua mai may mia moc mo nam nang nep ngo nho
    non nui nuoc oi ong phao phin quat que rau ren rung sao sen song sua suoi tam tao tet than thu
    tre trau tuyet van vang ve vit vo voi vuon xanh xe xoai xuan yen
    """
