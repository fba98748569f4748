"""People for tests."""

import factory

from accounts.models import User


class UserFactory(factory.django.DjangoModelFactory):
    """A person without any membership; the password is never needed (``client.force_login``)."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"nguoi{n}@example.vn")
    full_name = factory.Sequence(lambda n: f"Nguyễn Văn {n}")


class AdministratorFactory(UserFactory):
    """Somebody who may do everything in the administration."""

    is_staff = True
    is_superuser = True
