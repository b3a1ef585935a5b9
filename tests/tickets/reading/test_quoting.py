"""Quotations, signatures and prefixes as mail programs write them in thirteen languages."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.mail import parsing
from tickets.mail.quoting import split_quoted, without_prefixes

WHO = "Product Support <s@h.example>"
GMAIL = {
    "en": f"On Sun, Nov 22, 2026 at 10:00 AM {WHO} wrote:",
    "ja": f"2026年11月22日(日) 10:00 {WHO}:",
    "fr": f"Le dim. 22 nov. 2026 à 10:00, {WHO} a écrit :",
    "de": f"Am So., 22. Nov. 2026 um 10:00 Uhr schrieb {WHO}:",
    "es": "El dom, 22 nov 2026 a las 10:00, Product Support (<s@h.example>) escribió:",
    "pt-br": f"Em dom., 22 de nov. de 2026 às 10:00, {WHO} escreveu:",
    "it": f"Il giorno dom 22 nov 2026 alle ore 10:00 {WHO} ha scritto:",
    "id": f"Pada Min, 22 Nov 2026 pukul 10.00 {WHO} menulis:",
    "ko": f"2026년 11월 22일 (일) 오전 10:00, {WHO}님이 작성:",
    "ru": f"вс, 22 нояб. 2026 г. в 10:00, {WHO}:",
    "zh-hans": f"{WHO} 于2026年11月22日周日 10:00写道：",
    "zh-hant": f"{WHO} 於 2026年11月22日 週日 上午10:00寫道：",
    "ar": f"في الأحد، 22 نوفمبر 2026 في 10:00 ص تمت كتابة ما يلي بواسطة {WHO}:",
}
APPLE = {
    "en": f"On 22 Nov 2026, at 10:00, {WHO} wrote:",
    "ja": f"2026/11/22 10:00、{WHO}のメール:",
    "fr": f"Le 22 nov. 2026 à 10:00, {WHO} a écrit :",
    "de": f"Am 22.11.2026 um 10:00 schrieb {WHO}:",
    "es": f"El 22 nov 2026, a las 10:00, {WHO} escribió:",
    "pt-br": f"Em 22 de nov. de 2026, à(s) 10:00, {WHO} escreveu:",
    "it": f"Il giorno 22 nov 2026, alle ore 10:00, {WHO} ha scritto:",
    "id": f"Pada 22 Nov 2026, pukul 10.00, {WHO} menulis:",
    "ko": f"2026. 11. 22. 오전 10:00, {WHO} 작성:",
    "ru": f"22 нояб. 2026 г., в 10:00, {WHO} написал(а):",
    "zh-hans": f"2026年11月22日 10:00，{WHO} 写道：",
    "zh-hant": f"{WHO} 於 2026年11月22日 上午10:00 寫道：",
    "ar": f"في ٢٢ نوفمبر ٢٠٢٦، الساعة ١٠:٠٠ ص، كتب/كتبت {WHO}:",
}
OUTLOOK = {
    "en": ("From", "Sent", "To", "Subject"),
    "ja": ("差出人", "送信日時", "宛先", "件名"),
    "fr": ("De", "Envoyé", "À", "Objet"),
    "de": ("Von", "Gesendet", "An", "Betreff"),
    "es": ("De", "Enviado", "Para", "Asunto"),
    "pt-br": ("De", "Enviada em", "Para", "Assunto"),
    "it": ("Da", "Inviato", "A", "Oggetto"),
    "id": ("Dari", "Dikirim", "Kepada", "Perihal"),
    "ko": ("보낸 사람", "보낸 날짜", "받는 사람", "제목"),
    "ru": ("От", "Отправлено", "Кому", "Тема"),
    "zh-hans": ("发件人", "发送时间", "收件人", "主题"),
    "zh-hant": ("寄件者", "寄件日期", "收件者", "主旨"),
    "ar": ("من", "تم الإرسال", "إلى", "الموضوع"),
}
ORIGINAL = {
    "en": "Original Message",
    "ja": "元のメッセージ",
    "fr": "Message d'origine",
    "de": "Ursprüngliche Nachricht",
    "es": "Mensaje original",
    "pt-br": "Mensagem original",
    "it": "Messaggio originale",
    "id": "Pesan Asli",
    "ko": "원본 메시지",
    "ru": "Исходное сообщение",
    "zh-hans": "原始邮件",
    "zh-hant": "原始郵件",
    "ar": "الرسالة الأصلية",
}
OWN = "It works now.\nThank you!"


def blocks(labels, colon=":"):
    values = (WHO, "2026-11-22 10:00", "jane@c.example", "The button")
    return "\n".join(f"{label}{colon} {value}" for label, value in zip(labels, values, strict=True))


@pytest.mark.parametrize(
    "intro", [*GMAIL.values(), *APPLE.values()], ids=[*GMAIL, *(f"{code} apple" for code in APPLE)]
)
@pytest.mark.parametrize("rest", ["> Please try again.", "\n> Please try again.\n>\n>> Once more", "Please try again."])
def test_a_quotation_is_folded_with_the_line_above_it(intro, rest):
    if not rest.startswith((">", "\n>")) and "wrote" not in intro:
        rest = "> " + rest
    assert split_quoted(f"{OWN}\n\n{intro}\n{rest}") == (OWN, f"{intro}\n{rest}")


@pytest.mark.parametrize("intro", GMAIL.values(), ids=GMAIL.keys())
def test_a_line_above_that_was_broken_is_folded_whole(intro):
    at = intro.index(" ", len(intro) // 2 - 4)
    broken = f"{intro[:at]}\n{intro[at + 1 :]}\n\n> Please try again."
    assert split_quoted(f"{OWN}\n\n{broken}") == (OWN, broken)


@pytest.mark.parametrize("labels", OUTLOOK.values(), ids=OUTLOOK.keys())
@pytest.mark.parametrize(("above", "colon"), [("", ":"), ("_" * 32 + "\n", ":"), ("", "："), ("", " :")])
def test_a_mail_below_its_headers_is_folded(labels, above, colon):
    rest = f"{above}{blocks(labels, colon)}\n\nPlease try again."
    assert split_quoted(f"{OWN}\n\n{rest}") == (OWN, rest)


@pytest.mark.parametrize("words", ORIGINAL.values(), ids=ORIGINAL.keys())
def test_a_mail_below_a_line_that_says_so_is_folded(words):
    rest = f"-----{words}-----\nPlease try again."
    assert split_quoted(f"{OWN}\n\n{rest}") == (OWN, rest)


@pytest.mark.parametrize(
    "text",
    [
        f"Here is my log:\n{'-' * 40}\nTraceback\n{'_' * 40}\nHelp!",
        "The invoice mail said:\nFrom: billing@c.example\nDate: 2 June\nSubject: invoice\n\nPlease refund this one.",
        f"My answers:\n\n{GMAIL['en']}\n> Which browser?\nFirefox 120\n> Which account?\naccount 42",
        f"{GMAIL['de']}\n> Which browser?\n\nFirefox, below it.",
        "Please send it to bob@c.example by 10:30:\n- one\n- two",
        "I wrote:\nhelp\nand nobody wrote back",
        "Jane said 12/11:\nno",
        "De: todo\nA: nada",
    ],
)
def test_words_of_ones_own_are_never_folded(text):
    assert split_quoted(text) == (text, "")


def test_below_the_last_answer_the_rest_of_the_quotation_is_folded():
    text = f"{GMAIL['en']}\n> Which browser?\nFirefox 120\n> Which account?\n> Thanks"
    assert split_quoted(text) == (text.rsplit("\n> Which", 1)[0], "> Which account?\n> Thanks")


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nJane Doe\n+81 3 1234",
        "--\nJane",
        "Sent from my iPhone",
        "Get Outlook for iOS<https://aka.example/x>",
        "iPhoneから送信",
        "Envoyé de mon iPhone",
        "Von meinem iPhone gesendet",
        "Enviado desde mi iPhone",
        "Enviado do meu iPhone",
        "Inviato da iPhone",
        "Dikirim dari iPhone saya",
        "나의 iPhone에서 보냄",
        "Отправлено с iPhone",
        "发自我的 iPhone",
        "從我的 iPhone 傳送",
        "أُرسلت من الـ iPhone",
    ],
)
@pytest.mark.parametrize("below", ["", f"\n\n{GMAIL['en']}\n> Please try again."])
def test_a_signature_is_folded(signature, below):
    assert split_quoted(f"{OWN}\n\n{signature}{below}") == (OWN, f"{signature}{below}")


@pytest.mark.parametrize(
    "text",
    ["Sent from my iPhone", "-- \nJane", "Look:\n\nSent from my server it fails.", "a\n--\n" + "line\n" * 15 + "end"],
)
def test_what_only_looks_like_a_signature_is_not_folded(text):
    assert split_quoted(text) == (text.strip(), "")


@pytest.mark.parametrize(
    "prefix",
    [
        *(
            "Re:",
            "RE: ",
            "Fwd: ",
            "Re: Re: ",
            "Re[2]: ",
            "返信:",
            "Re：",
            "転送: ",
            "RÉ: ",
            "TR : ",
            "AW: ",
            "WG: ",
        ),
        *("RV: ", "RES: ", "ENC: ", "R: ", "I: ", "Bls: ", "Trs: ", "회신: ", "전달: ", "Ответ: ", "Отв: ", "Пересл: "),
        *("回复：", "答复: ", "转发：", "回覆：", "轉寄: ", "رد: ", "إعادة توجيه: ", "SV: ", "AW: Re: 回复: "),
    ],
)
def test_what_programs_put_before_a_subject_is_left_out(prefix):
    assert without_prefixes(f"{prefix}The button") == "The button"


@pytest.mark.parametrize("subject", ["Refund: why", "Internet: slow", "Reply", "回复", "Arte: nuovo"])
def test_a_subject_of_ones_own_stays(subject):
    assert without_prefixes(subject) == subject


def test_answers_inside_gmails_quotation_are_ones_own():
    page = (
        '<div>Hi, see below.</div><div class="gmail_quote"><div class="gmail_attr">On Mon, Jun 2, 2025 at 10:00 AM '
        "A &lt;a@b.example&gt; wrote:<br></div><blockquote>Which browser?</blockquote><div>Firefox 120</div>"
        "<blockquote>Thanks</blockquote></div>"
    )
    mail = parsing.parse(f"From: a@b.c\nContent-Type: text/html\n\n{page}".encode())
    assert "Firefox 120" in mail.text
    assert mail.quoted == "> Thanks"


PIECES = [
    *GMAIL.values(),
    blocks(OUTLOOK["en"]),
    "> q",
    "",
    "own words",
    "-- ",
    "Sent from my iPhone",
    "_" * 32,
    "a:",
    "--",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_no_line_is_lost(pieces):
    written, quoted = split_quoted("\n".join(pieces))
    whole = "\n".join(pieces).strip()
    assert whole.startswith(written)
    assert whole.endswith(quoted)
    assert f"{written}\n{quoted}".split() == whole.split()


SLOW = ["--" + " " * 400, "a" + " " * 400, ": " * 200, ":" + " " * 400, "a" * 399 + ":", "a" * 397 + "@:", "Re: " * 100]


@pytest.mark.parametrize(
    "line", ["On 1 a@b.c " * 60 + ":", "> a:", "From:", "- " * 300, "_" * 500, "a@b.c 10:00:", *SLOW]
)
def test_a_text_made_to_be_slow_is_not(line):
    started = time.process_time()
    split_quoted("\n".join([line] * 20_000))
    assert time.process_time() - started < 3
