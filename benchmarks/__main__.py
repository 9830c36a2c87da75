"""`make bench`: ours beside rivals or a floor, in one run.

python -m benchmarks                      # all
python -m benchmarks web documents        # some
python -m benchmarks web --quick          # the smallest size only
python -m benchmarks web documents --save # and into docs/performance.md
"""

from __future__ import annotations

import argparse
import os


def _engine(options: argparse.Namespace) -> None:
    from benchmarks.engine import cpm

    cpm.main([1_000] if options.quick else [1_000, 10_000, 100_000])


def _web(options: argparse.Namespace) -> None:
    from benchmarks.web.__main__ import main

    main(options)


def _documents(options: argparse.Namespace) -> None:
    from benchmarks.documents import main

    main(options)


BENCHMARKS = {
    "engine": (_engine, "critical path beside networkx and rustworkx"),
    "web": (_web, "pages and API beside the bare floor"),
    "documents": (_documents, "whole processes of the command line"),
}


def main() -> None:
    """Run the named benchmarks one after the other."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--quick", action="store_true", help="smallest sizes, fewest rounds")
    parser.add_argument("--large", action="store_true", help="100,000 tasks as well")
    parser.add_argument("--save", action="store_true", help="write into docs/performance.md")
    options = parser.parse_args()
    if unknown := sorted(set(options.names) - set(BENCHMARKS)):
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # nobody measures without byte code
    for name in options.names or list(BENCHMARKS):
        run, about = BENCHMARKS[name]
        print(f"\n== {name}: {about}")
        run(options)


if __name__ == "__main__":
    main()
