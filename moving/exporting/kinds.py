"""What an export has: a file for each kind of record, and of each its columns by name. What isn't named doesn't go out.

A table or a column that comes later belongs here, or to what is left out with its reason; a test asks for one of both.
"""

from typing import Any

from moving.exporting.kind import Kind, without_reports_entries, without_reports_files

_SAID = (
    "id ticket_id kind channel author_id author_name body quoted own_words translated_into masked held_until created_at"
)
_OF_MESSAGE: dict[str, Any] = {"left": "mail_id submission", "tickets": ("ticket",), "changed": "created_at"}
_OF_TICKET: dict[str, Any] = {"tickets": ("ticket",)}

KINDS: tuple[Kind, ...] = (
    # People and who works here.
    Kind(
        "staff",
        "accounts.User",
        "id username first_name last_name email is_staff is_active date_joined",
        left="password last_login is_superuser",
    ),
    Kind("teams", "auth.Group", "id name"),
    Kind("team_members", "accounts.User_groups", "id user_id group_id"),
    Kind(
        "domains",
        "accounts.Domain",
        "id host name product status successor_id shares_accounts_with_id issuer embed_origins",
        left="client_id jwks_url client_auth sealed_credential assertion_audience extra_scopes claims_map"
        " trusts_addresses silent_sign_in",
    ),
    Kind("organisations", "accounts.Organisation", "id domain_id external_id name"),
    Kind("support_contacts", "accounts.SupportContact", "id organisation_id email"),
    Kind("listed_owners", "accounts.ListedOwner", "id organisation_id email"),
    Kind(
        "people",
        "accounts.Customer",
        "id domain_id subject email name locale organisation_id plan role claims_at created_at last_seen_at",
    ),
    Kind("former_rights", "accounts.FormerRight", "id customer_id rule plan role ended_at until"),
    # Topics.
    Kind(
        "topics",
        "tickets.Topic",
        "id slug kind about product plans organisation_roles console_roles not_logged_in article steps_first"
        " proof_needed priority team_id order active",
    ),
    Kind("topic_texts", "tickets.TopicText", "id topic_id locale label description steps"),
    Kind("topic_fields", "tickets.TopicField", "id topic_id key kind required proof method on_behalf order"),
    Kind("topic_field_texts", "tickets.FieldText", "id field_id locale label hint choices"),
    Kind("topic_versions", "tickets.TopicVersion", "id topic_id number content made_by_id created_at"),
    # Tickets.
    Kind(
        "tickets",
        "tickets.Ticket",
        "id reference subject status priority requester_name requester_email customer_id organisation_id locale"
        " topic_id topic_version_id topic_label topic_kind rule reason identity details proof transcript"
        " consent_version consent_locale consented_at follows_id root_id assignee_id team_id version created_at"
        " updated_at waiting_since first_replied_at solved_at due_at warn_at legal_hold disowned_at nudged_at"
        " imported_at",
        left="case_epoch",
        tickets=("",),
        changed="updated_at",
    ),
    Kind("messages", "tickets.Message", _SAID, only={"kind__in": ["customer", "reply"]}, **_OF_MESSAGE),
    Kind("notes", "tickets.Message", _SAID, only={"kind": "note"}, **_OF_MESSAGE),
    Kind(
        "events",
        "tickets.TicketEvent",
        "id ticket_id kind arguments author_id author_name created_at",
        changed="created_at",
        **_OF_TICKET,
    ),
    Kind("participants", "tickets.Participant", "id ticket_id name email", **_OF_TICKET),
    Kind(
        "attachments",
        "tickets.Attachment",
        "id message_id position name content_type size mail_part file_id",
        left="waits",
        tickets=("message__ticket",),
    ),
    Kind(
        "files",
        "tickets.StoredFile",
        "id name content_type size digest width height created_at",
        left="key content_id has_thumbnail",
        changed="created_at",
        only={"waiting__isnull": True},
        among=without_reports_files,
    ),
    Kind("tags", "tickets.Tag", "id name created_at"),
    Kind("ticket_tags", "tickets.TicketTag", "id ticket_id tag_id", **_OF_TICKET),
    Kind("links", "tickets.TicketLink", "id kind first_id second_id author_id made_at", tickets=("first", "second")),
    Kind(
        "merges",
        "tickets.Merge",
        "id source_id target_id author_id made_at undone_at",
        left="before after made",
        tickets=("source", "target"),
    ),
    Kind("merged_messages", "tickets.MergedMessage", "id merge_id message_id", tickets=("merge__source",)),
    Kind("mentions", "tickets.Mention", "id ticket_id message_id person_id written created_at read_at", **_OF_TICKET),
    Kind("snoozes", "tickets.Snooze", "ticket_id until waited_since author_id", **_OF_TICKET),
    Kind("proof_checks", "tickets.ProofCheck", "id ticket_id item matches checked_by_id checked_at", **_OF_TICKET),
    Kind("enterprise_requests", "tickets.EnterpriseRequest", "ticket_id name", **_OF_TICKET),
    Kind(
        "ratings",
        "tickets.Rating",
        "id ticket_id email agent_id team_id asked_at score comment rated_at",
        **_OF_TICKET,
    ),
    Kind(
        "outgoing_emails",
        "tickets.OutgoingEmail",
        "id ticket_id message_id kind to_name to_email subject status attempts last_error created_at claimed_at sent_at"
        " returned_at put_aside_at",
        left="body body_html mail_id in_reply_to references reply_to",
        changed="created_at",
        **_OF_TICKET,
    ),
    Kind(
        "incoming_emails",
        "tickets.IncomingEmail",
        "id digest sender_name sender_email subject text quoted attachments authentication threat outcome reason"
        " failure attempts ticket_id message_id received_at",
        left="mail_id recipients fingerprint counts envelope",
        changed="received_at",
        **_OF_TICKET,
    ),
    Kind("mail_aliases", "tickets.MailAlias", "id address topic_id team_id report_kind_id"),
    Kind("sender_aliases", "tickets.SenderAlias", "id address person confirmed_by_id confirmed_at"),
    Kind(
        "suppressed_addresses",
        "tickets.SuppressedAddress",
        "id address kind words created_at lifted_at lifted_by_id",
        left="email_id",
    ),
    Kind("survey_opt_outs", "tickets.SurveyOptOut", "id address created_at"),
    # What is promised, and how it was kept.
    Kind(
        "sla_policies",
        "tickets.SlaPolicy",
        "id name order active plans priorities languages first_response next_response resolution hours_id"
        " pauses_pending pauses_on_hold warn_percent",
    ),
    Kind("sla_policy_topics", "tickets.SlaPolicy_topics", "id slapolicy_id topic_id"),
    Kind("sla_policy_teams", "tickets.SlaPolicy_teams", "id slapolicy_id group_id"),
    Kind(
        "sla_clocks",
        "tickets.SlaClock",
        "id ticket_id kind policy_id target_minutes started_at due_at warn_at pause left_minutes warned breached",
        **_OF_TICKET,
    ),
    Kind(
        "sla_results",
        "tickets.SlaResult",
        "id ticket_id kind policy_id team_id agent_id target_minutes took_minutes met started_at ended_at",
        changed="ended_at",
        **_OF_TICKET,
    ),
    Kind("business_hours", "tickets.BusinessHours", "id name zone"),
    Kind("business_hours_teams", "tickets.BusinessHours_teams", "id businesshours_id group_id"),
    Kind("open_spans", "tickets.OpenSpan", "id hours_id weekday opens closes"),
    Kind("holidays", "tickets.Holiday", "id hours_id day name"),
    # How the desk works.
    Kind("macros", "tickets.Macro", "id name owner_id then team_id priority used used_at created_at"),
    Kind("macro_texts", "tickets.MacroText", "id macro_id locale body"),
    Kind("macro_tags", "tickets.Macro_tags", "id macro_id tag_id"),
    Kind(
        "automations",
        "tickets.Automation",
        "id name is_on position trigger hours made_by_id made_at changed_by_id changed_at stopped_because stopped_at",
        left="watched_until error",
    ),
    Kind("automation_conditions", "tickets.AutomationCondition", "id automation_id is_not field value"),
    Kind("automation_steps", "tickets.AutomationStep", "id automation_id do value"),
    Kind("saved_views", "tickets.SavedView", "id name owner_id shared team_id query created_at"),
    Kind("closing_rules", "tickets.ClosingRule", "id solved_days pending_days grace_days"),
    Kind("team_routings", "tickets.TeamRouting", "team_id is_on most_open"),
    Kind("team_routing_people", "tickets.TeamRouting_people", "id teamrouting_id user_id"),
    Kind(
        "day_figures",
        "tickets.DayFigures",
        "id day team agent topic locale plan opened solved reopened replies replies_to_solved kept missed rated_good"
        " rated_bad",
    ),
    Kind("day_times", "tickets.DayTimes", "id day measure team agent topic locale plan step tickets"),
    # Reports under the law.
    Kind(
        "report_kinds",
        "tickets.ReportKind",
        "id law key needs_place needs_good_faith acknowledge_hours decide_days order active",
    ),
    Kind("report_kind_texts", "tickets.ReportKindText", "id kind_id locale label description"),
    Kind(
        "reports",
        "tickets.Report",
        "ticket_id kind_id place authority good_faith suspicions clock_began_at acknowledge_by decide_by",
        left="submission",
        reports_alone=True,
    ),
    # The help center.
    Kind("collections", "helpcenter.Collection", "id number order icon", left="as_shipped"),
    Kind(
        "collection_texts",
        "helpcenter.CollectionTranslation",
        "id collection_id locale slug title description",
        left="as_shipped",
    ),
    Kind(
        "articles",
        "helpcenter.Article",
        "id number collection_id source_locale featured products plans roles",
        left="as_shipped",
    ),
    Kind(
        "article_texts",
        "helpcenter.Translation",
        "id article_id locale slug title summary keywords questions body_markdown published_at updated_at version"
        " machine reviewed source_version",
        left="body_html toc terms word_keys file_digest as_shipped render_digest meaning",
        changed="updated_at",
    ),
    Kind("related_articles", "helpcenter.Related", "id article_id to_id position"),
    Kind("landmarks", "helpcenter.Landmark", "id key article_id", left="as_shipped"),
    Kind("corrections", "helpcenter.Correction", "id translation_id version text staff_id made_at"),
    Kind(
        "reactions",
        "helpcenter.Reaction",
        "id translation_id version face comment created_at changed_at",
        left="reader",
    ),
    Kind("synonyms", "helpcenter.SynonymGroup", "id locale words one_way active key", left="as_shipped"),
    Kind("searched_phrases", "helpcenter.SearchedPhrase", "id day locale place words asked found opened"),
    # The messenger.
    Kind(
        "conversations",
        "messenger.Conversation",
        "id reference customer_id locale stage text topic_id details consent_version consent_locale consented_at"
        " tried_self_service unsolved ticket_id seen_at created_at updated_at",
        left="visitor_id unsent submission",
        changed="updated_at",
        **_OF_TICKET,
    ),
    Kind(
        "conversation_messages",
        "messenger.Message",
        "id conversation_id author text citations choices language masked state created_at",
        left="submission",
        tickets=("conversation__ticket",),
        changed="created_at",
    ),
    Kind(
        "conversation_files",
        "messenger.MessageFile",
        "id message_id file_id",
        tickets=("message__conversation__ticket",),
    ),
    Kind(
        "packets",
        "messenger.Packet",
        "id conversation_id organisation_id name email for_admins text transcript mailed created_at expires_at told_at"
        " revoked_at sent_at ticket_id",
        left="reference",
        **_OF_TICKET,
    ),
    Kind("packet_files", "messenger.PacketFile", "id packet_id file_id", tickets=("packet__ticket",)),
    Kind("consents", "messenger.Consent", "id customer_id version locale agreed_at", left="visitor_id"),
    Kind(
        "fin_answers",
        "messenger.FinAnswer",
        "id message_id question locale topic decision intent rule articles model outcome created_at",
        left="sections unwritten tokens micros milliseconds",
        tickets=("message__conversation__ticket",),
        changed="created_at",
    ),
    Kind(
        "golden_questions",
        "messenger.GoldenQuestion",
        "id text locale expect article_id or_articles section asker set_aside right asked_at did",
        left="shipped_id",
    ),
    # What was done, and what is kept how long.
    Kind(
        "audit_trail",
        "accounts.AuditEntry",
        "id at kind outcome staff_number staff_name object_kind object_ref network details",
        changed="at",
        among=without_reports_entries,
    ),
    Kind("retention_rules", "privacy.RetentionRule", "id what days"),
    Kind("deletions", "privacy.Report", "id kind what staff_id staff_name counts kept subject begun_at ended_at"),
    Kind("kept_consents", "privacy.KeptConsent", "id who version locale agreed_at kept_at"),
    Kind("imported_records", "moving.ImportedRecord", "id source kind external_id made imported_at"),
)
