# Service accounts, one a role; custom roles that allow less than any of Google's; who has which.

step_accounts() {
  local role
  see accounts gcloud iam service-accounts list --format='value(email)' || return 1
  for role in $ROLES; do
    known accounts "$(account "$role")" || beside run gcloud iam service-accounts create \
      "restaurant-$role" --display-name="$(describe_account "$role")"
  done
  together
}

step_roles() {
  local file
  see roles gcloud iam roles list --project="$PROJECT" --show-deleted \
    --format='value(name.basename(),deleted)' || return 1
  for file in "$HERE"/roles/*.yaml; do
    beside custom_role "$(basename "$file" .yaml)" "$file"
  done
  together
}

custom_role() {
  local id="$1" file="$2"
  if ! known roles "$id"; then
    run gcloud iam roles create "$id" --project="$PROJECT" --file="$file"
    return
  fi
  if has roles "$id" True; then
    # The name of a deleted role is taken for 37 days.
    run gcloud iam roles undelete "$id" --project="$PROJECT" || return 1
  fi
  see "role-$id" gcloud iam roles describe "$id" --project="$PROJECT" \
    --format='value[delimiter="\n"](includedPermissions)' || return 1
  [ "$(sort "$WORK/role-$id")" = "$(permissions "$file")" ] \
    || run gcloud iam roles update "$id" --project="$PROJECT" --file="$file"
}

permissions() { sed -n 's/^  - //p' "$1" | sort; }

# Rights on the whole project: only those that Google can't give on less. Rights on a database are
# given here with a condition. Rights on topics, subscriptions and functions are given with these.
step_rights() {
  local account role database
  while read -r account role database; do
    case "$role" in roles/*) ;; *) role="projects/$PROJECT/roles/$role" ;; esac
    has_binding "$role" "serviceAccount:$(account "$account")" "${database#-}" \
      || bind "$role" "serviceAccount:$(account "$account")" "${database#-}" || return 1
  done < <(rights)
  unexpected_rights
}

# account      role                                   database, or - for the project
rights() {
  cat << 'END'
commands     eventAppender                          eventstore
commands     viewUpdater                            views
publisher    documentReader                         eventstore
projector     documentReader                         eventstore
projector     viewUpdater                            views
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

has_binding() {
  if [ -n "$3" ]; then has bindings "$1" "$2" "$3"; else has bindings "$1" "$2" || has bindings "$1" "$2" ""; fi
}

bind() {
  local condition=None
  [ -z "$3" ] || condition="expression=resource.name==\"projects/$PROJECT/databases/$3\",title=$3"
  run gcloud projects add-iam-policy-binding "$PROJECT" --role="$1" --member="$2" \
    --condition="$condition" --format=none
}

# Nobody else gave our accounts more: what is not in the table is taken away.
unexpected_rights() {
  local role member database short
  # Tabs are white space to read, which would lose an empty column.
  while IFS='|' read -r role member database; do
    short="${role#projects/"$PROJECT"/roles/}"
    case "$member" in serviceAccount:restaurant-*@"$PROJECT".iam.gserviceaccount.com) ;; *) continue ;; esac
    member="${member#serviceAccount:restaurant-}"
    rights | awk -v a="${member%%@*}" -v r="$short" -v d="${database:--}" \
      '$1 == a && $2 == r && $3 == d { found = 1 } END { exit !found }' && continue
    unbind "$role" "serviceAccount:restaurant-$member" "$database" || return 1
  done < <(tr '\t' '|' < "$WORK/bindings")
}

unbind() {
  if [ -z "$3" ]; then
    run gcloud projects remove-iam-policy-binding "$PROJECT" --role="$1" --member="$2" \
      --condition=None --format=none
  else
    run gcloud projects remove-iam-policy-binding "$PROJECT" --role="$1" --member="$2" \
      --condition="expression=resource.name==\"projects/$PROJECT/databases/$3\",title=$3" --format=none
  fi
}
