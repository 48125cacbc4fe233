"""Calculations as their reader writes numbers."""

from bot.texts.arithmetic import as_read
from bot.texts.format import Reader


def test_arithmetic_is_written_with_the_readers_signs() -> None:
    piece = "1990.00 × 1209600 s ÷ 2419200 s = 995.00"
    assert as_read(Reader("ru", "UTC"), piece) == "1 990 × 1 209 600 ÷ 2 419 200 = 995"
    assert as_read(Reader("ru", "UTC"), "min(10.50, 3.00) = 3.00") == "min(10,50; 3) = 3"
    assert as_read(Reader("en", "UTC"), "1000.00 − 4990.00 = -3990.00") == "1,000 − 4,990 = −3,990"
    assert as_read(Reader("hy", "UTC"), "7000.00 × 12.5 % × 2 × 0.055 = 96.25") == "7 000 × 12,5 % × 2 × 0,055 = 96,25"
