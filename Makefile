# make run      the site with its demo edition, at the address that it prints
# make test     everything that must hold: style, types, layers, docs, tests
# make bench    the measurements, as JSON under bench/out/
# make lock     pin the dependencies anew
.PHONY: run test check bench lock clean

run:
	@scripts/setup run
	@.venv/bin/broadsheet run --demo

test: check
	.venv/bin/pytest -n 2 --dist loadfile

check:
	@scripts/setup test
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python scripts/check_docs.py

bench:
	@scripts/setup test
	.venv/bin/python -m bench

lock:
	@scripts/setup test
	scripts/lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .hypothesis bench/out
