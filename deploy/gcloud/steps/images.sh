# The functions from container images of our own: one image a service, from deploy/images, and a Cloud Run service a function,
# of the function's name. All that a function is told and may is in functions.sh.

# All that a build needs; Maven puts it there.
CONTEXT="${CONTEXT:-deploy/images/target/context}"

from_images() { [ "$IMAGES" = yes ]; }

# In which form the functions are stays as it is, unless somebody wants the other. Where a switch stopped, both are there.
form() {
  local images functions
  [ -z "$IMAGES" ] || return 0
  # Triggers of functions are Google's own, and have names of its own.
  images="$(ours services; ours triggers | grep -xF "$(SERVICES="" names publisher)")" functions="$(ours functions)"
  [ -z "$images" ] || IMAGES=yes
  [ -z "$images" ] || [ -z "$functions" ] || IMAGES=both
}

one_form() {
  [ "$IMAGES" != both ] \
    || fail "some functions are from images and some are not: say which form all are to have, --images or --functions"
}

images_folder() { echo "$REGION-docker.pkg.dev/$PROJECT/$INSTALLATION"; }

# What all images have in common.
base() {
  {
    echo "$BASE_IMAGE $JVM_FLAGS"
    cat "$CONTEXT"/{Dockerfile,cloudbuild.yaml,images.jar} "$CONTEXT"/lib/{java-function-invoker,jetty,local}-*.jar 2> /dev/null
  } | hash_of > "$WORK/code-base"
}

# The image of a service, by what it is made from.
image() { echo "$1:$(cat "$WORK"/code-{base,"$1"} | hash_of)"; }

# Builds those that are not there. One build makes all: they are trained with each other.
images() {
  local service missing=""
  base
  : > "$WORK/images-there"
  ! is_ours repositories "$INSTALLATION" || see images-there gcloud artifacts docker tags list "$(images_folder)" \
    --format='value[separator=":"](image.basename(),tag.basename())' || return 1
  for service in $(rows | cut -d ' ' -f 1 | sort -u); do
    has images-there "$(image "$service")" || missing="$missing $(image "$service")"
  done
  [ -z "$missing" ] || run gcloud builds submit "$CONTEXT" --config="$CONTEXT/cloudbuild.yaml" --region="$REGION" \
    --service-account="projects/$PROJECT/serviceAccounts/$(account build)" \
    --default-buckets-behavior=regional-user-owned-bucket --suppress-logs \
    --substitutions="^;^_IMAGES=${missing# };_REPOSITORY=$(images_folder);_BASE_IMAGE=$BASE_IMAGE;_JVM_FLAGS=$JVM_FLAGS"
}

deploy_service() {
  local service="$1" name="$2" kind="$3" class="$4" config SETTINGS SECRETS LIMIT
  settings_of "$service" "$name" "$kind"
  set -- --region="$REGION" --image="$(images_folder)/$(image "$service")" --memory="$MEMORY" --cpu="$CPU" \
    --concurrency="$CONCURRENCY" --timeout="$LIMIT" --min-instances="$MIN_INSTANCES" --max-instances="$MAX_INSTANCES" \
    --service-account="$(runs_as "$kind")" --set-env-vars="$SETTINGS;FUNCTION_TARGET=$class" \
    ${SECRETS:+"$SECRETS"} --no-allow-unauthenticated --ingress="$(reached_from "$kind" internal)"
  config="$(config_of "$service" "$@")"
  if is_ours functions "$name"; then
    # The service of a function is its own, and so is its trigger. Before they go, a trigger is there that keeps what
    # happens until the next service of that name. A function that was never built has no service that one could call.
    [ "$kind" != publisher ] || ! has traffic "$name" || trigger "$service" "$name" || return 1
    run gcloud functions delete "$name" --gen2 --region="$REGION" || return 1
  fi
  # The last revision that was made is not the last that was ready if it did not start.
  has services "$name" "$INSTALLATION" "$config" "$PAGE_TOKEN_KEY" \
    && [ -n "$(column_of services "$name" 6)" ] \
    && [ "$(column_of services "$name" 5)" = "$(column_of services "$name" 6)" ] \
    || ALSO="${SECRETS:+Permission denied on secret}" run gcloud run deploy "$name" "$@" \
      --labels="installation=$INSTALLATION,config=$config,database=$PAGE_TOKEN_KEY" || return 1
  may_call "$name" "$(caller_of "$kind")" "$(! has services "$name" || echo there)" || return 1
  [ "$kind" != publisher ] || trigger "$service" "$name"
}

trigger() {
  local service="$1" name="$2" config
  set -- --location="$DATABASE_LOCATION" --destination-run-service="$name" --destination-run-region="$REGION" \
    --event-filters="type=$CREATED" --event-filters="database=$EVENT_STORE_DATABASE" \
    --event-filters-path-pattern="document=$service-events/{event}" \
    --event-data-content-type=application/protobuf --service-account="$(account trigger)"
  config="$(printf '%s\n' "$@" | hash_of)"
  has triggers "$name" "$INSTALLATION" "$config" "$PAGE_TOKEN_KEY" && return
  # One whose database is gone is dead, and no other can be changed in what it listens to.
  no_trigger "$name" || return 1
  run gcloud eventarc triggers create "$name" "$@" \
    --labels="installation=$INSTALLATION,config=$config,database=$PAGE_TOKEN_KEY" || return 1
  printf '%s\t%s\t%s\t%s\n' "$name" "$INSTALLATION" "$config" "$PAGE_TOKEN_KEY" >> "$WORK/triggers"
}

no_trigger() {
  ! is_ours triggers "$1" || run gcloud eventarc triggers delete "$1" --location="$DATABASE_LOCATION"
}
