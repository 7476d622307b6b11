# Firestore's rules for clients. gcloud has no command for them.

RULES_API="${RULES_API:-https://firebaserules.googleapis.com/v1}"

step_rules() {
  local database rules ruleset=""
  rules="$(escaped < "$HERE/firestore/firestore.rules")"
  for database in eventstore views; do
    released "projects/$PROJECT/releases/cloud.firestore/$database" "$rules" && continue
    if [ -z "$ruleset" ]; then
      # A ruleset can't be changed: a new one is made, and the releases name it.
      ruleset=1
      run_line "RULESET=\$($CALL -d '{\"source\":{\"files\":[{\"name\":\"firestore.rules\",\"content\":\"$rules\"}]}}' $RULES_API/projects/$PROJECT/rulesets | tee /dev/stderr | sed -n 's|^ *\"name\" *: *\"\\(projects/[^\"]*\\)\".*|\\1|p')" || return 1
      if [ -z "$DRY_RUN$PLAN" ] && [ -z "$RULESET" ]; then
        echo "no ruleset was made" >&2
        return 1
      fi
    fi
    release "$database" || return 1
  done
}

# With an access token of whoever is logged in, which goes through a pipe, because everybody on a
# machine can read command lines; the other header says whose quota it counts against.
CALL="gcloud auth print-access-token | sed 's/^/Authorization: Bearer /' | curl --fail-with-body -sS -H @- -H \"x-goog-user-project: \$CLOUDSDK_CORE_PROJECT\" -H 'Content-Type: application/json'"

release() {
  local name="projects/$PROJECT/releases/cloud.firestore/$1"
  if [ -n "$DRY_RUN" ] || [ -z "$(ruleset_of "$name")" ]; then
    run_line "$CALL -d '{\"name\":\"$name\",\"rulesetName\":\"'\"\$RULESET\"'\"}' $RULES_API/projects/$PROJECT/releases"
  else
    run_line "$CALL -X PATCH -d '{\"release\":{\"name\":\"$name\",\"rulesetName\":\"'\"\$RULESET\"'\"}}' $RULES_API/$name"
  fi
}

# Text as the inside of a JSON string inside single quotes.
escaped() {
  awk '{ gsub(/\\/, "\\\\"); gsub(/"/, "\\\""); gsub(/\047/, "\\u0027"); printf "%s\\n", $0 }'
}

ruleset_of() {
  eval "$CALL $RULES_API/$1" 2> /dev/null | sed -n 's|.*"rulesetName" *: *"\([^"]*\)".*|\1|p'
}

released() {
  local ruleset
  [ -z "$DRY_RUN" ] && ruleset="$(ruleset_of "$1")" && [ -n "$ruleset" ] \
    && eval "$CALL $RULES_API/$ruleset" | sed "s/\\\\u0027/'/g" | grep -Fq -- "$(printf '%s' "$2" | sed "s/\\\\u0027/'/g")"
}
