# The clock that calls the reconcilers.

step_scheduler() {
  local name
  for name in $(names reconciler); do
    beside job "$name"
  done
  together
}

job() {
  local name="$1" verb=create
  if has jobs "$name"; then
    has jobs "$name" "$INSTALLATION" "$RECONCILE_SCHEDULE" "$(url "$name")/" "$(account scheduler)" \
      "$RECONCILER_TIMEOUT" && return
    verb=update
  fi
  run gcloud scheduler jobs "$verb" http "$name" --location="$REGION" \
    --schedule="$RECONCILE_SCHEDULE" --uri="$(url "$name")/" --http-method=POST \
    --oidc-service-account-email="$(account scheduler)" \
    --oidc-token-audience="$(url "$name")" --attempt-deadline="$RECONCILER_TIMEOUT" \
    --description="$MARK"
}
