# Service accounts, one per component; custom roles that allow less than any of Google's; who has which.

step_accounts() {
  local component
  for component in $ROLES; do
    is_ours accounts "$(account "$component")" || beside run gcloud iam service-accounts create \
      "$INSTALLATION-$component" --display-name="$(describe_account "$component")" --description="$MARK"
  done
  together
}

step_roles() {
  local name
  for name in "$HERE"/roles/*.yaml; do
    beside custom_role "$(basename "$name" .yaml)"
  done
  together
}

custom_role() {
  local id file="$HERE/roles/$1.yaml" description="$MARK"
  id="$(role_of "$1")"
  # Before a database is made: what is there and is not named here is somebody else's.
  [ "$1" != eventAppender ] || description="$(claim)${TO_FILL:+ To fill: $VIEWS.}"
  set -- "$id" --project="$PROJECT" --title="$(sed -n 's/^title: //p' "$file")" \
    --description="$description" --permissions="$(permissions "$file" | paste -sd , -)" --stage=GA
  if ! has roles "$id"; then
    run gcloud iam roles create "$@" --format=none
    return
  fi
  if has roles "$id" "$INSTALLATION" True; then
    # For seven days; then its name is taken for some weeks more.
    run gcloud iam roles undelete "$id" --project="$PROJECT" --format=none || return 1
  fi
  see "role-$id" gcloud iam roles describe "$id" --project="$PROJECT" \
    --format='value[delimiter="\n",separator="\n"](description,includedPermissions)' || return 1
  [ "$(sort "$WORK/role-$id")" = "$({ echo "$description" && permissions "$file"; } | sort)" ] \
    || run gcloud iam roles update "$@" --format=none
}

claim() {
  local databases
  databases="$(echo "$(claimed_databases) $EVENT_STORE_DATABASE $VIEWS" | tr ' ' '\n' | sed '/^$/d' | sort -u | paste -sd ' ' -)"
  echo "$MARK Databases: $databases."
}

permissions() { sed -n 's/^  - //p' "$1" | sort; }

# Rights on the whole project: only those that Google can't give on less. Rights on a database are
# given here with a condition. Rights on topics, subscriptions and functions are given with these.
step_rights() {
  local account role database
  while read -r account role database; do
    has_binding "$role" "$account" "$database" || bind "$role" "$account" "$database" || return 1
  done < <(rights)
  unexpected_rights
}

# account      role                                   database, or - for the project
rights_table() {
  cat << 'END'
commands     eventAppender                          eventstore
commands     viewUpdater                            views
publisher    documentReader                         eventstore
projector    documentReader                         eventstore
projector    viewUpdater                            views
queries      documentReader                         eventstore
queries      documentReader                         views
reconciler   documentReader                         eventstore
reconciler   viewUpdater                            views
trigger      roles/eventarc.eventReceiver           -
build        roles/cloudbuild.builds.builder        -
END
  if traced; then
    printf '%s roles/telemetry.tracesWriter -\n' commands publisher projector queries reconciler
  fi
}

# The same as Google names them: member, role, database.
rights() {
  local component role database
  while read -r component role database; do
    case "$role" in roles/*) ;; *) role="projects/$PROJECT/roles/$(role_of "$role")" ;; esac
    [ "$database" = - ] || database="$(database_of "$database")"
    echo "serviceAccount:$(account "$component") $role $database"
  done < <(rights_table)
}

has_binding() {
  if [ "$3" = - ]; then
    awk -v role="$1" -v member="$2" -F '\t' '$1 == role && $2 == member && ($3 == "" || $3 == "None") { found = 1 }
      END { exit !found }' "$WORK/bindings"
  else
    has bindings "$1" "$2" "$3"
  fi
}

# change_binding add|remove ROLE MEMBER DATABASE
change_binding() {
  local condition=None
  [ "$4" = - ] || condition="expression=resource.name==\"projects/$PROJECT/databases/$4\",title=$4"
  run gcloud projects "$1-iam-policy-binding" "$PROJECT" --role="$2" --member="$3" \
    --condition="$condition" --format=none
}

bind() { change_binding add "$@"; }

unbind() { change_binding remove "$@"; }

# Nobody else gave our accounts more: what is not in the table is taken away.
unexpected_rights() {
  local role member database
  while read -r role member database; do
    rights | among "$member $role $database" || unbind "$role" "$member" "$database" || return 1
  done < <(our_bindings)
}

# What our accounts have on the project: role, member, database.
our_bindings() {
  { wanted accounts && ours accounts; } | sort -u | awk -F '\t' '
    NR == FNR { ours["serviceAccount:" $1] = 1; next }
    $2 in ours { print $1, $2, $3 == "" || $3 == "None" ? "-" : $3 }' - "$WORK/bindings"
}
