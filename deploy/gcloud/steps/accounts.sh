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

# Which database is the event store, and all that are ours: those of before too, as long as they are there.
claim() {
  local database all
  all="$({ echo "$DATABASES" | tr ' ' '\n' && for database in $(claimed Databases); do
    ! has databases "$database" || echo "$database"
  done; } | sort -u | paste -sd ' ' -)"
  echo "$MARK Store: $EVENT_STORE_DATABASE. Databases: $all."
}

permissions() { sed -n 's/^  - //p' "$1" | sort; }

# Rights on the whole project: only those that Google can't give on less. Rights on a database are
# given here with a condition. Rights on topics, subscriptions and functions are given with these.
step_rights() {
  local account role database
  # Nobody else gives our accounts more, nor the same under another condition.
  rights | as_bindings > "$WORK/wanted-bindings"
  while IFS=$'\t' read -r role account; do
    unbind "$role" "$account" || return 1
  done < <(our_bindings | grep -Fxv -f "$WORK/wanted-bindings" | cut -f 1,2 | sort -u)
  while read -r account role database; do
    has bindings "$role" "$account" "$(expression "$database")" "${database#-}" \
      || bind "$role" "$account" "$database" || return 1
  done < <(rights)
  tokens_are_readable
}

# account      role                                   database, or - for the project
rights_table() {
  cat << 'END'
commands     eventAppender                          eventstore
commands     viewUpdater                            views
commands     keyMaker                               keys
publisher    documentReader                         eventstore
projector    documentReader                         eventstore
projector    viewUpdater                            views
projector    keyReader                              keys
reactor      eventAppender                          eventstore
reactor      viewUpdater                            views
reactor      documentRemover                        views
reactor      keyReader                              keys
eraser       keyEraser                              keys
timer        eventAppender                          eventstore
timer        documentReader                         views
timer        viewUpdater                            views
timer        documentRemover                        views
timer        keyReader                              keys
queries      documentReader                         eventstore
queries      documentReader                         views
queries      keyReader                              keys
reconciler   eventAppender                          eventstore
reconciler   documentReader                         views
reconciler   viewUpdater                            views
reconciler   documentRemover                        views
reconciler   keyReader                              keys
trigger      roles/eventarc.eventReceiver           -
build        roles/cloudbuild.builds.builder        -
END
  if traced; then
    printf '%s roles/telemetry.tracesWriter -\n' commands publisher projector reactor eraser timer queries reconciler
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

# Under which condition a right holds on a database alone; on the project, under none.
expression() { [ "$1" = - ] || echo "resource.name==\"projects/$PROJECT/databases/$1\""; }

# What rights look like in a listing: role, member, expression and title of the condition.
as_bindings() {
  local account role database
  while read -r account role database; do
    printf '%s\t%s\t%s\t%s\n' "$role" "$account" "$(expression "$database")" "${database#-}"
  done
}

# What our accounts have on the project, in the same way.
our_bindings() {
  ours accounts | awk -F '\t' '
    NR == FNR { ours["serviceAccount:" $1] = 1; next }
    $2 in ours' - "$WORK/bindings"
}

# bind ROLE MEMBER DATABASE, or - for the whole project
bind() {
  local condition=None
  [ "$3" = - ] || condition="expression=$(expression "$3"),title=$3"
  run gcloud projects add-iam-policy-binding "$PROJECT" --role="$1" --member="$2" \
    --condition="$condition" --format=none
}

# Under whatever condition: gcloud finds one by its description too, which nobody lists.
unbind() {
  run gcloud projects remove-iam-policy-binding "$PROJECT" --role="$1" --member="$2" --all --format=none || return 1
  awk -F '\t' -v role="$1" -v member="$2" '$1 != role || $2 != member' "$WORK/bindings" > "$WORK/bindings.left" \
    && mv "$WORK/bindings.left" "$WORK/bindings"
}
