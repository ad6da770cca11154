#!/usr/bin/env bash
# Takes the steps of the Dockerfile on a bare machine, because an image that was never run proves nothing: builds as the
# Dockerfile says, then serves as nobody from a read-only program, asks one question, backs up, stops, restores.
#   deploy/rehearse.sh           do it (needs Python 3.11 or newer and a network; as root it becomes nobody)
#   deploy/rehearse.sh --steps   print the steps of the build and end
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source_folder=$PWD
PYTHON=${PYTHON:-python3}
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
port=${REHEARSAL_PORT:-8399}

# The Dockerfile's own lines between the first FROM and the second: what is copied and what is run, one per line.
steps() {
    sed -n '/^FROM .* AS build$/,/^FROM [^ ]*$/p' "$source_folder/Dockerfile" | sed -n 's/^\(COPY\|RUN\) /\1 /p'
}

if [ "${1:-}" = --steps ]; then
    steps
    exit
fi

work=$(mktemp -d /tmp/hotline-rehearsal.XXXXXX)
served=
end() {
    status=$?
    if [ -n "$served" ]; then kill -KILL "$served" 2>/dev/null || true; fi
    if [ "$status" -ne 0 ] && [ -s "$work/log" ]; then tail -n 20 "$work/log" >&2; fi
    chmod -R u+w "$work" && rm -rf "$work"
    if [ "$status" -eq 0 ]; then echo "== rehearsed: all is well"; else echo "== the rehearsal failed" >&2; fi
}
trap end EXIT

python() { "$PYTHON" "$@"; }

build() {
    mkdir "$work/build"
    cd "$work/build"
    local kind words
    while read -r kind words; do
        echo "-- $kind $words"
        case $kind in
            COPY) copy $words ;;
            RUN) eval "${words//\/venv/$work/venv}" </dev/null ;;
        esac
    done < <(steps)
    cd /
    chmod 755 "$work"
    chmod -R a-w,a+rX "$work/venv"
}

copy() {
    local target=${*: -1}
    if [ "$target" = ./ ]; then
        for file in "${@:1:$#-1}"; do cp "$source_folder/$file" .; done
    else
        cp -r "$source_folder/$1" "$target"
    fi
}

# As root, become nobody, as the image does; otherwise whoever we are will do.
as_nobody=()
if [ "$(id -u)" -eq 0 ]; then
    as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs)
fi

hotline() { "${as_nobody[@]}" env "${settings[@]}" "$work/venv/bin/hotline" "$@"; }

for_nobody() {
    mkdir -m 700 "$@"
    if [ "$(id -u)" -eq 0 ]; then chown 65534:65534 "$@"; fi
}

ask() { "$work/venv/bin/python" "$source_folder/deploy/ask.py" "http://127.0.0.1:$port" "$@"; }

if ! "${as_nobody[@]}" "$PYTHON" -c "" 2>/dev/null; then
    echo "nobody may not run $PYTHON; set PYTHON to one that everybody may run, such as /usr/bin/python3" >&2
    exit 1
fi
build
echo "-- the program folder cannot be written"
if "${as_nobody[@]}" touch "$work/venv/lib/written" 2>/dev/null; then echo "it can" >&2; exit 1; fi

for_nobody "$work/data" "$work/again" "$work/backups"
cd "$work/data"
settings=(-i PATH=/usr/bin:/bin "HOTLINE_DATA_DIR=$work/data" "HOTLINE_PORT=$port" PYTHONDONTWRITEBYTECODE=1)

echo "-- hotline migrate, staff, knowledge check"
hotline migrate
hotline staff units --add 620500 --name 天水市总工会
hotline staff add --role supervisor --name 演练督导 --unit 620500
hotline staff add --role lawyer --name 演练律师 --unit 620500
hotline knowledge check

echo "-- hotline serve"
"${as_nobody[@]}" env "${settings[@]}" "$work/venv/bin/hotline" serve >"$work/log" 2>&1 &
served=$!
ask ready
ask question 老板拖欠我三个月工资怎么办
ask page /metrics
hotline doctor

echo "-- hotline backup, while it serves"
hotline backup "$work/backups/first"

echo "-- SIGTERM"
kill -TERM "$served"
wait "$served" || { echo "it did not end in peace" >&2; exit 1; }
served=

echo "-- hotline restore, into an empty folder"
key=$(cat "$work/data/secret.key")
cd "$work/again"
settings+=("HOTLINE_DATA_DIR=$work/again" "HOTLINE_SECRET_KEY=$key")
hotline restore "$work/backups/first"
hotline doctor
