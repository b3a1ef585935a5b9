"""Pages of the demonstration on the help center host."""

from django.urls import path

from demo.views import guide, mail

urlpatterns = [
    path("", guide.guide, name="demo_guide"),
    path("mail/", mail.mailbox, name="demo_mailbox"),
    path("mail/<str:name>/", mail.letter, name="demo_letter"),
    path("mail/<str:name>/reply", mail.reply, name="demo_reply"),
]
