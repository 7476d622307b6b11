# What people look at: metrics from the log, a dashboard, alerts.

step_monitoring() {
  local file
  run_quietly mkdir -p deploy/gcloud/target
  see metrics gcloud logging metrics list --format='value(name,description)' || return 1
  for file in deploy/gcloud/monitoring/metrics/*.json; do
    beside metric "$(basename "$file" .json)" "$file"
  done
  together || return 1

  see dashboards gcloud monitoring dashboards list --format='value(name,displayName,labels)' \
    || return 1
  dashboard deploy/gcloud/monitoring/dashboard.json || return 1

  channel || return 1
  see alerts gcloud alpha monitoring policies list \
    --format='value(name,displayName,userLabels.revision)' || return 1
  # One at a time: Google refuses alerts that meet.
  for file in deploy/gcloud/monitoring/alerts/*.json; do
    alert "$file" || return 1
  done
}

run_quietly() { [ -n "$DRY_RUN$PLAN" ] || "$@"; }

revision() { { cat "$1" && echo "$ALERT_EMAIL"; } | hash_of; }

# The file with its revision in it, by which a change is seen.
stamped() {
  run_line "sed 's/@REVISION@/$(revision "$1")/' $1 > deploy/gcloud/target/$(basename "$1")"
}

metric() {
  local name="$1" file="$2" verb=create
  if known metrics "$name"; then
    grep -Fq "$(revision "$file")" "$WORK/metrics" && return
    verb=update
  fi
  stamped "$file" && run gcloud logging metrics "$verb" "$name" \
    --config-from-file="deploy/gcloud/target/$(basename "$file")"
}

display_name() { sed -n '1,/"displayName"/s/.*"displayName": "\([^"]*\)".*/\1/p' "$1"; }

# The first column of what a listing has under a display name.
id_of() {
  awk -F '\t' -v name="$(display_name "$2")" '$2 == name { print $1 }' "$WORK/$1" | head -n 1
}

dashboard() {
  local id
  id="$(id_of dashboards "$1")"
  grep -Fq "$(revision "$1")" "$WORK/dashboards" && return
  stamped "$1" || return 1
  if [ -z "$id" ]; then
    run gcloud monitoring dashboards create --config-from-file=deploy/gcloud/target/dashboard.json
  else
    run gcloud monitoring dashboards update "$id" \
      --config-from-file=deploy/gcloud/target/dashboard.json
  fi
}

channel() {
  CHANNEL=""
  [ -n "$ALERT_EMAIL" ] || return 0
  see channels gcloud beta monitoring channels list --format='value(labels.email_address,name)' \
    || return 1
  CHANNEL="$(awk -F '\t' -v mail="$ALERT_EMAIL" '$1 == mail { print $2 }' "$WORK/channels")"
  if [ -z "$CHANNEL" ]; then
    run_line "CHANNEL=\$(gcloud beta monitoring channels create --display-name=restaurant --type=email --channel-labels=email_address=$(quoted "$ALERT_EMAIL") --format='value(name)')" || return 1
  fi
}

alert() {
  local id file to=""
  id="$(id_of alerts "$1")"
  [ -z "$id" ] || ! has alerts "$id" "$(display_name "$1")" "$(revision "$1")" || return 0
  file="deploy/gcloud/target/$(basename "$1")"
  stamped "$1" || return 1
  [ -z "$ALERT_EMAIL" ] || to=" --notification-channels=\"\$CHANNEL\""
  if [ -z "$id" ]; then
    run_line "gcloud alpha monitoring policies create --policy-from-file=$file$to > /dev/null"
  else
    run_line "gcloud alpha monitoring policies update $id --policy-from-file=$file${to/--notification/--set-notification} > /dev/null"
  fi
}
