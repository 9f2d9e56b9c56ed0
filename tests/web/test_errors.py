import pytest
from django.test import Client, RequestFactory

from reader.wsgi import application as wsgi_application

pytestmark = [pytest.mark.urls("tests.web.urls"), pytest.mark.django_db]
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def browser_client() -> Client:
    """Checks CSRF tokens, as browsers meet them, and turns exceptions into pages."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nowhere/", 404, b"nothing here"),
        ("/forbid/", 403, b"may not"),
        ("/crash/", 500, b"our side"),
    ],
)
def test_an_error_says_so_as_page_or_as_part(
    browser_client: Client, path: str, status: int, words: bytes
) -> None:
    page, part = (browser_client.get(path, headers=h) for h in ({}, {"HX-Request": "true"}))
    assert page.status_code == part.status_code == status
    assert words in page.content and b'href="/"' in page.content and b"<html" in page.content
    assert words in part.content and b"<html" not in part.content


def served(path: str, method: str = "POST", kind: str = FORM) -> tuple[int, bytes]:
    """What a server gets from us: the test client reads the charset in a way of its own."""
    body = b"word=a"
    environ = RequestFactory().generic(method, path, body, content_type=FORM).environ
    started: list[str] = []
    answer = wsgi_application(
        environ | {"CONTENT_TYPE": kind}, lambda *words: started.extend(words)
    )
    return int(started[0][:3]), b"".join(answer)


@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=b", "text/plain"])
@pytest.mark.parametrize("charset", ["x", "utf-16", "latin-1", "base64", "idna", "\xff", "", "'\""])
def test_a_form_in_another_charset_is_a_bad_request(kind: str, charset: str) -> None:
    status, page = served("/accounts/login/", kind=f"{kind}; charset={charset}")
    assert status == 400
    assert b"could not read" in page


@pytest.mark.parametrize("kind", ["charset=base64", "charset*=x''a", "charset*=utf-16''%ff"])
def test_a_query_in_another_charset_is_a_bad_request(kind: str) -> None:
    assert served("/?q=%e9", method="GET", kind=f"{FORM}; {kind}")[0] == 400


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"'])
def test_a_form_in_utf_8_is_read(client: Client, charset: str) -> None:
    assert client.post("/form/", b"word=a", f"{FORM}; charset={charset}").status_code == 200


@pytest.mark.parametrize(
    "body", [b"--", b"--b\r\nContent-Disposition: form-data; name=x\r\n\r\n", b"\x00\xff", b""]
)
def test_a_broken_upload_never_crashes(client: Client, body: bytes) -> None:
    kinds = ["multipart/form-data; boundary=b", "multipart/form-data", FORM]
    answers = [client.post("/form/", body, kind) for kind in kinds]
    assert {answer.status_code for answer in answers} <= {200, 400}


def test_too_large_a_form_is_said_to_be_too_large(client: Client) -> None:
    answer = client.post("/form/", b"word=" + b"a" * 6_500_000, FORM)
    assert answer.status_code == 413
    assert b"more than Crux takes" in answer.content


def test_too_many_fields_are_too_much(client: Client) -> None:
    assert client.post("/form/", b"a=1&" * 1_001, FORM).status_code == 413


def test_a_form_without_its_token_tells_what_to_do(browser_client: Client) -> None:
    answer = browser_client.post("/form/", b"word=a", FORM)
    assert answer.status_code == 403
    assert b"Nothing was saved" in answer.content and b"load the page again" in answer.content


def test_an_unknown_host_gets_a_bad_request(browser_client: Client) -> None:
    assert browser_client.get("/text/", headers={"host": "evil.example"}).status_code == 400
