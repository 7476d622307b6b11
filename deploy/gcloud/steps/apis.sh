# The APIs, and the identities under which Google's own services act in the project.

APIS="apigateway artifactregistry cloudbuild cloudfunctions cloudresourcemanager cloudscheduler
cloudtrace eventarc firebaserules firestore iam iamcredentials logging monitoring pubsub run
servicecontrol servicemanagement serviceusage storage telemetry"

# The most that Google takes in one call.
APIS_AT_ONCE=20

step_apis() {
  local api agent missing=""
  for api in $APIS ${TOKENS:+secretmanager}; do
    has apis-on "$api.googleapis.com" || missing="$missing $api.googleapis.com"
  done
  # What it knew of when it was off is there when it is on.
  local look="$missing"
  # shellcheck disable=SC2086 # one word an API
  set -- $missing
  while [ $# -gt 0 ]; do
    run gcloud services enable "${@:1:$APIS_AT_ONCE}" || return 1
    shift $(($# < APIS_AT_ONCE ? $# : APIS_AT_ONCE))
  done

  for api in pubsub eventarc; do
    agent="serviceAccount:$(agent "$api")"
    if ! has bindings "roles/$api.serviceAgent" "$agent" "" ""; then
      run gcloud beta services identity create --service="$api.googleapis.com" || return 1
      bind "roles/$api.serviceAgent" "$agent" - || return 1
    fi
  done
  [ -z "$look" ] || [ -n "$PLAN" ] || step_look
}
