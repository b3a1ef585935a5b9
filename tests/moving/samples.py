"""Small exports in the shapes that the desks document. Everybody in them is made up."""

import json
from pathlib import Path

AT = "2026-05-04T09:00:00Z"
ZENDESK_TICKET = {
    "id": 35436,
    "subject": "The invoice is wrong",
    "description": "It has the wrong tax number.",
    "status": "solved",
    "priority": "high",
    "type": "problem",
    "requester_id": 1,
    "submitter_id": 1,
    "assignee_id": 9,
    "organization_id": 57,
    "email_cc_ids": [2, 9],
    "tags": ["billing", "Tax Number"],
    "via": {"channel": "email"},
    "custom_fields": [{"id": 27642, "value": "745"}, {"id": 27648, "value": None}],
    "satisfaction_rating": {"score": "good", "comment": "Quick!"},
    "created_at": AT,
    "updated_at": "2026-05-05T09:00:00Z",
    "metric_set": {"solved_at": "2026-05-05T08:00:00Z"},
    "comments": [
        {
            "id": 1,
            "author_id": 1,
            "html_body": "<p>It has the <b>wrong</b> tax number.</p><p>See <a href='https://shop.example/i/7'>it</a></p>",
            "public": True,
            "created_at": AT,
            "attachments": [
                {"id": 498, "file_name": "invoice.txt", "content_url": "https://files.example/1", "size": 9},
                {"id": 499, "file_name": "photo.png", "content_url": "https://files.example/2", "size": 99},
            ],
        },
        {"id": 2, "author_id": 9, "body": "Ask accounting.", "public": False, "created_at": "2026-05-04T10:00:00Z"},
        {"id": 3, "author_id": 8, "body": "It is right now.", "public": True, "created_at": "2026-05-04T11:00:00Z"},
    ],
}
ZENDESK = {
    "organizations.json": [{"id": 57, "name": "Blue Bird", "external_id": "org-57"}],
    "users.json": [
        {"id": 1, "name": "Hanako Yamada", "email": "hanako@example.com", "role": "end-user", "locale": "ja",
         "external_id": "u-1", "organization_id": 57},
        {"id": 2, "name": "Taro", "email": "taro@example.com", "role": "end-user", "external_id": None},
        {"id": 8, "name": "Former Agent", "email": "former@help.localhost", "role": "agent"},
        {"id": 9, "name": "Aki", "email": "AKI@help.localhost", "role": "admin"},
    ],
    "tickets.json": [ZENDESK_TICKET, {**ZENDESK_TICKET, "id": 35437, "status": "deleted"}],
    "macros.json": [
        {
            "macros": [
                {
                    "id": 360,
                    "title": "Billing::Refund",
                    "active": True,
                    "actions": [
                        {"field": "comment_value_html",
                         "value": "<p>Hi {{ticket.requester.first_name}}, see {{ticket.url}}.</p>"},
                        {"field": "status", "value": "solved"},
                        {"field": "priority", "value": "low"},
                        {"field": "current_tags", "value": "refund money_back"},
                    ],
                },
                {"id": 361, "title": "Close", "active": True, "actions": [{"field": "status", "value": "solved"}]},
                {"id": 362, "title": "If", "active": True,
                 "actions": [{"field": "comment_value", "value": ["channel:all", "{% if x %}a{% endif %}"]}]},
            ],
            "next_page": None,
        }
    ],
}  # fmt: skip
_CONTACT = {"type": "user", "id": "5ba682d2", "name": "Hanako Yamada", "email": "hanako@example.com"}
INTERCOM = {
    "contacts.json": [{"type": "list", "data": [{**_CONTACT, "type": "contact", "external_id": "u-1"}], "pages": {}}],
    "admins.json": [{"type": "admin.list", "admins": [{"type": "admin", "id": "493881", "name": "Aki",
                                                       "email": "aki@help.localhost"}]}],
    "tags.json": [{"type": "list", "data": [{"type": "tag", "id": "7", "name": "VIP customer"}]}],
    "macros.json": [{"type": "list", "data": [
        {"type": "macro", "id": "123", "name": "Hello",
         "body": '<p>Hi <attribute key="user.first_name" default="there"/>, <attribute key="company.plan"/></p>',
         "body_text": "Hi {{user.first_name|fallback:\"there\"}}"}]}],
    "conversations/1295.json": [{
        "type": "conversation",
        "id": "1295",
        "created_at": 1777885200,
        "updated_at": 1777900000,
        "title": None,
        "state": "closed",
        "open": False,
        "priority": "priority",
        "admin_assignee_id": 493881,
        "custom_attributes": {"Plan": "Gold", "Empty": None},
        "tags": {"type": "tag.list", "tags": [{"type": "tag", "id": "7", "name": "VIP customer"}]},
        "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": "5ba682d2"}]},
        "source": {"type": "conversation", "id": "1", "delivered_as": "customer_initiated", "subject": "",
                   "body": "<p>Where is my parcel?</p>", "author": _CONTACT, "attachments": []},
        "conversation_rating": {"rating": 5, "remark": "Thanks"},
        "conversation_parts": {"type": "conversation_part.list", "total_count": 4, "conversation_parts": [
            {"type": "conversation_part", "id": "2", "part_type": "note", "body": "<p>Look it up</p>",
             "created_at": 1777885300, "author": {"type": "admin", "id": "493881", "name": "Aki"}},
            {"type": "conversation_part", "id": "3", "part_type": "assignment", "body": None,
             "created_at": 1777885400, "author": {"type": "admin", "id": "493881", "name": "Aki"}},
            {"type": "conversation_part", "id": "4", "part_type": "comment", "body": "<p>On its way.</p>",
             "created_at": 1777885500, "author": {"type": "bot", "id": "3", "name": "Operator"}},
            {"type": "conversation_part", "id": "5", "part_type": "close", "body": "<p>It arrived.</p>",
             "created_at": 1777890000, "author": {"type": "admin", "id": "493881", "name": "Aki"}}]},
    }],
}  # fmt: skip
FRESHDESK_XML = """<?xml version="1.0" encoding="UTF-8"?>
<helpdesk-tickets type="array">
  <helpdesk-ticket>
    <id type="integer">9001</id>
    <display-id type="integer">17</display-id>
    <subject>Printer &amp; paper</subject>
    <description>It eats paper.</description>
    <description-html>&lt;div&gt;It eats &lt;i&gt;paper&lt;/i&gt;.&lt;/div&gt;</description-html>
    <status type="integer">2</status>
    <priority type="integer">4</priority>
    <source type="integer">1</source>
    <requester-id type="integer">51</requester-id>
    <responder-id type="integer">70</responder-id>
    <deleted type="boolean">false</deleted>
    <spam type="boolean">false</spam>
    <created-at type="datetime">2026-05-04T14:30:00+05:30</created-at>
    <updated-at type="datetime">2026-05-05T14:30:00+05:30</updated-at>
    <cc-email><cc-emails type="array"><cc-email>Taro &lt;taro@example.com&gt;</cc-email></cc-emails></cc-email>
    <tags type="array"><tag><name>hardware</name></tag></tags>
    <custom-field><cf-floor>3rd</cf-floor><cf-none nil="true"/></custom-field>
    <notes type="array">
      <helpdesk-note>
        <id type="integer">1</id><body>Look at tray 2.</body><private type="boolean">false</private>
        <incoming type="boolean">false</incoming><user-id type="integer">70</user-id>
        <created-at type="datetime">2026-05-04T15:30:00+05:30</created-at>
      </helpdesk-note>
      <helpdesk-note>
        <id type="integer">2</id><body>Still.</body><private type="boolean">false</private>
        <incoming type="boolean">true</incoming><user-id type="integer">51</user-id>
        <created-at type="datetime">2026-05-04T16:30:00+05:30</created-at>
      </helpdesk-note>
    </notes>
  </helpdesk-ticket>
  <helpdesk-ticket>
    <id type="integer">9002</id><subject>Buy!</subject><spam type="boolean">true</spam>
    <created-at type="datetime">2026-05-04T14:30:00+05:30</created-at>
  </helpdesk-ticket>
</helpdesk-tickets>
"""
FRESHDESK = {
    "Companies0.xml": "<companies type='array'><company><id type='integer'>4</id>"
    "<name>Blue Bird</name></company></companies>",
    "Users0.xml": "<users type='array'><user><id type='integer'>51</id><name>Hanako Yamada</name>"
    "<email>hanako@example.com</email><helpdesk-agent type='boolean'>false</helpdesk-agent>"
    "<company-id type='integer'>4</company-id></user><user><id type='integer'>70</id><name>Aki</name>"
    "<email>aki@help.localhost</email><helpdesk-agent type='boolean'>true</helpdesk-agent></user></users>",
    "Tickets0.xml": FRESHDESK_XML,
    "CannedResponses0.json": json.dumps(
        [
            {
                "folder": {
                    "name": "General",
                    "canned_responses": [
                        {"id": 5, "title": "Thanks", "content_html": "<p>Dear {{ticket.requester.name}}</p>"}
                    ],
                }
            }
        ]
    ),
}


def write(folder: Path, export: dict[str, object]) -> Path:
    """The export as a folder: lists as a record a line, texts as they are."""
    for name, content in export.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not isinstance(content, str):
            content = "".join(json.dumps(record) + "\n" for record in content)
        path.write_text(content)
    return folder


def zendesk_tickets(number: int, **changes: object) -> list[dict[str, object]]:
    """So many tickets of one customer, each with a question and an answer."""
    said = ZENDESK_TICKET["comments"]
    return [
        {**ZENDESK_TICKET, "id": each, "subject": f"Case {each}", "comments": [said[0] | {"attachments": []}, said[2]]}
        | changes
        for each in range(1, number + 1)
    ]
