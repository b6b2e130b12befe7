"""Old font encodings are recognised and read; sound text is left alone."""

from __future__ import annotations

import pytest

from sauro.engines import text

SENTENCE = "Xây dựng kế hoạch chuyển đổi số của ủy ban nhân dân tỉnh, Độc lập - Tự do - Hạnh phúc"
GARBLED = {
    "tcvn3": (
        "X©y dùng kÕ ho¹ch chuyÓn ®æi sè cña ñy ban nh©n d©n tØnh, §éc lËp - Tù do - H¹nh phóc"
    ),
    "vni": (
        "Xaây döïng keá hoaïch chuyeån ñoåi soá cuûa uûy ban nhaân daân tænh, "
        "Ñoäc laäp - Töï do - Haïnh phuùc"
    ),
    "cp1258": (
        "Xây dýòng kêì hoaòch chuyêÒn ðôÒi sôì cuÒa uÒy ban nhân dân tiÒnh, "
        "Ðôòc lâòp - Týò do - Haònh phúc"
    ),
}
GARBLED["utf8"] = "".join(
    bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in SENTENCE.encode()
)


@pytest.mark.parametrize(("encoding", "garbled"), GARBLED.items())
def test_each_encoding_is_recognised_and_read(encoding, garbled):
    assert text.legacy_hint(garbled) == encoding
    assert text.repair(garbled) == SENTENCE


@pytest.mark.parametrize(
    ("garbled", "encoding", "sound"),
    [
        ("Cµ Mau", "tcvn3", "Cà Mau"),
        ("Së Néi vô", "tcvn3", "Sở Nội vụ"),
        ("Bé Y tÕ", "tcvn3", "Bộ Y tế"),
        ("sè l\xadîng", "tcvn3", "số lượng"),
        ("§Ò ¸n", "tcvn3", "Đề án"),
        ("Sôû Noäi vuï", "vni", "Sở Nội vụ"),
        ("SÔÛ KHOA HOÏC", "vni", "SỞ KHOA HỌC"),
        ("ñeà aùn", "vni", "đề án"),
        ("Viêòt Nam", "cp1258", "Việt Nam"),
    ],
)
def test_short_cells_are_recognised_too(garbled, encoding, sound):
    assert text.legacy_hint(garbled) == encoding
    assert text.repair(garbled) == sound


@pytest.mark.parametrize(
    "sound",
    [
        "",
        "57-NQ/TW",
        "Hà Nam",
        "Trà Vinh",
        "Bí thư",
        "cá nhân",
        "Thái Bình",
        "Phú Thọ",
        "Quý III",
        "Là",
        "giám sát",
        "Zürich",
        "São Paulo",
        "Côte d'Ivoire",
        "café",
        "m² 25°C ± 5%",
        "5 µg",
        "© 2025",
        SENTENCE,
        SENTENCE.upper(),
    ],
)
def test_sound_text_is_left_alone(sound):
    assert text.legacy_hint(sound) is None
    assert text.repair(sound) == sound


def test_every_letter_of_tcvn3_is_read():
    codes = "".join(map(chr, [0xB5, 0xB8, 0xB6, 0xB7, 0xB9, 0xAE, 0xAD, 0xA7, 0xFE]))
    assert text.from_tcvn3(codes) == "àáảãạđưĐỵ"
