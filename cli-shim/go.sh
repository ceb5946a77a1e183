#!/bin/sh
# go.sh build VERSION | test: what the Maven reactor does here, where Go is there.
set -eu
cd "$(dirname "$0")"

if ! command -v go >/dev/null 2>&1; then
    # An older executable must not pass for one of these sources.
    rm -f target/tls
    echo "Go is missing: the native client is not built ($1); the distribution runs the Java one." >&2
    exit 0
fi

# The sources need the standard library and any Go from go.mod's version on: no download, whatever the environment says.
export CGO_ENABLED=0 GOTOOLCHAIN=local GOFLAGS=-mod=mod GOPROXY=off

case $1 in
    build)
        mkdir -p target
        go build -trimpath -ldflags "-s -w -X main.Version=$2" -o target/tls .
        ;;
    test)
        unformatted=$(gofmt -l .)
        if [ -n "$unformatted" ]; then
            echo "gofmt has something to say about: $unformatted" >&2
            exit 1
        fi
        go vet .
        go test .
        ;;
esac
