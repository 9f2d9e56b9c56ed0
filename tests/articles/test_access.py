import pytest

from reader.articles.models import Article, Part, Visibility
from tests.factories import make_article, make_member

pytestmark = pytest.mark.django_db


def test_lists_show_public_articles_and_ones_own(alice, bob):
    for title, visibility in [("A", "private"), ("B", "unlisted"), ("C", "public")]:
        make_article(editor=alice, title=title, visibility=visibility)
    titles = {
        user: sorted(a.title for a in Article.objects.listed_for(user)) for user in (alice, bob)
    }
    assert titles == {alice: ["A", "B", "C"], bob: ["C"]}


@pytest.mark.parametrize(
    ("part", "may"), [("owner", True), ("editor", True), ("reviewer", False), ("reader", False)]
)
def test_owners_and_editors_annotate(part, may, alice):
    article = make_article(editor=alice)
    member = make_member(article, "bob", Part(part))
    assert Article.objects.annotatable_by(member).exists() is may


def test_a_public_article_is_not_everyones_to_annotate(bob, alice):
    make_article(editor=alice, visibility=Visibility.PUBLIC)
    assert not Article.objects.annotatable_by(bob).exists()
