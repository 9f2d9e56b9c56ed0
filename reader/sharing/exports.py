from reader.articles.models import Article


def archive_of(article: Article) -> bytes:
    return b""
