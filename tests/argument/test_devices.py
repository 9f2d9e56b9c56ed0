import pytest

from reader.argument.devices import DEVICES, device_of, find_devices


def test_there_are_twenty_three_devices_in_six_families():
    assert len(DEVICES) == len({device.key for device in DEVICES}) == 23
    assert len({device.label for device in DEVICES}) == 23
    assert len({device.family for device in DEVICES}) == 6


@pytest.mark.parametrize("device", DEVICES, ids=lambda device: device.key)
def test_a_device_explains_itself_with_an_example(device):
    assert device.meaning.endswith(".")
    assert device.example[-1] in ".?!"
    assert len(device.name) <= 60


@pytest.mark.parametrize("device", DEVICES, ids=lambda device: device.key)
def test_a_device_is_known_by_the_name_that_is_stored_and_by_its_key(device):
    assert device_of(device.name) is device_of(device.key) is device


def test_a_device_of_somebodys_own_is_not_known():
    assert device_of("Litotes") is None


@pytest.mark.parametrize(
    ("words", "name"), [("fear", "Appeal to fear or prejudice"), ("lindens", "Loaded language")]
)
def test_a_device_is_found_by_its_name_and_by_its_example(words, name):
    assert find_devices(words)[0].name == name
