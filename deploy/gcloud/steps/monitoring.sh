# What people look at: metrics from the log, a dashboard, alerts. Of its own functions alone: others may be in the project.

step_monitoring() {
  local file
  for file in "$HERE"/monitoring/metrics/*.json; do
    beside metric "$(metric_of "$file")" "$file"
  done
  together || return 1
  dashboard "$HERE/monitoring/dashboard.json" || return 1
  channel || return 1
  # One at a time: Google refuses alerts that meet.
  for file in "$HERE"/monitoring/alerts/*.json; do
    alert "$file" || return 1
  done
}

# What templates are filled with, in pairs. A metric and an alert watch nothing but what is ours.
template_values() {
  local SERVICES=""
  VALUES=("@NAME@" "$(title)" "@MARK@" "$MARK" "@INSTALLATION@" "$INSTALLATION" "@PREFIX@" "$PREFIX"
    "@EVENT_STORE_DATABASE@" "$EVENT_STORE_DATABASE" "@VIEWS@" "$VIEWS" "@TOPICS@" "$({ topics && dead_letter_topics; } | either)"
    "@FUNCTIONS@" "$(names "" | either)" "@PUSHED@" "$(names "$PUSHED" | either)"
    "@CLOCKED@" "$(names "$CLOCKED" | either)" "@CLOCK_SILENCE@" "$CLOCK_SILENCE"
    "@COMMANDS@" "$(names commands | either)" "@QUERIES@" "$(names queries | either)"
    "@NO_QUERIES@" "$(names "" | grep -v -- -queries | either)")
  # All at once, and without jq: names are needed where nothing is deployed, too.
  DISPLAY_NAMES="$(awk -F '"' '/^  "displayName": / { print FILENAME "\t" $4 }' "$HERE/monitoring/dashboard.json" "$HERE"/monitoring/alerts/*.json)"
  DISPLAY_NAMES="${DISPLAY_NAMES//@NAME@/$(title)}"
}

filled() {
  awk 'BEGIN { for (i = 2; i < ARGC; i += 2) value[ARGV[i]] = ARGV[i + 1]; ARGC = 2 }
    { for (name in value) gsub(name, value[name]); print }' "$1" "${VALUES[@]}"
}

either() { paste -sd '|' -; }

title() { echo "Restaurant${ENVIRONMENT:+ ($ENVIRONMENT)}"; }

revision() { { filled "$1" && echo "$ALERT_EMAIL"; } | hash_of; }

# The file for Google. It is made before gcloud reads it, and when it is only said what would be run.
stamped() {
  local file
  file="$TARGET/$(basename "$1")"
  mkdir -p "$TARGET"
  filled "$1" | sed "s/@REVISION@/$(revision "$1")/" > "$file"
  echo "$file"
}

metric() {
  local name="$1" file="$2" verb=create
  if has metrics "$name"; then
    grep -Fq "($(revision "$file"))" "$WORK/metrics" && return
    verb=update
  fi
  run gcloud logging metrics "$verb" "$name" --config-from-file="$(stamped "$file")"
}

display_name() {
  local rest="${DISPLAY_NAMES#*"$1"$'\t'}"
  echo "${rest%%$'\n'*}"
}

# Whose answer got lost when it was made was made twice: Google takes the same name again.
remove_copies() {
  local id
  for id in $(ids_of "$1" "$2" | tail -n +2); do
    run "${@:3}" "$id" || return 1
  done
}

dashboard() {
  local id file
  id="$(id_of dashboards "$(display_name "$1")")"
  remove_copies dashboards "$(display_name "$1")" gcloud monitoring dashboards delete || return 1
  grep -Fq "revision-$(revision "$1")" "$WORK/dashboards" && return
  file="$(stamped "$1")"
  if [ -z "$id" ]; then
    run gcloud monitoring dashboards create --config-from-file="$file"
    return
  fi
  # Google wants to know which state of it is replaced.
  jq --arg etag "$(awk -F '\t' -v id="$id" '$3 == id { print $5 }' "$WORK/dashboards")" '.etag = $etag' "$file" > "$file.new" \
    && mv "$file.new" "$file" && run gcloud monitoring dashboards update "$id" --config-from-file="$file"
}

channel() {
  CHANNEL=""
  [ -n "$ALERT_EMAIL" ] || return 0
  CHANNEL="$(awk -F '\t' -v mail="$ALERT_EMAIL" -v installation="$INSTALLATION" '
    $2 == installation && $4 == mail { print $3; exit }' "$WORK/channels")"
  [ -n "$CHANNEL" ] || capture CHANNEL gcloud beta monitoring channels create --display-name="$INSTALLATION" \
    --type=email --channel-labels=email_address="$ALERT_EMAIL" --user-labels="installation=$INSTALLATION" \
    --format='value(name)'
}

# What people made of an alert stays: whether it is on, and whom else it tells.
alert() {
  local id name channels
  name="$(display_name "$1")"
  id="$(id_of alerts "$name")"
  remove_copies alerts "$name" gcloud alpha monitoring policies delete || return 1
  ! has alerts "$name" "$INSTALLATION" "$id" "$(revision "$1")" || return 0
  set -- --policy-from-file="$(stamped "$1")" --format=none
  if [ -z "$id" ]; then
    run gcloud alpha monitoring policies create "$@" ${CHANNEL:+--notification-channels="$CHANNEL"}
    return
  fi
  our_ids channels > "$WORK/our-channels"
  channels="$({ awk -F '\t' -v id="$id" '$3 == id { print $6 }' "$WORK/alerts" | tr ',' '\n' | grep -Fxv -f "$WORK/our-channels"
    echo "$CHANNEL"; } | sed '/^$/d' | paste -sd , -)"
  ! awk -F '\t' -v id="$id" '$3 == id && $5 == "False" { found = 1 } END { exit !found }' "$WORK/alerts" || set -- "$@" --no-enabled
  run gcloud alpha monitoring policies update "$id" "$@" ${channels:+--set-notification-channels="$channels"}
}
