# The functions, built from jars by Google's buildpack, and who may call each.

# Jars that are built already, in a folder a service. Empty: they are built.
SOURCES="${SOURCES:-}"

# The folder of a service, with nothing in it but its jar.
source_of() {
  if [ -n "$SOURCES" ]; then echo "$SOURCES/$1"; else echo "functions/$1/target/deployable"; fi
}

step_functions() {
  local service name kind class topic one=deploy_function
  jars || return 1
  codes
  page_token_key || return 1
  repository || return 1
  if from_images; then
    one=deploy_service
    images || return 1
  fi
  while read -r service name kind class topic; do
    beside "$one" "$service" "$name" "$kind" "$class"
  done < <(rows)
  together
}

# What page tokens are signed with: the event store's uid, a random UUID of Google's that clients
# never see and that stays the same. Who may read it may read every list anyway.
page_token_key() {
  PAGE_TOKEN_KEY="$(column_of databases "$EVENT_STORE_DATABASE" 6)"
  [ -n "$PAGE_TOKEN_KEY" ] || capture PAGE_TOKEN_KEY gcloud firestore databases describe \
    --database="$EVENT_STORE_DATABASE" --format='value(uid)'
}

# Images of our own, because those of all functions of a project would else lie together, and be kept for ever.
repository() {
  local kept
  is_ours repositories "$INSTALLATION" || run gcloud artifacts repositories create "$INSTALLATION" \
    --location="$REGION" --repository-format=docker --labels="installation=$INSTALLATION" || return 1
  kept="$(hash_of < "$HERE/images.json")"
  has repositories "$INSTALLATION" "$INSTALLATION" "$kept" && return
  run gcloud artifacts repositories set-cleanup-policies "$INSTALLATION" --location="$REGION" \
    --policy="$HERE/images.json" --no-dry-run \
    && run gcloud artifacts repositories update "$INSTALLATION" --location="$REGION" --update-labels="images=$kept"
}

jars() {
  [ -z "$SOURCES" ] || return 0
  local services
  services="$(rows | cut -d ' ' -f 1 | sort -u | sed 's|^|functions/|' | tr '\n' ',')"
  # Images are trained with the whole system.
  ! from_images || services=deploy/images
  # The jars are needed even to know what would change.
  if [ -z "$DRY_RUN" ]; then
    say "building the jars"
    # What was there before is of another version, perhaps.
    ! from_images || rm -rf "$CONTEXT"
    mvn -q -DskipTests -pl "${services%,}" -am verify || return 1
  else
    echo "mvn -q -DskipTests -pl ${services%,} -am verify"
  fi
}

# settings_of SERVICE NAME KIND: what a function is told by its environment: SETTINGS; which secrets of somebody else's: SECRETS;
# and for how long it may answer: LIMIT.
settings_of() {
  local service="$1" name="$2" kind="$3"
  LIMIT="$TIMEOUT"
  # Values may have commas; gcloud takes another separator (gcloud topic escaping).
  SETTINGS="^;^GOOGLE_CLOUD_PROJECT=$PROJECT;AUDIT_RETENTION_DAYS=$AUDIT_RETENTION_DAYS"
  SETTINGS="$SETTINGS;CONCURRENCY=$CONCURRENCY;EVENT_STORE_DATABASE=$EVENT_STORE_DATABASE"
  SETTINGS="$SETTINGS;JAVA_TOOL_OPTIONS=$JVM_FLAGS${ENVIRONMENT:+;ENVIRONMENT=$ENVIRONMENT}"
  if traced; then
    SETTINGS="$SETTINGS;OTEL_EXPORTER_OTLP_ENDPOINT=https://telemetry.googleapis.com"
    SETTINGS="$SETTINGS;TRACE_SAMPLING=$TRACE_SAMPLING"
  fi
  # A function asks for itself who calls. Of a trigger it sees the event alone, so there IAM does.
  if [ "$kind" != publisher ]; then
    SETTINGS="$SETTINGS;CALLER_ACCOUNT=$(caller_of "$kind");CALLER_AUDIENCE=$(url "$name")"
  fi
  if [ "$kind" = reconciler ]; then
    LIMIT="$RECONCILER_TIMEOUT"
    SETTINGS="$SETTINGS;RECONCILER_SPOT_CHECKS=$RECONCILER_SPOT_CHECKS"
    SETTINGS="$SETTINGS;RECONCILER_TIMEOUT=$RECONCILER_TIMEOUT"
  fi
  if [ "$kind" = timer ]; then
    LIMIT="$TIMER_TIMEOUT"
    SETTINGS="$SETTINGS;TIMER_TIMEOUT=$TIMER_TIMEOUT"
  fi
  case "$kind" in
    publisher | eraser) ;;
    *) [ -z "$KEY_ENCRYPTION_KEY" ] || SETTINGS="$SETTINGS;KEY_ENCRYPTION_KEY=$KEY_ENCRYPTION_KEY" ;;
  esac
  if [ "$kind" = queries ]; then SETTINGS="$SETTINGS;PAGE_TOKEN_KEY=$PAGE_TOKEN_KEY"; fi
  settings_of_process "$service" "$name" "$kind"
  case "$kind" in
    commands | queries) [ -z "$CORS_ORIGINS" ] || SETTINGS="$SETTINGS;CORS_ORIGINS=$CORS_ORIGINS" ;;
  esac
}

# From where a function can be reached: "all" or what is given. API Gateway calls from outside the project's own network:
# IAM alone keeps others out.
reached_from() {
  case "$1" in
    commands | queries) echo all ;;
    *) echo "$2" ;;
  esac
}

# The kind of event that a publisher is triggered by.
CREATED=google.cloud.firestore.document.v1.created

# config_of SERVICE argument...: what a function is made from. A dry run knows neither the number of the project nor the
# uid of its database.
config_of() {
  local service="$1"
  shift
  {
    set -- "${@//"$PROJECT_NUMBER"/}"
    printf '%s\n' "${@//"$PAGE_TOKEN_KEY"/}"
    cat "$WORK/code-$service"
  } | hash_of
}

# Without USE_JAVA_FF_2, Google's buildpack takes a version of the Functions Framework whose Jetty gets no more fixes:
# docs/decisions/2026-11-27-what-starts-a-function.md.
deploy_function() {
  local service="$1" name="$2" kind="$3" class="$4" config SETTINGS SECRETS LIMIT
  settings_of "$service" "$name" "$kind"
  set -- --region="$REGION" --runtime="$RUNTIME" --source="$(source_of "$service")" \
    --entry-point="$class" --memory="$MEMORY" --cpu="$CPU" --concurrency="$CONCURRENCY" \
    --timeout="$LIMIT" --min-instances="$MIN_INSTANCES" --max-instances="$MAX_INSTANCES" \
    --service-account="$(runs_as "$kind")" \
    --build-service-account="projects/$PROJECT/serviceAccounts/$(account build)" \
    --set-env-vars="$SETTINGS" --set-build-env-vars=USE_JAVA_FF_2=true \
    ${SECRETS:+"$SECRETS"} --no-allow-unauthenticated
  set -- "$@" --docker-repository="projects/$PROJECT/locations/$REGION/repositories/$INSTALLATION"
  case "$kind" in
    publisher)
      set -- "$@" --trigger-location="$DATABASE_LOCATION" \
        --trigger-event-filters="type=$CREATED" \
        --trigger-event-filters="database=$EVENT_STORE_DATABASE" \
        --trigger-event-filters-path-pattern="document=$service-events/{event}" \
        --trigger-service-account="$(account trigger)" --retry
      ;;
    *) set -- "$@" --trigger-http ;;
  esac
  set -- "$@" --ingress-settings="$(reached_from "$kind" internal-only)"
  config="$(config_of "$service" "$@")"
  if ! has functions "$name" "$INSTALLATION" "$config" "$PAGE_TOKEN_KEY" ACTIVE; then
    # The trigger of a database that is gone is dead, and stays so whatever the function is told; and what failed without
    # one may not get one.
    if [ "$kind" = publisher ] && has functions "$name" \
      && { [ "$(column_of functions "$name" 4)" != "$PAGE_TOKEN_KEY" ] || [ -z "$(column_of functions "$name" 6)" ]; }; then
      run gcloud functions delete "$name" --gen2 --region="$REGION" || return 1
    fi
    # The name may be that of a service from an image.
    ! is_ours services "$name" || run gcloud run services delete "$name" --region="$REGION" || return 1
    # A right on a secret that was just given holds nowhere at first.
    ALSO="${SECRETS:+Permission denied on secret}" run gcloud functions deploy "$name" --gen2 "$@" \
      --update-labels="installation=$INSTALLATION,config=$config,database=$PAGE_TOKEN_KEY" || return 1
  fi
  # What was never built is no service yet.
  may_call "$name" "$(caller_of "$kind")" \
    "$(! has functions "$name" || { [ -n "$PLAN" ] && [ "$(column_of functions "$name" 5)" != ACTIVE ]; } || echo there)" \
    || return 1
  # As long as there was no other, this one has had events delivered.
  [ "$kind" != publisher ] || no_trigger "$name"
}

# What each service is made of, once: jars are large, and functions many.
codes() {
  local service folder
  for service in $(rows | cut -d ' ' -f 1 | sort -u); do
    folder="$(source_of "$service")"
    { [ ! -d "$folder" ] || cat "$folder"/*.jar; } | hash_of > "$WORK/code-$service"
  done
}

# may_call NAME ACCOUNT [there]: whom else it lets in is asked if it was there before.
may_call() {
  local name="$1" member="serviceAccount:$2" role other
  if [ -n "$3" ]; then
    see "callers-$name" gcloud run services get-iam-policy "$name" --region="$REGION" --flatten='bindings[].members' \
      --format='value(bindings.role,bindings.members,bindings.condition.expression)' || return 1
    # Whoever else somebody has let in: everybody, perhaps.
    while IFS=$'\t' read -r -u 3 role other; do
      if [ "$role" = roles/run.invoker ] && [ "$other" != "$member" ]; then
        run gcloud run services remove-iam-policy-binding "$name" --region="$REGION" \
          --role=roles/run.invoker --member="$other" --all --format=none || return 1
      fi
    done 3< <(cut -f 1,2 "$WORK/callers-$name" | sort -u)
    has "callers-$name" roles/run.invoker "$member" "" && return
  fi
  run gcloud run services add-iam-policy-binding "$name" --region="$REGION" \
    --role=roles/run.invoker --member="$member" --condition=None --format=none
}
