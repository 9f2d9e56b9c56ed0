from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError

from reader.accounts.throttle import forget_failures, is_throttled, note_failure


class SignInForm(AuthenticationForm):
    """Django's own, with a limit on wrong guesses per name and address."""

    def clean(self) -> dict[str, object]:
        name = self.data.get("username", "")
        address = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        if is_throttled(name, address):
            raise ValidationError(
                "Too many wrong passwords. Wait a quarter of an hour, then try again."
            )
        try:
            cleaned = super().clean()
        except ValidationError:
            note_failure(name, address)
            raise
        forget_failures(name, address)
        return cleaned
