# Taking away what the other steps made, and nothing else: what bears the mark of this installation. A dry run prints it
# for a whole system.

# For a dry run, everything is there.
step_all_there() {
  local kind name
  for kind in $KINDS; do
    # In the one form or in the other.
    case "$kind" in
      functions) ! from_images || continue ;;
      services | triggers) from_images || continue ;;
    esac
    while read -r name; do
      printf '%s\t%s\tID of "%s"\n' "$name" "$INSTALLATION" "$name"
    done < <(wanted "$kind") > "$WORK/$kind"
  done
  printf 'CONFIG\t%s\n' "$INSTALLATION" > "$WORK/configs"
  rights | as_bindings > "$WORK/bindings"
}

# each KIND command...: runs a command beside others for the name of each that is ours.
each() {
  local name
  while read -r name; do
    beside run "${@:2}" "$name"
  done < <(ours "$1")
  together
}

# Those that Google names by numbers.
each_id() {
  local id
  while read -r id; do
    run "${@:2}" "$id" || return 1
  done < <(our_ids "$1")
}

step_remove_monitoring() {
  # An alert that watches a metric must go before it, and one after the other.
  each_id alerts gcloud alpha monitoring policies delete || return 1
  each_id dashboards gcloud monitoring dashboards delete || return 1
  each_id channels gcloud beta monitoring channels delete || return 1
  each metrics gcloud logging metrics delete
}

step_remove_scheduler() { each jobs gcloud scheduler jobs delete --location="$REGION"; }

step_remove_gateway() {
  each gateways gcloud api-gateway gateways delete --location="$REGION" || return 1
  each configs gcloud api-gateway api-configs delete --api="$INSTALLATION" || return 1
  each apis gcloud api-gateway apis delete
}

step_remove_subscriptions() { each subscriptions gcloud pubsub subscriptions delete; }

step_remove_functions() {
  each triggers gcloud eventarc triggers delete --location="$DATABASE_LOCATION" || return 1
  each services gcloud run services delete --region="$REGION" || return 1
  each functions gcloud functions delete --gen2 --region="$REGION" || return 1
  each repositories gcloud artifacts repositories delete --location="$REGION"
}

step_remove_topics() { each topics gcloud pubsub topics delete; }

step_remove_rights() {
  local role member
  while IFS=$'\t' read -r role member; do
    unbind "$role" "$member" || return 1
  done < <(our_bindings | cut -f 1,2 | sort -u)
  tokens_are_unreadable
}

# Custom roles stay: they cost nothing, and the name of one that is deleted is taken for weeks.
step_remove_accounts() { each accounts gcloud iam service-accounts delete; }

step_remove_databases() {
  ! is_ours databases "$VIEWS" || run gcloud firestore databases delete --database="$VIEWS" || return 1
  [ -n "$WITH_EVENT_STORE" ] || return 0
  local database
  for database in "$EVENT_STORE_DATABASE" "$KEYS"; do
    ! is_ours databases "$database" || {
      run gcloud firestore databases update --database="$database" --no-delete-protection \
        && run gcloud firestore databases delete --database="$database"
    } || return 1
  done
}
