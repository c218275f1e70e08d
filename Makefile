# Two commands matter: `go run ./cmd/assent demo` and `make test`.
export CGO_ENABLED = 0

# The race detector needs cgo, and SQLite under it is too slow to be of use: it runs on the rooms without a database.
RACE = . ./address ./law ./ledger ./link ./locale ./mail ./sheet ./unsubscribe ./vault

STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.7.0

.PHONY: test lint build proofs clean

test: needs lint build ## install what is missing, then everything
	go test -timeout 30m ./...
	CGO_ENABLED=1 go test -race -timeout 20m $(RACE)

.PHONY: needs
needs:
	@.ci/needs

lint: ## formatting, vet, staticcheck (which checks and why: staticcheck.conf)
	@test -z "$$(gofmt -l .)" || { echo "these files want gofmt:"; gofmt -l .; exit 1; }
	go vet ./...
	go run $(STATICCHECK) ./...

build: ## one static binary in bin/
	go build -trimpath -ldflags='-s -w' -o bin/assent ./cmd/assent

proofs: needs ## the long proofs: crash loops of 50 rounds on both databases, a million draws of facts against the law, a million withdrawals each followed by a question
	ASSENT_CRASH_ROUNDS=50 go test -timeout 60m -count=1 -run Crash ./cmd/assent
	go test ./law -timeout 60m -count=1 -run 'CompiledForm|FollowingTheAdvice|HoldsUntilItsEnd' -rapid.checks=1000000
	ASSENT_TRIALS=$${ASSENT_TRIALS:-1000000} go test ./decide -timeout 12h -count=1 -run AcknowledgedWithdrawal

.PHONY: bench
bench: needs ## beside rivals, in one run: a table, and docs/performance.md (a module of its own: not part of test)
	cd bench && go vet ./... && go test ./... && go run . -out ../docs/performance.md

clean:
	rm -rf bin
