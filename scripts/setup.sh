#!/bin/sh
# Makes the development environment in the folder given: Python packages from requirements.lock with their hashes,
# and, where this is root on Debian, the few system packages that tests use. An ordinary user needs Python 3.11, git
# and make. What cannot be installed is told by name, at the end; the tests that need it then say so.
set -eu

venv=$1
python=${PYTHON:-python3}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

say() {
    echo "setup: $*" >&2
}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    say "$("$python" --version) is too old; set PYTHON to a Python 3.11 or newer"
    exit 1
}

# Debian's packages that are not here, by their names.
absent() {
    command -v bwrap >/dev/null 2>&1 || echo bubblewrap
    command -v git >/dev/null 2>&1 || echo git
    [ "${SPECCURSOR_SETUP_BROWSER:-}" != 1 ] || command -v chromium >/dev/null 2>&1 || echo chromium
}

install_packages() {
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# pip as a wheel of Debian's archive, unpacked below $scratch: where python3-venv is not installed, an ordinary user
# can have it all the same. Prints the wheel's path, or nothing.
pip_of_debian() {
    mkdir -p "$scratch/lists/partial" "$scratch/cache/archives/partial"
    (
        cd "$scratch"
        set -- -qq -o APT::Sandbox::User=root -o "Dir::State::Lists=$scratch/lists" -o "Dir::Cache=$scratch/cache"
        apt-get "$@" update && apt-get "$@" download python3-pip-whl && dpkg-deb -x python3-pip-whl_*.deb .
    ) >/dev/null || return 0
    find "$scratch/usr/share/python-wheels" -name 'pip-*.whl'
}

# An empty environment, and uv in it at the version that is locked.
make_environment() {
    "$python" -m venv --clear --without-pip "$venv"
    if "$python" -c 'import ensurepip' 2>/dev/null; then
        "$venv/bin/python" -m ensurepip >/dev/null
        set -- -m pip
    else
        wheel=$(pip_of_debian)
        [ -n "$wheel" ] || {
            say "this Python has no ensurepip; install it (Debian, as root: apt-get install python3-venv), or set PYTHON"
            exit 1
        }
        set -- "$wheel/pip"
    fi
    awk '/^[a-z]/ { ours = /^uv==/ } ours' requirements.lock >"$scratch/uv.txt"
    "$venv/bin/python" "$@" install --quiet --disable-pip-version-check --require-hashes --requirement "$scratch/uv.txt"
}

missing=$(absent)
if [ -n "$missing" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    # shellcheck disable=SC2086  # a list of package names
    if ! { apt-get update -qq && install_packages $missing; }; then
        say "apt-get could not install what is missing"
    fi
    missing=$(absent)
fi

[ -x "$venv/bin/uv" ] || make_environment
"$venv/bin/uv" pip sync --quiet --compile-bytecode --python "$venv/bin/python" --require-hashes requirements.lock
"$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --no-deps --no-build-isolation --editable .
"$venv/bin/python" -m compileall -q src

for name in $missing; do
    say "not installed here: $name (as root on Debian: apt-get install $name)"
done
