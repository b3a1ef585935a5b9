"""The staff's sign-in, below the admin and among its names."""

from django.urls import path

from accounts.sso import leaving
from accounts.sso import views as company
from accounts.staff import entering, settings_views, views

urlpatterns = [
    path("settings/", settings_views.own_settings, name="own_settings"),
    path("sign-in/", views.own_sign_in, name="own_sign_in"),
    path("sign-in/second-step/", entering.second_step, name="second_step"),
    path("sign-in/confirm/", entering.confirm_sign_in, name="confirm_sign_in"),
    path("sign-in/company/back/", company.come_back, name="company_login_back"),
    path("sign-in/company/left/", leaving.left, name="company_left"),
    path("sign-in/company/back-channel-logout", leaving.logged_out_there, name="company_logged_out"),
    path("sign-in/company/<int:pk>/", company.begin, name="company_login"),
    path("sign-in/company/<int:pk>/join/", company.join, name="join_company_login"),
    path("sign-in/app/", views.set_up_app, name="set_up_app"),
    path("sign-in/app/remove/", views.remove_app, name="remove_app"),
    path("sign-in/passkeys/add/", views.add_passkey, name="add_passkey"),
    path("sign-in/passkeys/<int:pk>/remove/", views.remove_passkey, name="remove_passkey"),
    path("sign-in/sessions/<uuid:number>/end/", views.end_session, name="end_session"),
    path("sign-in/sessions/end-others/", views.end_other_sessions, name="end_other_sessions"),
    path("sign-in/recovery-codes/", views.new_codes, name="new_codes"),
]
