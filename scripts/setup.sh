#!/bin/sh
# Makes the development environment in the folder given: Python packages from requirements.lock with their hashes,
# and, where this is root on Debian, the few system packages that tests use. What cannot be installed is
# told by name; the tests that need it then say so.
set -eu

venv=$1
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "setup: $("$python" --version) is too old; set PYTHON to a Python 3.11 or newer" >&2
    exit 1
}

missing=""
command -v bwrap >/dev/null 2>&1 || missing="$missing bubblewrap"
command -v git >/dev/null 2>&1 || missing="$missing git"
"$python" -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"
[ "${SPECCURSOR_SETUP_BROWSER:-}" != 1 ] || command -v chromium >/dev/null 2>&1 || missing="$missing chromium"

if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        apt-get update -qq
        # shellcheck disable=SC2086  # a list of package names
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
    else
        echo "setup: not installed here:$missing (as root on Debian: apt-get install$missing)" >&2
    fi
fi

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
if [ ! -x "$venv/bin/uv" ]; then
    pin=$(mktemp)
    awk '/^[a-z]/ { ours = /^uv==/ } ours' requirements.lock >"$pin"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$pin"
    rm -f "$pin"
fi
"$venv/bin/uv" pip sync --quiet --python "$venv/bin/python" --require-hashes requirements.lock
"$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --no-deps --no-build-isolation --editable .
