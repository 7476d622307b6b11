# The clocks that call the reconcilers and the timers.

step_scheduler() {
  local name
  for name in $(names reconciler); do
    beside job "$name" "$RECONCILE_SCHEDULE" "$RECONCILER_TIMEOUT"
  done
  for name in $(names timer); do
    beside job "$name" "$TIMER_SCHEDULE" "$TIMER_TIMEOUT"
  done
  together
}

# job NAME SCHEDULE DEADLINE
job() {
  local name="$1" schedule="$2" deadline="$3" verb=create
  if has jobs "$name"; then
    has jobs "$name" "$INSTALLATION" "$schedule" "$(url "$name")/" "$(account scheduler)" "$deadline" && return
    verb=update
  fi
  run gcloud scheduler jobs "$verb" http "$name" --location="$REGION" \
    --schedule="$schedule" --uri="$(url "$name")/" --http-method=POST \
    --oidc-service-account-email="$(account scheduler)" \
    --oidc-token-audience="$(url "$name")" --attempt-deadline="$deadline" \
    --description="$MARK"
}
