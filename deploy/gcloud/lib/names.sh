# What the system is made of: the rows of deploy/functions.txt, and names that follow from them. All
# begin with the name of the environment, if it has one.

# What follows from settings.
name_all() {
  PREFIX="${ENVIRONMENT:+$ENVIRONMENT-}"
  INSTALLATION="${PREFIX}restaurant"
  # What bears no label says it in its description.
  MARK="Part of $INSTALLATION."
  EVENT_STORE_DATABASE="${EVENT_STORE_DATABASE:-${PREFIX}eventstore}"
  VIEWS="${PREFIX}views"
  KEYS="${PREFIX}keys"
  DATABASES="$EVENT_STORE_DATABASE $VIEWS $KEYS"
  # What is made for Google to read.
  TARGET="${TARGET_FOLDER:-$HERE/target/$INSTALLATION}"
  template_values
}

# Functions that subscriptions of their own names push to, and those that a clock calls.
PUSHED="projector reactor eraser"
CLOCKED="reconciler timer"

# The rows of these kinds (or of all, with no argument), of the services that were asked for.
rows() {
  awk -v kinds="${1:-}" -v services="$SERVICES" -v prefix="$PREFIX" '
    /^[[:space:]]*(#|$)/ { next }
    kinds != "" && index(" " kinds " ", " " $3 " ") == 0 { next }
    services != "" && index("," services ",", "," $1 ",") == 0 { next }
    $5 != "-" { gsub(/,/, "," prefix, $5); $5 = prefix $5 }
    { print $1, prefix $2, $3, $4, $5 }' "$TABLE"
}

check_services() {
  local service
  for service in $(echo "$SERVICES" | tr ',' ' '); do
    awk -v s="$service" '$1 == s { found = 1 } END { exit !found }' "$TABLE" \
      || fail "there is no service $service in deploy/functions.txt"
  done
}

check_places() {
  places gateway | among "$REGION" \
    || fail "REGION must have API Gateway; \"$REGION\" is not among those in $HERE/regions.txt: $(places gateway | paste -sd ' ' -)"
  places database | among "$DATABASE_LOCATION" \
    || fail "DATABASE_LOCATION must have Firestore; \"$DATABASE_LOCATION\" is not among those in $HERE/regions.txt"
}

# menu-items is a function of the installation without a name, and would be one of an environment "menu".
check_environment() {
  [ -z "$ENVIRONMENT" ] || ! SERVICES="" rows | cut -d ' ' -f 1 | among "$ENVIRONMENT" \
    || fail "--env: \"$ENVIRONMENT\" is the name of a service"
}

places() { sed -n "s/^$1 //p" "$HERE/regions.txt" | tr ' ' '\n'; }

# By the rule of the functions (dev.eventfold.gcp.http.Cors), but before anything is deployed.
check_origins() {
  # In others, a-z may have more than these 26.
  local LC_ALL=C
  local origin label='[a-z0-9]([a-z0-9-]*[a-z0-9])?'
  local port='[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]'
  local form="^https?://($label(\\.$label)*|\\[[0-9a-f:]+\\])(:($port))?\$"
  local default='^(http://.*:80|https://.*:443)$' rest="$CORS_ORIGINS,"
  while [ -n "$CORS_ORIGINS" ] && [ -n "$rest" ]; do
    origin="${rest%%,*}" rest="${rest#*,}"
    if [[ ! "$origin" =~ $form ]] || [[ "$origin" =~ $default ]]; then
      fail "CORS_ORIGINS must be origins as browsers send them, like https://shop.example or \
http://localhost:5173, separated by commas: \"$origin\" is none"
    fi
  done
}

names() { rows "$1" | cut -d ' ' -f 2; }

# Every topic that a function of these services publishes or listens to.
topics() {
  rows | awk '$5 != "-" { print $5 }' | tr ',' '\n' | sort -u
}

dead_letter_topics() { names "$PUSHED" | sed 's/$/-dead-letters/'; }

# The topics of services of whom events are stored.
event_topics() { rows publisher | cut -d ' ' -f 5; }

# The databases of the tables as they are called here.
database_of() {
  case "$1" in
    eventstore) echo "$EVENT_STORE_DATABASE" ;;
    *) echo "$PREFIX$1" ;;
  esac
}

# Custom roles, whose ids have no dashes.
role_of() { echo "${ENVIRONMENT:+${ENVIRONMENT}_}$1"; }

custom_roles() {
  local file
  for file in "$HERE"/roles/*.yaml; do role_of "$(basename "$file" .yaml)"; done
}

metric_of() { echo "$PREFIX$(basename "$1" .json)"; }

# Service accounts, one a role.
ROLES="commands publisher projector reactor eraser timer queries reconciler push trigger gateway scheduler build"

account() { echo "$INSTALLATION-$1@$PROJECT.iam.gserviceaccount.com"; }

describe_account() {
  case "$1" in
    commands) echo "Runs Commands" ;;
    publisher) echo "Runs EventPublisher" ;;
    projector) echo "Runs projectors" ;;
    reactor) echo "Runs reactors" ;;
    eraser) echo "Runs erasers" ;;
    timer) echo "Runs timers" ;;
    queries) echo "Runs Queries" ;;
    reconciler) echo "Runs reconcilers" ;;
    push) echo "Calls projectors, reactors and erasers, for Pub/Sub" ;;
    trigger) echo "Calls EventPublisher, for Eventarc" ;;
    gateway) echo "Calls Commands and Queries, for API Gateway" ;;
    scheduler) echo "Calls reconcilers and timers, for Cloud Scheduler" ;;
    build) echo "Builds functions" ;;
  esac
}

# Which identity a function runs as, and which may call it.
runs_as() { account "$1"; }

caller_of() {
  case "$1" in
    commands | queries) account gateway ;;
    publisher) account trigger ;;
    projector | reactor | eraser) account push ;;
    reconciler | timer) account scheduler ;;
  esac
}

# The address of a function is known before it is there.
url() { echo "https://$1-$PROJECT_NUMBER.$REGION.run.app"; }

# Whether functions make spans.
traced() { [ "$TRACE_SAMPLING" != 0 ]; }

agent() { echo "service-$PROJECT_NUMBER@gcp-sa-$1.iam.gserviceaccount.com"; }

# The project's number, which is part of the names of Google's agents and of functions' addresses.
step_project() {
  if [ -n "$DRY_RUN" ]; then
    PROJECT_NUMBER="\${PROJECT_NUMBER}"
    echo "PROJECT_NUMBER=\$(gcloud projects describe $PROJECT --format='value(projectNumber)')"
    echo "export CLOUDSDK_CORE_PROJECT=$PROJECT CLOUDSDK_CORE_DISABLE_PROMPTS=1"
  else
    see project gcloud projects describe "$PROJECT" --format='value(projectNumber)' \
      && PROJECT_NUMBER="$(cat "$WORK/project")" && [ -n "$PROJECT_NUMBER" ]
  fi
}
