import pytest
from django.urls import reverse

from reader.articles import addresses
from reader.articles.addresses import NOT_FREE, readdress
from reader.articles.history import ChangeRefused
from reader.articles.models import Article, Part, Visibility
from reader.articles.publishing import set_visibility
from tests.factories import make_annotation, make_article, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice):
    article = make_article(editor=alice, public=True)
    make_annotation(article, "Trees")
    return readdress(article, "shade", by=alice)


@pytest.mark.parametrize("rest", ["", "map/", "map/?kind=rails&fold=1,2", "n/C1/", "outline/"])
def test_an_old_address_leads_to_the_new_one(rest, article, client):
    response = client.get(f"/a/street-trees/{rest}")
    assert (response.status_code, response.url) == (301, f"/a/shade/{rest}")
    assert "no-store" in response["Cache-Control"]
    assert client.get(response.url).status_code == 200


def test_a_form_from_an_open_page_still_arrives(article, alice, client):
    client.force_login(alice)
    old = "/a/street-trees/annotations/1/withdraw/"
    assert client.post(old).status_code == 308
    assert client.post(old, follow=True).status_code == 200
    assert article.annotations.get().is_withdrawn


@pytest.mark.parametrize("visibility", ["private", "unlisted"])
def test_who_may_not_find_it_is_led_nowhere(visibility, article, alice, bob, client):
    article = set_visibility(article, Visibility(visibility), by=alice)
    for _ in range(2):
        assert client.get("/a/street-trees/").status_code == 404
        assert client.post("/a/street-trees/annotations/").status_code == 404
        client.force_login(bob)
    client.force_login(make_member(article, "bob", Part.READER))
    assert client.get("/a/street-trees/").url == article.get_absolute_url()


def test_a_secret_address_never_leads_to_another(article, alice, bob, client):
    secret = set_visibility(article, Visibility.UNLISTED, by=alice).get_absolute_url()
    again = set_visibility(article, Visibility.UNLISTED, by=alice).get_absolute_url()
    assert client.get(secret).status_code == 404
    set_visibility(article, Visibility.PUBLIC, by=alice)
    for user in (None, bob, alice):
        if user:
            client.force_login(user)
        for address in (secret, again):
            assert client.get(address).status_code == 404


def test_what_is_public_again_has_its_plain_address_again(article, alice):
    set_visibility(article, Visibility.UNLISTED, by=alice)
    assert set_visibility(article, Visibility.PUBLIC, by=alice).slug == "shade"


def test_no_other_article_gets_an_old_address(article, alice, bob):
    other = make_article(editor=bob)
    assert other.slug.startswith("street-trees-")
    for slug in ("street-trees", "shade"):
        with pytest.raises(ChangeRefused, match=NOT_FREE):
            readdress(other, slug, by=bob)


def test_an_article_takes_its_own_back(article, alice, client):
    readdress(article, "street-trees", by=alice)
    assert client.get("/a/street-trees/").status_code == 200
    assert client.get("/a/shade/").url == "/a/street-trees/"


def test_the_same_address_again_changes_nothing(article, alice):
    edition = Article.objects.get().edition
    assert readdress(article, "shade", by=alice).edition == edition


def test_addresses_cannot_be_hoarded(article, alice, monkeypatch):
    monkeypatch.setattr(addresses, "MOST_OLD_ADDRESSES", 1)
    with pytest.raises(ChangeRefused, match="no more"):
        readdress(article, "another", by=alice)


# The form


def save(client, article, **fields):
    data = {"title": article.title, "language": "en", "visibility": article.visibility} | fields
    return client.post(reverse("article_settings", args=[article.slug]), data)


def test_an_owner_chooses_an_address(article, alice, client):
    client.force_login(alice)
    assert save(client, article, slug=" Cool Streets ").url == "/a/cool-streets/settings/"
    assert [c.verb for c in article.changes.all()][-1] == "readdress"


@pytest.mark.parametrize("slug", ["a/b", "é", "..", "a\0b", "x" * 200, "<b>", "\u202eabc"])
def test_a_wrong_address_is_named_and_kept_in_the_form(slug, article, alice, client):
    client.force_login(alice)
    response = save(client, article, title="Other", slug=slug)
    assert response.status_code == 422
    assert Article.objects.get().title == "Street trees"
    assert response.context["form"]["slug"].value() == slug


def test_an_address_that_is_taken_is_only_not_free(article, alice, bob, client):
    make_article(editor=bob, title="Hidden plans")
    client.force_login(alice)
    response = save(client, article, slug="hidden-plans", title="Other")
    assert response.status_code == 422 and NOT_FREE in response.content.decode()
    assert Article.objects.get(slug="shade").title == "Street trees"


def test_an_unlisted_article_takes_no_chosen_address(article, alice, client):
    article = set_visibility(article, Visibility.UNLISTED, by=alice)
    client.force_login(alice)
    save(client, article, slug="mine")
    assert Article.objects.get().slug == article.slug
    with pytest.raises(ChangeRefused, match="secret"):
        readdress(article, "mine", by=alice)
