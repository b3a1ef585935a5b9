"""What is announced arrives, signed, once; what fails is tried again, and a dead receiver holds nobody up."""

from contextlib import suppress
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import AuditEntry
from tests.tickets.conftest import open_ticket
from tests.webhooks.conftest import bring_forward, make_endpoint, send, states
from webhooks import retries
from webhooks.actions import announcing, endpoints, replaying, sending
from webhooks.kinds import Happening, Kind
from webhooks.models import Delivery, Endpoint
from webhooks.posting import Answer

pytestmark = pytest.mark.django_db


def test(endpoint):
    return replaying.send_test(endpoint=endpoint, now=timezone.now())


test.__test__ = False


def test_a_test_arrives(endpoint, receiver):
    row = test(endpoint)
    assert send(endpoint) is False
    [told] = receiver.told(endpoint.words)
    assert (told["type"], told["data"]) == ("webhook.test", {"endpoint": "Order system"})
    assert told["timestamp"].endswith("Z")
    row.refresh_from_db()
    assert (row.state, row.status_code, row.attempts, row.next_at) == ("sent", 200, 1, None)
    assert receiver.asked[0][1]["webhook-id"] == row.message_id


def test_a_secret_that_gave_way_signs_for_another_day(endpoint, receiver):
    new = endpoints.renew_secret(endpoint=endpoint, now=timezone.now())
    test(endpoint)
    send(endpoint)
    assert receiver.told(endpoint.words) == receiver.told(new)
    later = timezone.now() + timedelta(hours=24)
    endpoint.refresh_from_db()
    assert endpoints.secrets_of(endpoint, later) == [new]
    assert endpoints.forget_former_secrets(now=later) == 1
    endpoint.refresh_from_db()
    assert endpoint.former_secret == ""


def test_what_fails_is_tried_again_with_the_same_id_until_it_is_there(endpoint, receiver):
    row = test(endpoint)
    receiver.answers = [(500, {}), (302, {"Location": receiver.url}), (404, {})]
    for wait in retries.WAITS[:3]:
        before = timezone.now()
        send(endpoint)
        row.refresh_from_db()
        assert row.state == "waiting"
        assert timedelta(seconds=wait) <= row.next_at - before < timedelta(seconds=wait + 5)
        bring_forward(endpoint)
    send(endpoint)
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("sent", 4)
    assert {headers["webhook-id"] for _path, headers, _body in receiver.asked} == {row.message_id}
    assert receiver.told(endpoint.words)


def test_after_three_days_it_has_failed(endpoint, receiver):
    row = test(endpoint)
    for _attempt in range(len(retries.WAITS) + 1):
        receiver.answers = [(500, {})]
        bring_forward(endpoint)
        send(endpoint)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.status_code) == ("failed", 10, 500)
    assert timedelta(days=3) < retries.GIVES_UP_AFTER < timedelta(days=4)


def test_a_dead_receiver_is_asked_once_in_a_while_however_much_waits(endpoint, receiver):
    for _number in range(5):
        test(endpoint)
    receiver.answers = [(503, {})]
    send(endpoint)
    send(endpoint)
    assert len(receiver.asked) == 1
    assert replaying.queue_due(now=timezone.now()) == 0
    assert [retries.rest_after(number).total_seconds() for number in (1, 2, 8, 90)] == [5, 10, 640, 900]
    assert retries.rest_after(1, asked=10**6).total_seconds() == 3600


def test_it_waits_as_long_as_it_is_asked_to(endpoint, receiver):
    test(endpoint)
    receiver.answers = [(429, {"Retry-After": "120"})]
    send(endpoint)
    endpoint.refresh_from_db()
    assert timedelta(seconds=110) < endpoint.rests_until - timezone.now() <= timedelta(seconds=120)


def test_once_it_answers_again_all_that_waits_goes(endpoint, receiver):
    first = test(endpoint)
    receiver.answers = [(500, {})]
    send(endpoint)
    Delivery.objects.filter(pk=first.pk).update(next_at=timezone.now() + timedelta(hours=5))
    Endpoint.objects.update(rests_until=None)
    test(endpoint)
    send(endpoint)
    assert states(endpoint) == [("webhook.test", "sent")] * 2
    endpoint.refresh_from_db()
    assert (endpoint.failing_since, endpoint.failures) == (None, 0)


def test_one_message_that_is_refused_holds_no_other_up(endpoint, receiver):
    test(endpoint)
    test(endpoint)
    receiver.answers = [(422, {})]
    send(endpoint)
    assert [state for _kind, state in states(endpoint)] == ["waiting", "sent"]


def test_who_says_gone_is_told_nothing_any_more(endpoint, receiver):
    test(endpoint)
    test(endpoint)
    receiver.answers = [(410, {})]
    send(endpoint)
    endpoint.refresh_from_db()
    assert (endpoint.is_on, endpoint.stopped_because, len(receiver.asked)) == (False, "gone", 1)
    assert [state for _kind, state in states(endpoint)] == ["failed", "failed"]
    assert AuditEntry.objects.get(kind="webhook_stopped").details["reason"] == "gone"
    assert ProcrastinateJob.objects.filter(task_name="webhooks.tell_owner").count() == 1
    open_ticket()
    assert Delivery.objects.count() == 2


def test_days_of_nothing_but_failure_switch_it_off(endpoint, receiver):
    test(endpoint)
    receiver.answers = [(500, {})] * 2
    send(endpoint)
    bring_forward(endpoint)
    Endpoint.objects.update(failing_since=timezone.now() - retries.STOPS_AFTER)
    send(endpoint)
    endpoint.refresh_from_db()
    assert (endpoint.is_on, endpoint.stopped_because) == (False, "failing")
    endpoints.switch_on(endpoint=endpoint)
    now = timezone.now()
    assert replaying.send_all_again(endpoint=endpoint, since=now - timedelta(days=1), now=now) == 1
    send(endpoint)
    assert states(endpoint) == [("webhook.test", "sent")]


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_who_is_no_staff_any_more_hears_nothing(endpoint, receiver, owner, change):
    test(endpoint)
    type(owner).objects.filter(pk=owner.pk).update(**change)
    send(endpoint)
    endpoint.refresh_from_db()
    assert (endpoint.stopped_because, receiver.asked) == ("owner", [])


def test_another_secret_key_switches_it_off(endpoint, receiver, settings):
    test(endpoint)
    settings.SECRET_KEY = "another"
    send(endpoint)
    endpoint.refresh_from_db()
    assert (endpoint.stopped_because, receiver.asked) == ("sealed", [])


def test_a_mistake_of_ours_is_tried_again_and_blames_nobody(endpoint, receiver):
    test(endpoint)
    Delivery.objects.update(kind="ticket.created")

    def broken(_endpoint, _row):
        raise KeyError

    sending.send_due(endpoint_id=endpoint.pk, data_of=broken)
    row = Delivery.objects.get()
    endpoint.refresh_from_db()
    assert (row.state, row.error, endpoint.failing_since) == ("waiting", "ours", None)


def test_what_was_told_can_be_told_again(endpoint, receiver):
    row = test(endpoint)
    send(endpoint)
    assert replaying.send_again(row=row, now=timezone.now()) is True
    assert replaying.send_again(row=row, now=timezone.now()) is False
    send(endpoint)
    assert len({headers["webhook-id"] for _path, headers, _body in receiver.asked}) == 1
    endpoints.switch_off(endpoint=endpoint, now=timezone.now())
    with pytest.raises(replaying.SwitchedOffError):
        replaying.send_again(row=row, now=timezone.now())
    with pytest.raises(replaying.SwitchedOffError):
        test(endpoint)


def test_nothing_is_written_down_where_nobody_asked_for_it(endpoint, django_assert_num_queries):
    Endpoint.objects.update(kinds=["ticket.rated"])
    happened = Happening(kind=Kind.CREATED, reference="HC-1", about=1, at=timezone.now())
    with django_assert_num_queries(1):
        announcing.announce([happened])
    with django_assert_num_queries(0):
        announcing.announce([])
    assert not Delivery.objects.exists()


def test_so_many_endpoints_are_on_at_most(owner, receiver, monkeypatch):
    monkeypatch.setattr(endpoints, "MOST", 1)
    first = make_endpoint(owner=owner, url=receiver.url)
    with pytest.raises(endpoints.TooManyError):
        make_endpoint(owner=owner, url=receiver.url, name="Other")
    endpoints.switch_off(endpoint=first, now=timezone.now())
    make_endpoint(owner=owner, url=receiver.url, name="Other")
    with pytest.raises(endpoints.TooManyError):
        endpoints.switch_on(endpoint=first)


@pytest.fixture
def queue(transactional_db):
    """An empty queue; Django doesn't empty tables that it doesn't manage."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
    yield ProcrastinateJob.objects.filter(task_name="webhooks.send")
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_is_told_to_nobody_and_what_is_there_waits_with_one_job(queue, endpoint):
    class UndoneError(Exception):
        pass

    with suppress(UndoneError), transaction.atomic():
        open_ticket()
        raise UndoneError
    assert (Delivery.objects.count(), queue.count()) == (0, 0)
    open_ticket()
    open_ticket()
    assert Delivery.objects.count() == 2
    job = queue.get()
    assert (job.queue_name, job.args) == ("hooks", {"endpoint_id": endpoint.pk})
    assert job.lock == job.queueing_lock == f"webhooks.send:{endpoint.pk}"


@pytest.mark.django_db(transaction=True)
def test_who_is_killed_after_the_change_has_lost_nothing(queue, endpoint, receiver, monkeypatch):
    monkeypatch.setattr(announcing, "queue_job", lambda _endpoint: None)  # killed before the job was there
    open_ticket()
    assert not queue.exists()
    monkeypatch.undo()
    assert replaying.queue_due(now=timezone.now()) == 1
    assert queue.count() == 1
    send(endpoint)
    assert len(receiver.asked) == 1


def test_who_is_killed_with_one_in_hand_leaves_it_to_the_next(endpoint, receiver):
    test(endpoint)
    assert sending.claim(endpoint_id=endpoint.pk, now=timezone.now())
    assert sending.claim(endpoint_id=endpoint.pk, now=timezone.now()) is None
    later = timezone.now() + sending.CLAIM_LASTS
    assert replaying.queue_due(now=later) == 1
    assert sending.claim(endpoint_id=endpoint.pk, now=later).attempts == 2


def test_who_comes_too_late_changes_nothing_but_that_it_is_there(endpoint):
    test(endpoint)
    late = sending.claim(endpoint_id=endpoint.pk, now=timezone.now())
    other = sending.claim(endpoint_id=endpoint.pk, now=timezone.now() + sending.CLAIM_LASTS)
    sending.settle(row=late, answer=Answer(status=400), took_ms=1, now=timezone.now())
    other.refresh_from_db()
    assert (other.status_code, other.attempts) == (None, 2)
    sending.settle(row=late, answer=Answer(status=200), took_ms=1, now=timezone.now())
    assert states(endpoint) == [("webhook.test", "sent")]


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_one_at_the_same_time(queue, endpoint, receiver):
    for _number in range(6):
        test(endpoint)
    receiver.holds = Event()

    def work():
        send(endpoint)
        connection.close()

    workers = [Thread(target=work) for _number in range(2)]
    for each in workers:
        each.start()
    receiver.holds.set()
    for each in workers:
        each.join(20)
    ids = [headers["webhook-id"] for _path, headers, _body in receiver.asked]
    assert (len(ids), len(set(ids))) == (6, 6)
    assert set(states(endpoint)) == {("webhook.test", "sent")}
