# Taking away what the other steps made, and nothing else. A dry run prints it for a whole system.

# What of our own names (one a line) is there, by a listing.
there() {
  local listing="$1" name
  while read -r name; do
    if [ -n "$DRY_RUN" ] || known "$listing" "$name"; then echo "$name"; fi
  done
}

words() { tr '\n' ' ' | sed 's/ $//'; }

step_remove_monitoring() {
  local file id
  # An alert that watches a metric must go before it.
  see alerts gcloud alpha monitoring policies list --format='value(name,displayName)' || return 1
  see dashboards gcloud monitoring dashboards list --format='value(name,displayName)' || return 1
  see metrics gcloud logging metrics list --format='value(name)' || return 1
  see channels gcloud beta monitoring channels list --format='value(name,displayName)' || return 1
  for file in deploy/gcloud/monitoring/alerts/*.json; do
    id="$(id_or_placeholder alerts "$(display_name "$file")")"
    [ -z "$id" ] || run gcloud alpha monitoring policies delete "$id" || return 1
  done
  id="$(id_or_placeholder dashboards "$(display_name deploy/gcloud/monitoring/dashboard.json)")"
  [ -z "$id" ] || beside run gcloud monitoring dashboards delete "$id"
  together || return 1
  id="$(awk -F '\t' '$2 == "restaurant" { print $1 }' "$WORK/channels")"
  [ -z "$id" ] || run gcloud beta monitoring channels delete "$id" || return 1
  for file in deploy/gcloud/monitoring/metrics/*.json; do
    for id in $(basename "$file" .json | there metrics); do
      beside run gcloud logging metrics delete "$id"
    done
  done
  together
}

id_or_placeholder() {
  if [ -n "$DRY_RUN" ]; then
    echo "ID of \"$2\""
  else
    awk -F '\t' -v name="$2" '$2 == name { print $1 }' "$WORK/$1" | head -n 1
  fi
}

step_remove_scheduler() {
  local name
  see jobs gcloud scheduler jobs list --location="$REGION" --format='value(name.basename())' \
    || return 1
  for name in $(names reconciler | there jobs); do
    beside run gcloud scheduler jobs delete "$name" --location="$REGION"
  done
  together
}

step_remove_gateway() {
  local config
  see gateways gcloud api-gateway gateways list --location="$REGION" \
    --format='value(name.basename())' || return 1
  see apis gcloud api-gateway apis list --format='value(name.basename())' || return 1
  if [ -n "$(echo restaurant | there gateways)" ]; then
    run gcloud api-gateway gateways delete restaurant --location="$REGION" || return 1
  fi
  [ -n "$(echo restaurant | there apis)" ] || return 0
  see configs gcloud api-gateway api-configs list --api=restaurant \
    --format='value(name.basename())' || return 1
  [ -z "$DRY_RUN" ] || echo CONFIG > "$WORK/configs"
  while read -r config; do
    run gcloud api-gateway api-configs delete "$config" --api=restaurant < /dev/null || return 1
  done < "$WORK/configs"
  run gcloud api-gateway apis delete restaurant
}

step_remove_subscriptions() {
  local there
  see subscriptions gcloud pubsub subscriptions list --format='value(name.basename())' || return 1
  there="$({ names projector && dead_letter_topics; } | there subscriptions | words)"
  # shellcheck disable=SC2086 # one word a subscription
  [ -z "$there" ] || run gcloud pubsub subscriptions delete $there
}

step_remove_functions() {
  local name
  see functions gcloud functions list --v2 --regions="$REGION" --format='value(name.basename())' \
    || return 1
  for name in $(names "" | there functions); do
    beside run gcloud functions delete "$name" --gen2 --region="$REGION"
  done
  together
}

step_remove_topics() {
  local there
  see topics gcloud pubsub topics list --format='value(name.basename())' || return 1
  there="$({ topics && dead_letter_topics; } | there topics | words)"
  # shellcheck disable=SC2086 # one word a topic
  [ -z "$there" ] || run gcloud pubsub topics delete $there
}

step_remove_rights() {
  local account role member database
  see_bindings || return 1
  if [ -n "$DRY_RUN" ]; then
    rights | while read -r account role database; do
      case "$role" in roles/*) ;; *) role="projects/$PROJECT/roles/$role" ;; esac
      unbind "$role" "serviceAccount:$(account "$account")" "${database#-}"
    done
    return
  fi
  while IFS='|' read -r role member database; do
    case "$member" in
      serviceAccount:restaurant-*@"$PROJECT".iam.gserviceaccount.com)
        unbind "$role" "$member" "$database" || return 1
        ;;
    esac
  done < <(tr '\t' '|' < "$WORK/bindings")
}

step_remove_accounts() {
  local email id
  see accounts gcloud iam service-accounts list --format='value(email)' || return 1
  see roles gcloud iam roles list --project="$PROJECT" --format='value(name.basename())' || return 1
  for email in $(for id in $ROLES; do account "$id"; done | there accounts); do
    beside run gcloud iam service-accounts delete "$email"
  done
  for id in $(custom_roles | there roles); do
    beside run gcloud iam roles delete "$id" --project="$PROJECT" --format=none
  done
  together
}

custom_roles() {
  local file
  for file in deploy/gcloud/roles/*.yaml; do basename "$file" .yaml; done
}

step_remove_databases() {
  local name
  see databases gcloud firestore databases list --format='value(name.basename())' || return 1
  for name in $(echo views | there databases); do
    run gcloud firestore databases delete --database=views || return 1
  done
  [ -n "$WITH_EVENT_STORE" ] || return 0
  for name in $(echo eventstore | there databases); do
    run gcloud firestore databases update --database=eventstore --no-delete-protection || return 1
    run gcloud firestore databases delete --database=eventstore || return 1
  done
}
