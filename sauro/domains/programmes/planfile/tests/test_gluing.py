import pytest

from sauro.domains.programmes.planfile import gluing


@pytest.mark.parametrize(
    ("text", "more", "joined"),
    [
        (
            "Bộ Nông nghiệp và Phát triển n",
            "nghiệp và phát triển nông thôn",
            "Bộ Nông nghiệp và Phát triển nông thôn",
        ),
        ("đánh giá trực tuyến và", "định kỳ công bố", "đánh giá trực tuyến và định kỳ công bố"),
        ("phát triển n", "ông thôn", "phát triển nông thôn"),
        ("chuyển đổi s", "ố quốc gia", "chuyển đổi số quốc gia"),
        ("gồm:", "- Hạ tầng số", "gồm:\n- Hạ tầng số"),
        ("", "Hạ tầng", "Hạ tầng"),
        ("Hạ tầng", "", "Hạ tầng"),
    ],
)
def test_cut_texts_are_joined(text, more, joined):
    assert gluing.join(text, more) == joined


def test_names_of_a_list_stay_apart():
    assert gluing.join("Sở Tài chính", "Sở Y tế", lists=True) == "Sở Tài chính\nSở Y tế"


@pytest.mark.parametrize(
    ("text", "more", "expected"),
    [
        ("công cụ đánh giá trực tuyến và định kỳ", "trưc tuyến và định kỳ", True),
        ("2025 và những năm tiếp theo", "năm tiếp theo", True),
        ("công cụ đánh giá", "đánh giá xã thông minh", False),
        ("Kế hoạch", "hoạch", False),
    ],
)
def test_repeats_are_told_from_news(text, more, expected):
    assert gluing.repeats(text, more) is expected
