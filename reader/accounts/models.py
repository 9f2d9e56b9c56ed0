from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    @property
    def name(self) -> str:
        return self.get_full_name() or self.username

    @property
    def initials(self) -> str:
        """One or two letters for small places: Ines Moreau is IM, alice is A."""
        return "".join(word[0] for word in self.name.split()[:2]).upper()
