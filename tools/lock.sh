#!/bin/sh
# Writes the hashed locks. Each layer is held to the one below, so that `make test` and
# `make run` never disagree about a version. Pins already there are kept; pass --upgrade to move them.
set -eu
cd "$(dirname "$0")/../requirements"

lock() { # lock NAME SOURCE [uv options]
    name=$1
    source=$2
    shift 2
    uv pip compile "$source" --quiet --generate-hashes --universal --python-version 3.11 \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
        --output-file "$name.txt" "$@"
    echo "requirements/$name.txt  $(grep -c == "$name.txt")"
}

lock core ../pyproject.toml "$@"
lock build build.in "$@"
lock node node.in "$@"
lock dev ../pyproject.toml --extra dev -c core.txt -c build.txt "$@"
lock bench ../pyproject.toml --extra bench -c dev.txt "$@"
lock e2e ../pyproject.toml --extra dev --extra e2e -c dev.txt "$@"
