"""Settings, one file, safe by default; every difference between installations is environment."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from yunchou.web.config import env

DATA_DIR = env.data_dir()
WEB_DIR = Path(__file__).resolve().parent.parent

DEBUG = env.flag("YUNCHOU_DEBUG")
SECRET_KEY = env.secret_key(DATA_DIR)
ALLOWED_HOSTS = env.listing("YUNCHOU_HOSTS", "127.0.0.1,localhost,[::1],testserver")
CSRF_TRUSTED_ORIGINS = env.listing("YUNCHOU_ORIGINS")
PUBLIC_URL = env.text("YUNCHOU_URL", "http://127.0.0.1:8000").rstrip("/")
HTTPS = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS += [host for host in [urlsplit(PUBLIC_URL).hostname] if host]
TRUSTED_PROXIES = env.listing("YUNCHOU_PROXIES")  # addresses whose X-Forwarded-For is believed

#: the steps of the method, bottom to top: an app may use those before it
STEPS = [
    "core", "ui", "users", "approvals", "projects", "market", "goals", "schedule", "resources",
    "communication", "monitoring", "risks", "retros", "learning", "boards", "exchange", "practices",
]  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    *(f"yunchou.web.{step}" for step in STEPS if find_spec(f"yunchou.web.{step}")),
]

MIDDLEWARE = [
    "yunchou.web.core.middleware.headers",
    "yunchou.web.core.middleware.Compression",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "yunchou.web.users.middleware.actor",
    "yunchou.web.users.middleware.language",
    "yunchou.web.projects.uploads.limit",
    "django.middleware.csrf.CsrfViewMiddleware",
    "yunchou.web.ui.refusals.domain_errors",
]

ROOT_URLCONF = "yunchou.web.config.urls"
WSGI_APPLICATION = "yunchou.web.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [path / "templates" for path in sorted(WEB_DIR.iterdir()) if path.is_dir()],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "yunchou.web.ui.jinja.environment", "auto_reload": DEBUG},
    }
]

DATABASES = {"default": env.database(env.text("DATABASE_URL"), DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "users.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
LOCALE_PATHS = [WEB_DIR / "config/locale"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+-[0-9A-Za-z_-]{8,}\..+$"  # Vite's hashed names
MEDIA_ROOT = DATA_DIR / "media"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
IMPORT_MAX_BYTES = 64 * 1024 * 1024
ATTACHMENT_MAX_BYTES = 25 * 1024 * 1024

SESSION_DAYS = 14
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "yunchou.web.ui.refusals.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked by the machine itself, without a proxy
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W003",  # CsrfViewMiddleware is there; sessions are ours (users.middleware)
    "security.W004", "security.W008", "security.W016",  # follow YUNCHOU_URL: https or not
]  # fmt: skip

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("YUNCHOU_LOG", "WARNING")},
}
