# What the processes of services go by: how long they wait for something, and whom outside they ask for what. A provider's token is
# a secret of Secret Manager that somebody has put there; functions get it from Google, and no script sees it.

# service   waits or asks   setting             whoever decides how long, by kind: what begins to wait has it in its event
process_table() {
  cat << 'END'
orders      waits           TIME_TO_PLACE       commands
payments    waits           TIME_TO_PAY         reactor reconciler
payments    asks            PROVIDER_CHARGE
payments    asks            PROVIDER_REFUND
payments    asks            PROVIDER_RECEIPT
END
}

# process_settings waits|asks [SERVICE [KIND]]: of one service, or of all.
process_settings() {
  process_table | awk -v verb="$1" -v service="${2:-}" -v kind="${3:-}" '
    $2 == verb && (service == "" || $1 == service) && (kind == "" || index(" " $0 " ", " " kind " ")) { print $3 }'
}

# By the rules of the functions (java.time.Duration, URI), but before anything is deployed.
check_process() {
  local setting url secret
  local number='[0-9]{1,9}' duration secret_form='^[A-Za-z0-9_-]{1,255}(:([1-9][0-9]*|latest))?$'
  # A semicolon would begin another setting.
  local url_form='^https://[A-Za-z0-9._~:/?#@!$&()*+,=%-]+$'
  duration="^P(${number}D)?(T(${number}H)?(${number}M)?(${number}(\\.[0-9]{1,9})?S)?)?\$"
  for setting in $(process_settings waits); do
    if [[ ! "${!setting}" =~ $duration ]] || [[ "${!setting}" =~ ^P$|T$ ]] || [[ ! "${!setting}" =~ [1-9] ]]; then
      fail "$setting must be a time like PT30M or P1DT12H, not \"${!setting}\""
    fi
  done
  # 15 s to 30 min: what Cloud Scheduler takes. A timer begins nothing in its last 40 s.
  if [[ ! "$TIMER_TIMEOUT" =~ ^[1-9][0-9]{1,3}s$ ]] || [ "${TIMER_TIMEOUT%s}" -lt 45 ] || [ "${TIMER_TIMEOUT%s}" -gt 1800 ]; then
    fail "TIMER_TIMEOUT must be from 45s to 1800s, not \"$TIMER_TIMEOUT\""
  fi
  # What Cloud Monitoring takes.
  if [[ ! "$CLOCK_SILENCE" =~ ^[1-9][0-9]{2,4}s$ ]] || [ "${CLOCK_SILENCE%s}" -lt 120 ] || [ "${CLOCK_SILENCE%s}" -gt 84600 ] \
    || [ $((${CLOCK_SILENCE%s} % 60)) != 0 ]; then
    fail "CLOCK_SILENCE must be whole minutes from 120s to 84600s, not \"$CLOCK_SILENCE\""
  fi
  for setting in $(process_settings asks); do
    url="${setting}_URL" secret="${setting}_SECRET"
    [ -z "${!url}" ] || [[ "${!url}" =~ $url_form ]] || fail "$url must be an address like https://bank.example/charges, not \"${!url}\""
    # It may be the token itself.
    [ -z "${!secret}" ] || [[ "${!secret}" =~ $secret_form ]] \
      || fail "$secret must be the name of a secret in Secret Manager, like bank-token or bank-token:3; it is none"
    [ -z "${!secret}" ] || [ -n "${!url}" ] || fail "$secret is set, and $url is not"
  done
}

# The secrets with tokens that are configured, without their versions: TOKENS.
name_tokens() {
  local setting secret
  TOKENS="$(for setting in $(process_settings asks); do
    secret="${setting}_SECRET"
    [ -z "${!secret}" ] || echo "${!secret%%:*}"
  done | sort -u)"
}

# settings_of_process SERVICE NAME KIND: adds to SETTINGS what this function goes by, and says SECRETS.
settings_of_process() {
  local service="$1" name="$2" kind="$3" setting url secret secrets=""
  SECRETS=""
  for setting in $(process_settings waits "$service" "$kind"); do SETTINGS="$SETTINGS;$setting=${!setting}"; done
  # Who asks: what follows from the service's own events, at once or later.
  case "$kind $name" in
    timer\ * | reconciler\ * | "reactor $PREFIX$service-on-$service") ;;
    *) return 0 ;;
  esac
  for setting in $(process_settings asks "$service"); do
    url="${setting}_URL" secret="${setting}_SECRET"
    # One that it had before goes.
    SECRETS=--clear-secrets
    [ -z "${!url}" ] || SETTINGS="$SETTINGS;$url=${!url}"
    [ -z "${!secret}" ] || secrets="$secrets,${setting}_TOKEN=$(version_of "${!secret}")"
  done
  [ -z "$secrets" ] || SECRETS="--set-secrets=${secrets#,}"
}

version_of() { case "$1" in *:*) echo "$1" ;; *) echo "$1:latest" ;; esac }

# Those that ask may read the tokens.
readers() {
  local component
  for component in reactor timer reconciler; do echo "serviceAccount:$(account "$component")"; done
}

tokens_are_readable() {
  local secret member
  for secret in $TOKENS; do
    for member in $(readers); do
      reads_token "$secret" "$member" \
        || run gcloud secrets add-iam-policy-binding "$secret" --role=roles/secretmanager.secretAccessor --member="$member" \
          --condition=None --format=none || return 1
    done
  done
}

tokens_are_unreadable() {
  local secret member
  for secret in $TOKENS; do
    for member in $(readers); do
      ! reads_token "$secret" "$member" \
        || run gcloud secrets remove-iam-policy-binding "$secret" --role=roles/secretmanager.secretAccessor --member="$member" \
          --condition=None --format=none || return 1
    done
  done
}

# What is not there is found out before much is changed. Where the API is off, nobody knows.
tokens_are_there() {
  local secret
  ! has apis-on secretmanager.googleapis.com || for secret in $TOKENS; do
    has secrets "$secret" || {
      echo "There is no secret $secret in Secret Manager: make it, or leave its PROVIDER_…_SECRET empty." >&2
      return 1
    }
  done
}

reads_token() {
  has secrets "$1" || return 1
  see "readers-$1" gcloud secrets get-iam-policy "$1" --flatten='bindings[].members' \
    --format='value(bindings.role,bindings.members,bindings.condition.expression)' || return 1
  has "readers-$1" roles/secretmanager.secretAccessor "$2" ""
}

# The reactors of services that were not asked for to what the others publish: "service function topic".
followers() {
  local published
  published="$(event_topics)"
  SERVICES="" rows reactor | while read -r service name _ _ topic; do
    names reactor | among "$name" || ! among "$topic" <<< "$published" || echo "$service $name $topic"
  done
}

# What a deploy must not be silent about.
nobody_follows() {
  local service name topic
  while read -r service name topic; do
    has functions "$name" || has services "$name" \
      || say "WARNING: $service is not deployed: nobody does what follows from $topic ($name). What waits for $service waits for ever." >&2
  done < <(followers)
}

nobody_is_asked() {
  local service setting url empty
  for service in $(rows timer | cut -d ' ' -f 1); do
    empty=""
    for setting in $(process_settings asks "$service"); do
      url="${setting}_URL"
      [ -n "${!url}" ] || empty="$empty $url"
    done
    [ -z "$empty" ] || say "WARNING: $service asks nobody, where these are empty:$empty. What waits for an answer times out." >&2
  done
}
