"""Tools, fetched from their registries, pinned and verified.

Every tool has a lock file in this package, with the hash of everything that it consists of. It is
installed once into the user's cache, in a folder named for its lock, and looked at again before it is used.

Usage::

    cache = cache_root(os.environ)
    statuses = await install([Pypi("ruff", "0.17.6")], cache=cache, environment=os.environ, progress=print)
    match statuses[Pypi("ruff", "0.17.6")]:
        case Installed() as ruff:
            argv = (f"{ruff.path}/bin/ruff", "check")
        case Missing() as missing:
            print(missing.reason, missing.hint)
"""
