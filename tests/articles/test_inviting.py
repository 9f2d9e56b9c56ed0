from datetime import timedelta
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.signing import Signer
from django.urls import reverse
from django.utils import timezone

from reader.accounts.profiles import vouch_for
from reader.annotations.saying import Sayer
from reader.articles import inviting
from reader.articles.history import ChangeRefused
from reader.articles.invitation_models import Invitation
from reader.articles.inviting import accept, invitation_of, invite, revoke, token_of
from reader.articles.membering import appoint, hand_over
from reader.articles.models import Article, Part
from reader.articles.reporting import hide, lift
from tests.factories import make_article, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice):
    return make_article(editor=alice)


@pytest.fixture
def invitation(article, alice):
    return invite(article, Part.EDITOR, 7, by=alice)


@pytest.fixture
def bob(db):
    user = make_user("bob")
    user.email = "Bob@example.org"
    user.save()
    vouch_for(user)
    return user


def address_of(invitation, mailed=False):
    return reverse("invitation", args=[token_of(invitation, mailed)])


def part_of(article, user):
    return article.memberships.values_list("part", flat=True).filter(user=user).first()


def test_a_link_lets_in_everyone_who_has_it(article, invitation, bob, carol):
    for person in (bob, carol):
        assert accept(invitation, by=person) == Part.EDITOR
        assert part_of(article, person) == "editor"
    assert [c.verb for c in article.changes.all()] == ["create", "invite", "accept", "accept"]


def test_a_mailed_invitation_is_for_one_address_once(article, alice, bob, carol):
    invitation = invite(article, Part.READER, 7, by=alice, email="bob@EXAMPLE.org")
    with pytest.raises(ChangeRefused):
        accept(invitation, by=carol)
    accept(invitation, by=bob)
    assert invitation_of(token_of(invitation)) is None
    with pytest.raises(ChangeRefused):
        accept(invitation, by=bob)


def test_an_address_that_nobody_has_proved_opens_nothing(article, alice, carol, client):
    """Whoever types the address of somebody else must not get what was meant for them."""
    invitation = invite(article, Part.EDITOR, 7, by=alice, email="victim@example.org")
    carol.email = "victim@example.org"
    carol.save()
    EmailAddress.objects.create(user=carol, email=carol.email, primary=True, verified=False)
    client.force_login(carol)
    assert client.post(address_of(invitation)).status_code == 422
    assert part_of(article, carol) is None
    assert "Accept" in client.get(address_of(invitation, mailed=True)).content.decode()
    assert client.post(address_of(invitation, mailed=True)).status_code == 302
    assert part_of(article, carol) == "editor"


def test_inviting_an_address_again_revokes_the_first(article, alice):
    first = invite(article, Part.READER, 7, by=alice, email="bob@example.org")
    invite(article, Part.EDITOR, 7, by=alice, email="Bob@example.org")
    assert invitation_of(token_of(first)) is None
    second = article.invitations.open().get()
    change = article.changes.last()
    old, new = f"invitation {first.pk}", f"invitation {second.pk}"
    assert change.object == new and change.before[new] is None and change.after[old] is None
    assert (change.before[old]["part"], change.after[new]["part"]) == ("reader", "editor")


def test_a_higher_part_is_never_lowered(article, alice, bob):
    make_member(article, "bob", Part.OWNER)
    invitation = invite(article, Part.READER, 7, by=alice)
    assert accept(invitation, by=bob) == Part.OWNER
    assert part_of(article, bob) == "owner"
    assert article.changes.last().verb == "invite", "a link is as open as before"


@pytest.mark.parametrize("part", [Part.READER, Part.OWNER])
def test_the_log_names_the_invitation_that_is_used_up(part, article, alice, bob):
    make_member(article, "bob", part)
    invitation = invite(article, Part.EDITOR, 7, by=alice, email="bob@example.org")
    accept(invitation, by=bob)
    change = article.changes.last()
    used = f"invitation {invitation.pk}"
    assert (change.verb, change.before[used]["way"], change.after[used]) == ("accept", "mail", None)
    assert (f"member {bob.pk}" in change.after) == (part is Part.READER)
    assert Sayer(article).words(change) == "accepted an invitation"


def test_the_log_does_not_hold_the_address(article, alice):
    invite(article, Part.READER, 7, by=alice, email="bob@example.org")
    change = article.changes.last()
    assert "bob" not in str(change.after) and change.after[change.object]["way"] == "mail"


def kill(how, invitation):
    changes = {
        "expired": {"expires_at": timezone.now() - timedelta(seconds=1)},
        "revoked": {"revoked_at": timezone.now()},
        "used": {"accepted_at": timezone.now()},
    }
    if how in ("deleted", "hidden"):
        Article.objects.update(**{f"{how}_at": timezone.now()})
    Invitation.objects.update(**changes.get(how, {}))
    if how == "demoted":
        make_member(invitation.article, "dora", Part.OWNER)
        appoint(invitation.article, invitation.invited_by, Part.READER, by=make_user("dora"))
    return {
        "unknown": token_of(Invitation(pk=999)),
        "forged": token_of(invitation)[:-1],
        "other salt": Signer(salt="other").sign(str(invitation.pk)),
        "no number": inviting.SIGNER.sign("x"),
        "no token": "x",
    }.get(how, token_of(invitation))


DEAD = ["expired", "revoked", "used", "deleted", "hidden", "demoted"]
DEAD += ["unknown", "forged", "other salt", "no number", "no token"]


def test_what_is_not_open_all_looks_the_same(invitation, bob, client):
    revoke(invitation.article, invitation.pk, by=invitation.invited_by)
    bodies = set()
    for token in ("nonsense", token_of(Invitation(pk=999)), token_of(invitation)):
        page = client.get(reverse("invitation", args=[token])).content.decode()
        bodies.add(page.replace(quote(token), ""))
    assert len(bodies) == 1


@pytest.mark.parametrize("how", DEAD)
def test_a_dead_link_is_one_kind_page(how, invitation, bob, client):
    address = reverse("invitation", args=[kill(how, invitation)])
    for _ in range(2):
        for response in (client.get(address), client.post(address)):
            page = response.content.decode()
            assert response.status_code == 404
            assert "This invitation is not open" in page and "Street trees" not in page
        client.force_login(bob)
    assert part_of(invitation.article, bob) is None


def test_what_is_hidden_invites_nobody_until_it_is_seen_again(article, alice, invitation):
    hide(article, "Spam", by=alice)
    with pytest.raises(ChangeRefused, match="hidden"):
        invite(article, Part.READER, 7, by=alice)
    assert invitation_of(token_of(invitation)) is None
    lift(article, by=alice)
    assert invitation_of(token_of(invitation)) == invitation


def test_handing_over_takes_the_invitations_along(article, alice, bob, carol, invitation):
    make_member(article, "bob", Part.EDITOR)
    hand_over(article, bob, by=alice, stay=None)
    accept(invitation, by=carol)
    assert part_of(article, carol) == "editor"


def test_a_stranger_sees_the_offer_and_comes_back_after_signing_in(invitation, client):
    address = address_of(invitation)
    page = client.get(address).content.decode()
    assert "Street trees" in page and "Alice" in page and "As editor" in page
    assert f"/accounts/login/?next={address}".replace(":", "%3A") in page
    assert client.session["invited"] == invitation.pk
    assert client.session["invited_email"] == ""
    assert client.post(address).status_code == 200
    assert invitation.article.memberships.count() == 1


def test_only_the_mail_itself_proves_the_address(article, alice, client):
    invitation = invite(article, Part.READER, 7, by=alice, email="bob@example.org")
    client.get(address_of(invitation))
    assert client.session["invited_email"] == ""
    client.get(address_of(invitation, mailed=True))
    assert client.session["invited_email"] == "bob@example.org"


def test_accepting_opens_the_article(invitation, bob, client):
    client.force_login(bob)
    assert client.get(invitation.article.get_absolute_url()).status_code == 404
    response = client.post(address_of(invitation))
    assert "you are now an editor" in client.get(response.url).content.decode()
    assert client.get(invitation.article.get_absolute_url()).status_code == 200


def test_a_mail_for_somebody_else_says_so_without_the_address(article, alice, carol, client):
    invitation = invite(article, Part.READER, 7, by=alice, email="bob@example.org")
    client.force_login(carol)
    for response in (client.get(address_of(invitation)), client.post(address_of(invitation))):
        page = response.content.decode()
        assert "b…@example.org" in page and "bob@example.org" not in page
    assert response.status_code == 422
    assert part_of(article, carol) is None


def send(client, article, **fields):
    data = {"way": "mail", "email": "bob@example.org", "part": "editor", "days": "7"} | fields
    return client.post(reverse("invitation_new", args=[article.slug]), data)


def test_an_owner_invites_by_mail(article, alice, bob, client):
    client.force_login(alice)
    response = send(client, article)
    assert "on its way" in client.get(response.url).content.decode()
    (message,) = mail.outbox
    assert message.to == ["bob@example.org"] and "Street trees" in message.subject
    link = next(line for line in message.body.splitlines() if line.startswith("http"))
    client.force_login(bob)
    client.post(link.removeprefix("http://testserver"))
    assert part_of(article, bob) == "editor"


def test_a_mail_that_cannot_be_sent_leaves_the_link(article, alice, client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    client.force_login(alice)
    page = client.get(send(client, article).url).content.decode()
    assert "no mail could be sent" in page and "/invitations/" in page


def test_a_link_needs_no_address_and_is_listed_until_revoked(article, alice, client):
    client.force_login(alice)
    page = client.get(send(client, article, way="link", email="nonsense").url).content.decode()
    invitation = article.invitations.get()
    assert address_of(invitation) in page and not mail.outbox
    revoked = reverse("invitation_revoke", args=[article.slug, invitation.pk])
    for words in ("leads nowhere now", "not open any more"):
        assert words in client.get(client.post(revoked).url).content.decode()
    assert client.get(address_of(invitation)).status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"email": ""},
        {"email": "no address"},
        {"email": "a@b.org\nBcc: x@y.org"},
        {"email": "\0"},
        {"email": f"{'a' * 300}@example.org"},
        {"part": "owner"},
        {"part": ""},
        {"days": "365"},
        {"days": "x"},
        {"way": "pigeon"},
    ],
    ids=str,
)
def test_a_wrong_invitation_keeps_what_was_typed(fields, article, alice, client):
    client.force_login(alice)
    response = send(client, article, **fields)
    assert response.status_code == 422
    assert not article.invitations.exists() and not mail.outbox
    assert 'role="alert"' in response.content.decode()


def test_other_articles_invitations_cannot_be_revoked(article, alice, bob, client):
    other = invite(make_article(editor=bob), Part.READER, 7, by=bob)
    client.force_login(alice)
    client.post(reverse("invitation_revoke", args=[article.slug, other.pk]))
    assert invitation_of(token_of(other)) == other


def test_there_is_a_limit_to_mails_and_to_open_links(article, alice, monkeypatch):
    monkeypatch.setattr(inviting, "MOST_MAILS_A_DAY", 1)
    monkeypatch.setattr(inviting, "MOST_OPEN", 2)
    invite(article, Part.READER, 7, by=alice, email="a@example.org")
    with pytest.raises(ChangeRefused, match="today"):
        invite(article, Part.READER, 7, by=alice, email="b@example.org")
    invite(article, Part.READER, 7, by=alice)
    with pytest.raises(ChangeRefused, match="are open"):
        invite(article, Part.READER, 7, by=alice)


def test_a_link_cannot_be_guessed(invitation):
    signature = token_of(invitation).partition(":")[2]
    assert len(signature) * 6 >= 128


def test_whoever_has_no_account_makes_one_and_comes_back(article, alice, client):
    """Also where accounts are made by invitation only. The mail has proved the address."""
    invitation = invite(article, Part.EDITOR, 7, by=alice, email="dora@example.org")
    address = address_of(invitation, mailed=True)
    sign_up = reverse("account_signup")
    assert f"{sign_up}?next={quote(address)}" in client.get(address).content.decode()
    account = {"username": "dora", "email": "dora@example.org", "next": address}
    account |= {"password1": "w4lking-b4ckwards", "password2": "w4lking-b4ckwards"}
    response = client.post(sign_up, account)
    assert response.status_code == 302 and response.url == address
    client.post(address)
    assert part_of(article, make_user("dora")) == "editor"
