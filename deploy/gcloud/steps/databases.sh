# The event store and the keys of persons, which nobody may lose, and the views, which can be made anew.

step_databases() {
  local id retention
  database "$EVENT_STORE_DATABASE" POINT_IN_TIME_RECOVERY_ENABLED DELETE_PROTECTION_ENABLED \
    --enable-pitr --delete-protection || return 1
  database "$VIEWS" POINT_IN_TIME_RECOVERY_DISABLED DELETE_PROTECTION_DISABLED \
    --no-enable-pitr --no-delete-protection || return 1
  # No copy of it may outlive a key that was deleted, and nobody may lose it.
  database "$KEYS" POINT_IN_TIME_RECOVERY_DISABLED DELETE_PROTECTION_ENABLED \
    --no-enable-pitr --delete-protection || return 1

  # There may be a weekly one of somebody else's.
  id="" retention=""
  ! has databases "$EVENT_STORE_DATABASE" || read -r id retention < <(
    awk -F '\t' '$3 == "" { print $1, $2; exit }' "$WORK/backups-$EVENT_STORE_DATABASE"
  ) || true
  if [ -z "$id" ]; then
    # A database that was just made refuses that at first, with the words for who may not.
    ALSO="caller does not have permission" run gcloud firestore backups schedules create --database="$EVENT_STORE_DATABASE" --recurrence=daily \
      --retention="$BACKUP_RETENTION"
  elif [ "$retention" != "$(seconds "$BACKUP_RETENTION")" ]; then
    run gcloud firestore backups schedules update --database="$EVENT_STORE_DATABASE" \
      --backup-schedule="$(basename "$id")" --retention="$BACKUP_RETENTION"
  fi
}

database() {
  local name="$1" recovery="$2" protection="$3" place
  shift 3
  if ! has databases "$name"; then
    run gcloud firestore databases create --database="$name" --location="$DATABASE_LOCATION" \
      --type=firestore-native "$@"
    return
  fi
  place="$(column_of databases "$name" 5)"
  if [ "$place" != "$DATABASE_LOCATION" ]; then
    echo "The database $name is in $place for good: set DATABASE_LOCATION=$place." >&2
    return 1
  fi
  has databases "$name" "$INSTALLATION" "$recovery" "$protection" \
    || run gcloud firestore databases update --database="$name" "$@"
}

# "7d" or "2w" as Google prints it.
seconds() {
  awk -v given="$1" 'BEGIN {
    n = given + 0
    unit = substr(given, length(given))
    print n * (unit == "w" ? 604800 : unit == "d" ? 86400 : unit == "h" ? 3600 : unit == "m" ? 60 : 1) "s"
  }'
}

# Views that are made beside an event store that holds something must be filled: nothing that happened will be told again.
# So must those whose projectors heard nothing for a while.
# That is written down before they are made, and until they are filled.
views_to_fill() {
  local service name kind class topic
  TO_FILL=""
  while read -r service name kind class topic; do
    ! hears_another_topic "$name" "$topic" || TO_FILL=1
  done < <(rows projector)
  if has databases "$EVENT_STORE_DATABASE" && ! has databases "$VIEWS"; then TO_FILL=1; fi
  ! awk -F '\t' -v role="$(role_of eventAppender)" '
    $1 == role && $4 ~ /To fill:/ { found = 1 } END { exit !found }' "$WORK/roles" || TO_FILL=1
}

step_views() {
  [ -n "$TO_FILL" ] || return 0
  run mvn -q -Pops -Dops.args="verify --repair --project $PROJECT${ENVIRONMENT:+ --env $ENVIRONMENT} --event-store $EVENT_STORE_DATABASE" \
    && run gcloud iam roles update "$(role_of eventAppender)" --project="$PROJECT" --description="$(claim)" --format=none
}
