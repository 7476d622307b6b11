# Firestore's rules for clients.

step_rules() {
  local database
  for database in $DATABASES; do
    [ -e "$WORK/rules-$database" ] && cmp -s "$HERE/firestore/firestore.rules" "$WORK/rules-$database" \
      || run deploy/gcloud/lib/firebaserules release "$PROJECT" "$database" "$HERE/firestore/firestore.rules" || return 1
  done
}
