"""The engine: is this release candidate fit to ship? It knows no project by name."""
