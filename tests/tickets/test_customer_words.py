"""What a customer reads of a ticket's status: every status has words, and none of them is the desk's."""

from tickets.customer_words import CUSTOMER_STATUS
from tickets.models import Ticket


def test_each_status_has_words_for_the_customer():
    assert set(CUSTOMER_STATUS) == set(Ticket.Status.values)
    assert [str(CUSTOMER_STATUS[status]) for status in Ticket.Status.values] == [
        "Received",
        "Being worked on",
        "Answered, your turn",
        "Being worked on",
        "Done",
        "Done",
    ]


def test_no_word_of_the_desk_reaches_a_customer():
    desk = {str(status.label) for status in Ticket.Status}
    assert desk.isdisjoint(str(words) for words in CUSTOMER_STATUS.values())
