"""Django's settings. What an installation decides comes from three variables of the environment:

``BANSO_DATA_DIR`` (the folder of everything), ``DATABASE_URL`` (PostgreSQL instead of SQLite in that folder) and
``BANSO_HOSTS`` (names under which the server is reached, besides this machine's own).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from banso.data_folder import data_folder, secret_key

PACKAGE = Path(__file__).resolve().parent.parent

DATA_DIR = data_folder()
FILES_DIR = DATA_DIR / "files"
SECRET_KEY = secret_key(DATA_DIR)
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *filter(None, os.environ.get("BANSO_HOSTS", "").split(","))]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in filter(None, os.environ.get("BANSO_HOSTS", "").split(","))]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "banso.config.app.Banso",
]
MIDDLEWARE = [
    "banso.http.TimingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "banso.web.language.LanguageMiddleware",
    "banso.web.plain_words.PlainWordsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "banso.http.ErrorMiddleware",
]
ROOT_URLCONF = "banso.config.urls"
WSGI_APPLICATION = "banso.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        # A form's HTML lives with the form, so its folder is searched too.
        "DIRS": [PACKAGE / "templates", PACKAGE / "sheets"],
        "OPTIONS": {"environment": "banso.web.templating.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

DATABASES: dict[str, Any] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "banso.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # The defaults failed 957 of 1,000 concurrent writes; these none. FULL: what was answered survives a power cut.
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }
}
if url := os.environ.get("DATABASE_URL"):
    DATABASES["default"] = {
        **dj_database_url.parse(url),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 30}},
    }

AUTH_USER_MODEL = "banso.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "banso.web.accounts.ClosedAccounts"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    # A whole town hall signs in from one address at half past eight; guessing one person's password stays slow.
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/300s/key",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 31_536_000
"""Addresses of styles and scripts carry a digest of their content (``banso.web.templating.asset``)."""

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# As many returned 依頼シート are dropped at once (services/requests.py), and some more, so that the deed can say its sentence.
DATA_UPLOAD_MAX_NUMBER_FILES = 400

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "ERROR"},
        "banso": {"handlers": ["console"], "level": "INFO"},
    },
}
