from django.core.cache import cache

from common.rate_limit import too_often


def test_the_asking_beyond_the_most_is_too_often_for_that_one_alone():
    asked = [too_often("register", "10.0.0.1", 2, 60) for _ in range(3)]
    assert asked == [False, False, True]
    assert too_often("register", "10.0.0.2", 2, 60) is False
    assert too_often("look-up", "10.0.0.1", 2, 60) is False


def test_who_asked_is_not_kept_in_clear():
    too_often("register", "lan@so.example", 2, 60)
    assert not cache._cache.get_client().keys("*lan@so*")


def test_nobody_is_turned_away_while_the_cache_is_down(settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    assert [too_often("register", "10.0.0.1", 0, 60) for _ in range(2)] == [False, False]
