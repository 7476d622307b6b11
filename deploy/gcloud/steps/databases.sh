# The event store, which nobody may lose, and the views, which can be made anew from it.

step_databases() {
  see databases gcloud firestore databases list \
    --format='value(name.basename(),pointInTimeRecoveryEnablement,deleteProtectionState)' || return 1
  database eventstore POINT_IN_TIME_RECOVERY_ENABLED DELETE_PROTECTION_ENABLED \
    --enable-pitr --delete-protection || return 1
  database views POINT_IN_TIME_RECOVERY_DISABLED DELETE_PROTECTION_DISABLED \
    --no-enable-pitr --no-delete-protection || return 1

  see backups gcloud firestore backups schedules list --database=eventstore \
    --format='value(retention)' || return 1
  if [ ! -s "$WORK/backups" ]; then
    run gcloud firestore backups schedules create --database=eventstore --recurrence=daily \
      --retention="$BACKUP_RETENTION" || return 1
  fi
}

database() {
  local name="$1" recovery="$2" protection="$3"
  shift 3
  if ! known databases "$name"; then
    run gcloud firestore databases create --database="$name" --location="$DATABASE_LOCATION" \
      --type=firestore-native "$@"
  elif ! has databases "$name" "$recovery" "$protection"; then
    run gcloud firestore databases update --database="$name" "$@"
  fi
}
