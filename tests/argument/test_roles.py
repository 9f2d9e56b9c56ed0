import pytest

from reader.argument.roles import number_of


@pytest.mark.parametrize("code", ["C12", "c12", "Rh12", "12", "P12"])
def test_the_number_tells_whatever_the_letter(code: str) -> None:
    assert number_of(code) == 12


@pytest.mark.parametrize("code", ["", "C", "ACEPC3", "C1 ", "C٣", "\x00", "C-1", "1" * 10])
def test_what_is_no_code_has_no_number(code: str) -> None:
    assert number_of(code) is None
