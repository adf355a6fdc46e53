"""Where somebody else's code runs: copies of the candidate, its dependencies, and the sandbox around both.

Preparing (`python.prepare`, `javascript.prepare`) and measuring (`sandbox.run`) are two steps: only the
first may reach a registry. Nothing that either writes comes back into the user's tree. Why paths stay the
same from one run to the next, and what that allows, stands in docs/adr/0003-workspaces.md.

How an executor uses the package::

    isolation = await find_isolation()
    with take_place(isolation, cache=cache, project="name python:.", scratch=scratch) as place:
        copied = copy_files(candidate.files, source=tree, target=place.folder)
        prepared = await python.prepare(component, place=place, recipe=Recipe(), ...)
        mounts = attach(prepared.environment, place=place)
        ended = await run(
            Command(
                argv=(prepared.environment.program("python"), "-m", "pytest"),
                cwd=place.seen_at(component.path),
                scratch=scratch / "pytest",
                mounts=(place.mount(), *mounts),
                environment=prepared.environment.variables,
            ),
            limits=Limits(wall_s=600.0),
            isolation=isolation,
        )
"""
