"""From the door to one's own account, with a phone's codes; and what travels with an account."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.urls import reverse

from reader.accounts.models import SignUp, SitePolicy, User
from reader.articles.report_models import Offence
from reader.articles.reporting import Complaint, report
from tests.browser.test_accessibility import violations
from tests.factories import make_article, make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("nothing_is_counted"),
]

PASSWORD = "seven trees in a row"


def code_for(secret: str, later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def press(page: Any, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def sign_up(page: Any) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("Name").fill("dora")
    page.get_by_label("E-mail address").fill("dora@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Make the account")
    page.get_by_role("heading", name="Look into your mail").wait_for()
    link = re.search(r"http://\S+", str(mail.outbox[0].body))
    assert link
    page.goto(link[0])
    press(page, "Yes, that is my address")


def turn_on_the_second_factor(page: Any) -> str:
    """What the authenticator app keeps from then on."""
    page.get_by_role("link", name="Your account: dora").click()
    page.get_by_role("link", name="Turn on the second factor").click()
    page.get_by_role("link", name="Turn it on").click()
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Go on")
    assert page.get_by_alt_text("QR code").evaluate("image => image.naturalWidth > 0")
    page.get_by_text("Type it instead").click()
    secret: str = page.locator("code.secret").inner_text()
    page.get_by_label("Code").fill(code_for(secret))
    press(page, "Turn it on")
    page.get_by_role("heading", name="Recovery codes").wait_for()
    return secret


def test_signing_up_and_a_second_factor(page):
    SitePolicy.objects.create(pk=1, sign_up=SignUp.OPEN)
    sign_up(page)
    secret = turn_on_the_second_factor(page)
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign in", exact=True).first.click()
    page.get_by_label("Name or e-mail address").fill("dora@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    page.get_by_label("Code").fill(code_for(secret, 1))
    press(page, "Sign in")
    page.get_by_role("link", name="Your account: dora").wait_for()


def test_how_one_reads_is_the_same_on_another_device(page, sign_in, chromium, live_server):
    sign_in(page, make_user("alice"))
    page.goto("/")
    page.get_by_role("button", name="Reading settings").click()
    with page.expect_response("**/accounts/preferences/") as saved:
        page.get_by_role("button", name="Dark").click()
    assert saved.value.status == 204
    with page.expect_response("**/accounts/preferences/"):
        page.get_by_role("button", name="Larger type").click()
    size = page.locator("html").get_attribute("data-size")
    other = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    tab = other.new_page()
    sign_in(tab, User.objects.get())
    tab.goto("/")
    assert tab.locator("html").get_attribute("data-theme") == "dark"
    assert tab.locator("html").get_attribute("data-size") == size
    other.close()


def test_the_admin_works_under_the_security_policy(page, sign_in):
    olga = make_user("olga")
    User.objects.update(is_superuser=True, is_staff=True)
    article = make_article(editor=make_user("alice"), public=True)
    report(article, Complaint(Offence.SPAM, "It sells shoes."), olga, "http://crux/")
    sign_in(page, User.objects.get(username="olga"))
    page.goto("/admin/")
    page.get_by_role("link", name="Articles").click()
    page.get_by_role("checkbox", name="Select this object").first.check()
    assert "1 of 1 selected" in page.locator(".action-counter").inner_text()
    page.goto("/admin/")
    page.get_by_role("link", name="Reports 1 waiting").click()
    page.get_by_role("link", name="Spam or advertising").first.click()
    page.get_by_role("button", name="Hide the article, and settle").click()
    page.get_by_text("Settled.").wait_for()
    assert page.goto(article.get_absolute_url()).status == 404
    for address in ("user/add/", "user/1/change/", "sitepolicy/"):
        page.goto(f"/admin/reader/{address}")


@pytest.fixture(params=[(1440, 900), (390, 844)], ids=["desktop", "phone"])
def tab(request: Any, chromium: Any, live_server: Any) -> Iterator[Any]:
    """A tab that is not watched: axe tries out styles of its own, which the policy reports."""
    width, height = request.param
    size = {"width": width, "height": height}
    context = chromium.new_context(base_url=live_server.url, viewport=size)
    yield context.new_page()
    context.close()


def test_the_pages_have_no_barriers(tab: Any, sign_in: Callable[..., None]) -> None:
    SitePolicy.objects.create(pk=1, sign_up=SignUp.OPEN)
    user = make_user("alice")
    article = make_article(editor=user, public=True)
    strangers = ["/accounts/login/", "/accounts/signup/"]
    strangers.append(reverse("article_report", args=[article.slug]))
    for address in strangers:
        tab.goto(address)
        tab.locator("main form").evaluate("form => { form.noValidate = true }")
        tab.locator("main button.primary").click()
        tab.locator(".field-error").first.wait_for()
        assert violations(tab) == [], address
    sign_in(tab, User.objects.get())
    for address in ("/accounts/", "/accounts/email/", "/accounts/2fa/"):
        tab.goto(address)
        assert violations(tab) == [], address
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
