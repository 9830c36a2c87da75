#!/bin/sh
# Finds a Python that is new enough and hands over to tools/install.py.
# Plain sh, so that an old or missing Python gets one clear line and not a syntax error.
cd "$(dirname "$0")/.." || exit 1

new_enough() {
    command -v "$1" >/dev/null 2>&1 &&
        "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2])' >/dev/null 2>&1
}

for candidate in "$PYTHON" python3 python3.13 python3.12 python3.11 python3.14 python; do
    if [ -n "$candidate" ] && new_enough "$candidate"; then
        exec "$candidate" -m tools.install "$@"
    fi
done

found=$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || echo -)
echo "需要 Python 3.11 或更新版本（当前：$found）；请安装后重试，或用 make PYTHON=/路径/python3 指定。 / Python 3.11 or newer is required (found: $found); install it, or name one with make PYTHON=/path/to/python3." >&2
exit 1
