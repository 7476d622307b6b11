# The APIs, and the identities under which Google's own services act in the project.

APIS="apigateway artifactregistry cloudbuild cloudfunctions cloudresourcemanager cloudscheduler
cloudtrace eventarc firebaserules firestore iam iamcredentials logging monitoring pubsub run
servicecontrol servicemanagement serviceusage storage telemetry"

# The most that Google takes in one call.
APIS_AT_ONCE=20

step_apis() {
  local api missing=""
  see apis gcloud services list --enabled --format='value(config.name)' || return 1
  for api in $APIS; do
    known apis "$api.googleapis.com" || missing="$missing $api.googleapis.com"
  done
  # shellcheck disable=SC2086 # one word an API
  set -- $missing
  while [ $# -gt 0 ]; do
    run gcloud services enable "${@:1:$APIS_AT_ONCE}" || return 1
    shift $(($# < APIS_AT_ONCE ? $# : APIS_AT_ONCE))
  done
  [ -n "$DRY_RUN$PLAN" ] || ALL_ON=1

  see_bindings || return 1
  for api in pubsub eventarc; do
    if ! has_binding "roles/$api.serviceAgent" "serviceAccount:$(agent "$api")" ""; then
      run gcloud beta services identity create --service="$api.googleapis.com" || return 1
      bind "roles/$api.serviceAgent" "serviceAccount:$(agent "$api")" "" || return 1
    fi
  done
}

see_bindings() {
  see bindings gcloud projects get-iam-policy "$PROJECT" --flatten='bindings[].members' \
    --format='value(bindings.role,bindings.members,bindings.condition.title)'
}
