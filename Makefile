# Every target is a script of the same name: where make is missing, ./scripts/run does the same as make run.
.PHONY: run test lint audit bench faults load messages lock reset

run: ## the portal with demo data on this machine
	@exec ./scripts/run --end-with-parent

test: ## all tests, or some: make test ARGS="tests/jobs -k tick"
	@exec ./scripts/test $(ARGS)

lint: ## style, format, order of imports, types
	@exec ./scripts/lint

audit: ## known advisories about what is installed
	@exec ./scripts/audit $(ARGS)

bench: ## what the pages cost
	@exec ./scripts/bench $(ARGS)

faults: ## kills the processes under work and proves that nothing was lost
	@exec ./scripts/faults $(ARGS)

load: ## ten years of data, five hundred people at once, two nodes behind nginx
	@exec ./scripts/load $(ARGS)

messages: ## the interface's sentences into locale/
	@exec ./scripts/messages

lock: ## requirements/*.txt from pyproject.toml
	@exec ./scripts/lock $(ARGS)

reset: ## empties the trial
	@exec ./scripts/reset
