import multiprocessing
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore

import pytest

from reader.text import confining
from reader.text.confining import convert_confined
from reader.text.refusing import RenderRefused


@pytest.fixture(autouse=True)
def nothing_is_kept() -> None:
    convert_confined.cache_clear()


def programme(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confining, "PROGRAM", code)


def test_options_reach_the_process() -> None:
    assert "src=" in convert_confined("![a](https://example.org/a.png)", remote_images=True)


def test_a_killed_process_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    programme("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", monkeypatch)
    with pytest.raises(RenderRefused, match="memory"):
        convert_confined("a")


def test_a_process_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confining, "WALL_SECONDS", 0.2)
    programme("import time; time.sleep(60)", monkeypatch)
    with pytest.raises(RenderRefused, match="busy"):
        convert_confined("a")


def test_a_process_that_breaks_is_a_refusal_and_logged(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    programme("raise ValueError('secret')", monkeypatch)
    with pytest.raises(RenderRefused) as refused:
        convert_confined("a")
    assert "secret" not in str(refused.value)
    assert "secret" not in "".join(capfd.readouterr())


def test_memory_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    programme(
        "import sys; sys.path[:0] = sys.argv[2:]\n"
        "from reader.text import converting\n"
        "converting.markdown_of = lambda source: 'x' * (1 << 30)\n"
        "converting.main()",
        monkeypatch,
    )
    if sys.platform != "linux":
        pytest.skip("only Linux is known to keep to a limit of memory")
    with pytest.raises(RenderRefused, match="512 MB"):
        convert_confined("a")


def test_time_has_an_end_that_python_cannot_hold_up(monkeypatch: pytest.MonkeyPatch) -> None:
    programme(
        "import sys; sys.path[:0] = sys.argv[2:]\n"
        "import re\n"
        "from reader.text import converting\n"
        "converting.markdown_of = lambda source: re.match('(a+)+b', 'a' * 64)\n"
        "converting.main()",
        monkeypatch,
    )
    monkeypatch.setattr(confining, "WALL_SECONDS", 60)
    with pytest.raises(RenderRefused, match=r"1\.5 seconds"):
        convert_confined("a")


def test_when_all_places_are_taken_the_author_is_asked_to_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken = BoundedSemaphore(1)
    taken.acquire()
    monkeypatch.setattr(confining, "places", taken)
    monkeypatch.setattr(confining, "WALL_SECONDS", 0.1)
    with pytest.raises(RenderRefused, match="Try again"):
        convert_confined("a")


def test_when_many_wait_already_nobody_else_does(monkeypatch: pytest.MonkeyPatch) -> None:
    full = BoundedSemaphore(1)
    full.acquire()
    monkeypatch.setattr(confining, "line", full)
    with pytest.raises(RenderRefused, match="Try again"):
        convert_confined("a")


def test_threads_render_at_the_same_time() -> None:
    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(convert_confined, [f"text {number}" for number in range(12)]))
    assert found == [f"<p>text {number}</p>" for number in range(12)]


def test_a_process_that_may_have_no_children_of_its_own_kind_can_render() -> None:
    code = (
        "import multiprocessing as mp\n"
        "from reader.text.confining import convert_confined\n"
        "def work(queue): queue.put(convert_confined('fine'))\n"
        "if __name__ == '__main__':\n"
        "    context = mp.get_context('fork')\n"
        "    queue = context.SimpleQueue()\n"
        "    process = context.Process(target=work, args=(queue,), daemon=True)\n"
        "    process.start(); print(queue.get()); process.join()\n"
    )
    if "fork" not in multiprocessing.get_all_start_methods():
        pytest.skip("this system cannot fork")
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "<p>fine</p>\n"


def test_the_server_itself_loads_neither_parser_nor_sanitiser() -> None:
    code = "import sys, reader.text.rendering; print({'markdown', 'nh3'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "set()\n"
