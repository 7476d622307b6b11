# Options, output, and the one way in which commands run. Sourced; works with bash 3.2 and later.

HERE=deploy/gcloud
TABLE="${TABLE:-deploy/functions.txt}"

DRY_RUN=""  # print every command for an empty project, ask Google nothing
PLAN="${PLAN:-}"     # print the commands that a deploy would run now
YES=""      # ask nothing
ADOPT=""    # a database that is to become part of the installation
LOG=""      # where what the next command prints is kept
ALSO=""     # what passes by itself here and nowhere else

usage() {
  sed -n '2,/^$/s/^# \{0,1\}//p' "$SCRIPT"
}

fail() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

# Sets the options that all scripts know. What is left over goes to OTHER.
OTHER=()
parse_options() {
  local project="" region="" services="" environment="" images=""
  while [ $# -gt 0 ]; do
    case "$1" in
      --project=* | --region=* | --services=* | --env=* | --adopt=* | --url=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;;
      --project | --region | --services | --env | --adopt)
        # Empty is where somebody's variable is not set, and would mean another installation.
        [ -n "${2-}" ] || fail "$1 needs a value"
        case "$1" in
          --project) project="$2" ;;
          --region) region="$2" ;;
          --services) services="$2" ;;
          --env) environment="$2" ;;
          --adopt) ADOPT="$2" ;;
        esac
        shift 2
        ;;
      --dry-run) DRY_RUN=1 && shift ;;
      --yes) YES=1 && shift ;;
      --images) images=yes && shift ;;
      --functions) images=no && shift ;;
      -h | --help)
        usage
        exit 0
        ;;
      *) OTHER+=("$1") && shift ;;
    esac
  done
  [ -z "$project" ] || PROJECT="$project"
  [ -z "$region" ] || REGION="$region"
  [ -z "$services" ] || SERVICES="$services"
  [ -z "$environment" ] || ENVIRONMENT="$environment"
  [ -z "$images" ] || IMAGES="$images"
  . "${CONFIG:-$HERE/config.env}"
  if [ -z "$PROJECT" ]; then
    PROJECT="$(gcloud config get project 2> /dev/null)" || true
  fi
  # A system that is given by its address may be in no project.
  [ -n "$PROJECT" ] || [ "${OTHER[0]-}" = --url ] \
    || fail "no project: give --project, or set it in config.env"
  [[ "$TRACE_SAMPLING" =~ ^(0(\.[0-9]+)?|1)$ ]] \
    || fail "TRACE_SAMPLING must be a number from 0 to 1, not \"$TRACE_SAMPLING\""
  # An account's id has 30 characters, of which "-restaurant-reconciler" takes 22.
  [[ "${ENVIRONMENT:=}" =~ ^([a-z][a-z0-9]{0,7})?$ ]] \
    || fail "ENVIRONMENT (--env) must be at most 8 small letters and digits, a letter first, not \"$ENVIRONMENT\""
  [[ "$IMAGES" =~ ^(yes|no)?$ ]] || fail "IMAGES must be yes, no or empty, not \"$IMAGES\""
  [[ "$PARALLEL" =~ ^[1-9][0-9]?$ ]] || fail "PARALLEL must be a number from 1 to 99, not \"$PARALLEL\""
  name_all
  name_tokens
  JWT_ISSUER="${JWT_ISSUER:-https://securetoken.google.com/$PROJECT}"
  JWT_JWKS_URI="${JWT_JWKS_URI:-https://www.googleapis.com/service_accounts/v1/metadata/x509/securetoken@system.gserviceaccount.com}"
  JWT_AUDIENCES="${JWT_AUDIENCES:-$PROJECT}"
  export CLOUDSDK_CORE_PROJECT="$PROJECT" CLOUDSDK_CORE_DISABLE_PROMPTS=1
  WORK="$(mktemp -d)"
  : > "$WORK/changes"
  trap 'rm -rf "$WORK"' EXIT
}

# Asks a person; an answer goes to ANSWER. Nobody's, as in a build whose input stays open, is empty after a while.
ask() {
  printf '%s ' "$1" >&2
  ANSWER=""
  read -r -t "${ANSWER_WITHIN:-600}" ANSWER || true
}

no_more_options() {
  [ ${#OTHER[@]} -eq 0 ] || fail "unknown option ${OTHER[0]} (--help lists all)"
}

# Sets LINE to a command as a shell reads it back. What a dry run doesn't know stays a variable.
command_line() {
  local word line=""
  for word in "$@"; do
    case "$word" in
      *"\${"[A-Z]*)
        word="${word//\\/\\\\}" word="${word//\"/\\\"}"
        line="$line\"$word\" "
        ;;
      "" | *[!A-Za-z0-9_@%+=:,./-]*) line="$line'${word//\'/\'\\\'\'}' " ;;
      *) line="$line$word " ;;
    esac
  done
  LINE="${line% }"
}

# Prints a line, and counts it as a change.
changed() {
  printf '%s\n' "$1"
  printf '%s\n' "$1" >> "$WORK/changes"
}

# How many commands have run so far; some run in processes of their own.
changes() { wc -l < "$WORK/changes"; }

# Runs a command that changes something; or prints it.
run() {
  local LINE
  command_line "$@"
  changed "$LINE"
  if [ -z "$DRY_RUN$PLAN" ]; then
    patiently "$@"
  fi
}

# The same, and keeps what the command prints in a variable, which a dry run leaves as it is.
capture() {
  local variable="$1" LINE
  shift
  printf -v "$variable" '%s' "\${$variable}"
  command_line "$@"
  changed "$variable=\"\$($LINE)\""
  if [ -z "$DRY_RUN$PLAN" ]; then
    LOG="$WORK/$variable" patiently "$@" && printf -v "$variable" '%s' "$(cat "$WORK/$variable")"
  fi
}

# What passes by itself: something new is not known everywhere yet, or Google is busy. What is
# in no line of it is for a person to mend.
PASSES="$HERE/passes.txt"

# What a listing says on the side when it succeeds without a region, or without what it could not get.
IN_PART='unreachable|failed to list'

# Runs a command again until it succeeds, or fails with what does not pass, or patience is over.
# Its output goes to LOG. What passes only here and now is in ALSO.
patiently() {
  local log start=$SECONDS again="" LINE
  log="${LOG:-$(mktemp "$WORK/log.XXXXXX")}"
  until "$@" > "$log" 2> "$log.err" < /dev/null && { [ -z "$LOG" ] || [ ! -s "$log.err" ] || ! grep -Eqi "$IN_PART" "$log.err"; }; do
    if [ -n "$again" ] && was_done "$*" "$log.err"; then
      return
    fi
    if ! passes "$log" "$log.err"; then
      cat "$log" "$log.err" >&2
      command_line "$@"
      echo "failed: $LINE" >&2
      return 1
    fi
    if [ $((SECONDS - start)) -ge "$PATIENCE" ]; then
      echo "waited $PATIENCE s in vain for: $(reason "$log" "$log.err")" >&2
      command_line "$@"
      echo "failed: $LINE" >&2
      return 1
    fi
    [ -n "$again" ] || say "waiting for Google, $PATIENCE s at most: $(reason "$log" "$log.err")" >&2
    again=1
    sleep "$PAUSE"
  done
}

# Whether a command was carried out before, when the answer got lost. A config of the gateway may be there and have failed:
# that is for the next run to see.
was_done() {
  case "$1" in
    *" api-configs create "* | *" gateways create "*) false ;;
    *" create "*) grep -Eqi 'already exists|ALREADY_EXISTS' "$2" ;;
    *" delete "* | *" remove-iam-policy-binding "*) grep -Eqi 'NOT_FOUND|not found' "$2" ;;
    *) false ;;
  esac
}

passing() {
  grep -v '^#' "$PASSES"
  [ -z "$ALSO" ] || echo "$ALSO"
}

passes() { passing | grep -Eqi -f - "$@"; }

# The line of an error that says why.
reason() { passing | grep -Eih -f - "$@" | head -n 1 | cut -c 1-200; }

# Commands that may run beside each other: `beside run ...` starts one, `together` waits for all.
JOBS=()
FAILED=""

beside() {
  # What is only printed, in its order.
  if [ -n "${PRINTING-$DRY_RUN$PLAN}" ]; then
    "$@"
    return
  fi
  if [ ${#JOBS[@]} -ge "$PARALLEL" ]; then
    wait "${JOBS[0]}" || FAILED=1
    JOBS=("${JOBS[@]:1}")
  fi
  "$@" &
  JOBS+=($!)
}

together() {
  local job
  for job in ${JOBS[@]+"${JOBS[@]}"}; do
    wait "$job" || FAILED=1
  done
  JOBS=()
  if [ -n "$FAILED" ]; then
    FAILED=""
    return 1
  fi
}

# What is there: `see NAME command...` keeps the lines that a listing prints; `has NAME column...`
# knows whether one of them has these columns, and maybe more. A dry run sees nothing.
see() {
  local name="$1"
  shift
  if [ -n "$DRY_RUN" ]; then
    : > "$WORK/$name"
  else
    LOG="$WORK/$name" patiently "$@"
  fi
}

has() {
  local listing wanted end=$'[\t\n]' IFS=$'\t'
  listing=$'\n'"$(< "$WORK/$1")"$'\n'
  shift
  wanted=$'\n'"$*"
  [[ "$listing" == *"$wanted"$end* ]]
}

# column_of LISTING NAME NUMBER: of the line of that name.
column_of() { awk -F '\t' -v name="$2" -v column="$3" '$1 == name { print $column }' "$WORK/$1"; }

# Whether a line is among those that it reads. It reads all: whoever writes them must not fail.
among() { awk -v line="$1" '$0 == line { found = 1 } END { exit !found }'; }

hash_of() {
  if command -v sha256sum > /dev/null; then sha256sum; else shasum -a 256; fi | cut -c 1-16
}

say() {
  printf '# %s\n' "$*"
}

# Runs the steps in order and says how long each took.
steps() {
  local step number=0 began changes
  for step in "$@"; do
    number=$((number + 1))
    began=$SECONDS changes=$(changes)
    say "[$number/$#] $step"
    "step_$step" || fail "step $step failed; run it again and it goes on where it stopped"
    if [ -z "$DRY_RUN$PLAN" ]; then
      say "$(($(changes) - changes)) changes in $((SECONDS - began)) s"
    fi
  done
}
