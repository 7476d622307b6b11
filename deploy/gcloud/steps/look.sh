# What is there, asked once before anything is changed. A listing has a line for each thing: its name, the
# installation that it is part of, and what else a step compares.

step_look() { list inside && no_strangers && one_system && one_form && tokens_are_there; }

step_look_to_remove() { list outside && one_system; }

# list inside|outside: of what is in databases too, or not.
list() {
  local database PRINTING=""
  see apis-on gcloud services list --enabled --format='value(config.name)' || return 1
  see bindings gcloud projects get-iam-policy "$PROJECT" --flatten='bindings[].members' \
    --format='value(bindings.role,bindings.members,bindings.condition.expression,bindings.condition.title)' || return 1
  look accounts iam gcloud iam service-accounts list --format='value(email,description)'
  look roles iam gcloud iam roles list --project="$PROJECT" --show-deleted \
    --format='value(name.basename(),description,deleted,description)'
  look databases firestore gcloud firestore databases list \
    --format='value(name.basename(),pointInTimeRecoveryEnablement,deleteProtectionState,locationId,uid)'
  look topics pubsub gcloud pubsub topics list \
    --format='value(name.basename(),labels.installation,messageRetentionDuration)'
  look subscriptions pubsub gcloud pubsub subscriptions list --format='value(name.basename(),labels.installation,topic.basename(),pushConfig.pushEndpoint,pushConfig.oidcToken.serviceAccountEmail,ackDeadlineSeconds,retryPolicy.minimumBackoff,retryPolicy.maximumBackoff,deadLetterPolicy.deadLetterTopic.basename(),deadLetterPolicy.maxDeliveryAttempts)'
  look repositories artifactregistry gcloud artifacts repositories list --location="$REGION" \
    --format='value(name.basename(),labels.installation,labels.images)'
  look functions cloudfunctions gcloud functions list --v2 --regions="$REGION" \
    --format='value(name.basename(),labels.installation,labels.config,labels.database,state,eventTrigger.trigger)'
  look services run gcloud run services list --region="$REGION" \
    --format='value(metadata.name,metadata.labels.installation,metadata.labels.config,metadata.labels.database,status.latestCreatedRevisionName,status.latestReadyRevisionName,spec.traffic.revisionName.list(separator=" "))'
  look triggers eventarc gcloud eventarc triggers list --location="$DATABASE_LOCATION" \
    --format='value(name.basename(),labels.installation,labels.config,labels.database)'
  look apis apigateway gcloud api-gateway apis list --format='value(name.basename(),labels.installation)'
  look gateways apigateway gcloud api-gateway gateways list --location="$REGION" \
    --format='value(name.basename(),labels.installation,apiConfig.basename(),state)'
  look jobs cloudscheduler gcloud scheduler jobs list --location="$REGION" \
    --format='value(name.basename(),description,schedule,httpTarget.uri,httpTarget.oidcToken.serviceAccountEmail,attemptDeadline)'
  # Somebody else's.
  : > "$WORK/secrets"
  [ -z "$TOKENS" ] || look secrets secretmanager gcloud secrets list --format='value(name.basename())'
  look metrics logging gcloud logging metrics list --format='value(name,description,description)'
  look dashboards monitoring gcloud monitoring dashboards list --format='value(displayName,labels,name,labels,etag)'
  look alerts monitoring gcloud alpha monitoring policies list \
    --format='value(displayName,userLabels.installation,name,userLabels.revision,enabled,notificationChannels.list())'
  look channels monitoring gcloud beta monitoring channels list \
    --format='value(displayName,userLabels.installation,name,labels.email_address)'
  together || return 1
  services_of_functions
  form
  marked_databases
  views_to_fill

  if [ "$1" = inside ]; then
    for database in $DATABASES; do
      is_ours databases "$database" && look_into "$database"
    done
  fi
  : > "$WORK/configs"
  ! is_ours apis "$INSTALLATION" || look configs apigateway gcloud api-gateway api-configs list \
    --api="$INSTALLATION" --format='value(name.basename(),labels.installation,state,createTime)'
  together
}

# look NAME API command...: an API that is off knows of nothing.
look() {
  local name="$1" api="$2"
  shift 2
  : > "$WORK/$name"
  ! has apis-on "$api.googleapis.com" || beside listed "$name" "$@"
}

listed() {
  see "$@" || return 1
  part_of < "$WORK/$1" > "$WORK/$1.named" && mv "$WORK/$1.named" "$WORK/$1"
}

# What bears no label says in its description which installation it is part of; a dashboard, in a label's name.
part_of() {
  awk 'BEGIN { FS = OFS = "\t" }
    match($2, /Part of [a-z0-9-]+\./) { $2 = substr($2, RSTART + 8, RLENGTH - 9) }
    match($2, /installation-[a-z0-9-]+/) { $2 = substr($2, RSTART + 13, RLENGTH - 13) }
    { print }'
}

# Beneath each function is a service of its name, which is no thing of its own.
services_of_functions() {
  cp "$WORK/services" "$WORK/traffic"
  awk -F '\t' 'FILENAME == ARGV[1] { functions[$1] = 1; next } !($1 in functions)' "$WORK/functions" "$WORK/traffic" > "$WORK/services"
}

# A database bears no mark: a custom role, which is never deleted, says in its description which are ours.
marked_databases() {
  local claimed
  claimed=" $(claimed Databases) $ADOPT "
  awk -v claimed="$claimed" -v installation="$INSTALLATION" 'BEGIN { FS = OFS = "\t" }
    { $1 = $1 OFS (index(claimed, " " $1 " ") ? installation : ""); print }' \
    "$WORK/databases" > "$WORK/databases.named" && mv "$WORK/databases.named" "$WORK/databases"
}

# What comes after a word in the description of our role, up to a full stop.
claimed() {
  awk -F '\t' -v role="$(role_of eventAppender)" -v installation="$INSTALLATION" '
    $1 == role && $2 == installation { print $4 }' "$WORK/roles" | sed -n "s/.*$1: \([^.]*\)\..*/\1/p"
}

# Which other installation says that a database is its own.
other_owner() {
  awk -F '\t' -v name="$1" -v installation="$INSTALLATION" '
    $2 != "" && $2 != installation && $3 != "True" && match($4, /Databases: [^.]*\./) &&
      index(" " substr($4, RSTART + 11, RLENGTH - 12) " ", " " name " ") { print $2; exit }' "$WORK/roles"
}

look_into() {
  beside see "fields-$1" gcloud firestore indexes fields list --database="$1" \
    --format='value[separator="/"](name.segment(5),name.segment(7),indexConfig.indexes.len())'
  beside see "composites-$1" gcloud firestore indexes composite list --database="$1" \
    --format='value[separator=" "](name.segment(5),fields[].fieldPath.list(),fields[].order.list())'
  beside see "ttls-$1" gcloud firestore fields ttls list --database="$1" \
    --format='value[separator="/"](name.segment(5),name.segment(7))'
  beside see "backups-$1" gcloud firestore backups schedules list --database="$1" \
    --format='value(name,retention,weeklyRecurrence.day)'
  ! has apis-on firebaserules.googleapis.com || beside see "rules-$1" deploy/gcloud/lib/firebaserules show "$PROJECT" "$1"
}

# Of a kind of thing, the names that this installation has by the table.
wanted() {
  local role file
  case "$1" in
    accounts) for role in $ROLES; do account "$role"; done ;;
    roles) custom_roles ;;
    databases) echo "$DATABASES" | tr ' ' '\n' ;;
    topics) topics && dead_letter_topics ;;
    subscriptions) names "$PUSHED" && dead_letter_topics ;;
    functions | services) names "" ;;
    triggers) names publisher ;;
    jobs) names "$CLOCKED" ;;
    repositories | apis | gateways) echo "$INSTALLATION" ;;
    metrics) for file in "$HERE"/monitoring/metrics/*.json; do metric_of "$file"; done ;;
    dashboards) display_name "$HERE/monitoring/dashboard.json" ;;
    alerts) for file in "$HERE"/monitoring/alerts/*.json; do display_name "$file"; done ;;
    channels) [ -z "$ALERT_EMAIL" ] || echo "$INSTALLATION" ;;
  esac
}
KINDS="accounts roles databases topics subscriptions repositories functions services triggers apis gateways jobs metrics dashboards
alerts channels"

# Display names are no one's own: two things may have the same.
has_own_name() { case "$1" in dashboards | alerts | channels) false ;; esac }

is_ours() { has "$1" "$2" "$INSTALLATION"; }

# The names of what is there and ours.
ours() { awk -F '\t' -v installation="$INSTALLATION" '$2 == installation { print $1 }' "$WORK/$1"; }

# Of what Google names by numbers, the third column of what is there and ours.
our_ids() { awk -F '\t' -v installation="$INSTALLATION" '$2 == installation { print $3 }' "$WORK/$1"; }

# The same of those by a name, of which there may be several.
ids_of() {
  awk -F '\t' -v name="$2" -v installation="$INSTALLATION" '
    $1 == name && $2 == installation { print $3 }' "$WORK/$1"
}

id_of() { ids_of "$@" | sed -n 1p; }

# Nothing is changed where a name of ours is somebody else's.
no_strangers() {
  local kind name owner found=""
  for name in $DATABASES; do
    owner="$(other_owner "$name")"
    [ -z "$owner" ] || {
      echo "Nothing was changed: a database of the installation $owner: $name. Set EVENT_STORE_DATABASE for this one." >&2
      return 1
    }
  done
  for kind in $KINDS; do
    has_own_name "$kind" || continue
    while read -r name; do
      if has "$kind" "$name" && ! is_ours "$kind" "$name"; then
        found=1
        echo "not of this installation: $name ($kind)" >&2
      fi
    done < <(wanted "$kind")
  done
  [ -z "$found" ] || {
    echo "Nothing was changed. Choose another --env, or remove them; a database that was restored: --adopt NAME." >&2
    return 1
  }
}

# Nor where this installation is elsewhere, or has another event store: there would be two of it, and one of them is
# looked after by nobody.
one_system() {
  local store endpoint
  store="$(claimed Store)"
  if [ -n "$store" ] && [ "$store" != "$EVENT_STORE_DATABASE" ] && [ -z "$ADOPT" ] && has databases "$store"; then
    echo "Nothing was changed: the events of $INSTALLATION are in $store: set EVENT_STORE_DATABASE=$store; or, to leave it, --adopt." >&2
    return 1
  fi
  endpoint="$(awk -F '\t' -v installation="$INSTALLATION" -v region=".$REGION.run.app/" '
    $2 == installation && $4 != "" && !index($4, region) { print $4; exit }' "$WORK/subscriptions")"
  [ -z "$endpoint" ] || {
    echo "Nothing was changed: $INSTALLATION is in another region, where a subscription pushes to: $endpoint" >&2
    return 1
  }
}
