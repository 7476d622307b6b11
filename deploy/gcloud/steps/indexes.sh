# The indexes of firestore/indexes.txt. Firestore builds them in the background; it takes one change of a database at a time.

step_indexes() {
  local database collection service index
  beside see pushes gcloud pubsub subscriptions list \
    --format='value(name.basename(),pushConfig.pushEndpoint)'
  see_indexes eventstore
  see_indexes views
  together || return 1
  for database in eventstore views; do
    # First of all fields' default: what an own setting does not say follows it. It is listed always.
    if ! known "fields-$database" "__default__/*/0"; then
      run gcloud firestore indexes fields update '*' --database="$database" \
        --collection-group=__default__ --disable-indexes || return 1
    fi
  done
  while read -r database collection service index; do
    case "$index" in
      \*) ;;
      ttl:*) ttl "$database" "$collection" "${index#ttl:}" || return 1 ;;
      *,*) composite "$database" "$collection" "$index" || return 1 ;;
      *) single "$database" "$collection" "$index" || return 1 ;;
    esac
  done < <(indexes)
}

# Those of the table; and those of a view that is rebuilt into a collection of its own
# (menu-items.20261123), which the push addresses of its projectors name.
indexes() {
  local rebuilt
  rebuilt="$(cut -f 2 "$WORK/pushes" | sed -n 's/.*?into=//p' | tr ',' '\n' | grep '\.' | sort -u | tr '\n' ' ')"
  awk -v services="$SERVICES" -v rebuilt="$rebuilt" '
    /^[[:space:]]*(#|$)/ { next }
    services != "" && $3 != "-" && index("," services ",", "," $3 ",") == 0 { next }
    {
      print $1, $2, $3, $4
      n = split(rebuilt, others, " ")
      for (i = 1; i <= n; i++)
        if (index(others[i], $2 ".") == 1) print $1, others[i], $3, $4
    }' "$HERE/firestore/indexes.txt"
}

see_indexes() {
  beside see "fields-$1" gcloud firestore indexes fields list --database="$1" \
    --format='value[separator="/"](name.segment(5),name.segment(7),indexConfig.indexes.len())'
  beside see "composites-$1" gcloud firestore indexes composite list --database="$1" \
    --format='value[separator=" "](name.segment(5),fields[].fieldPath.list(),fields[].order.list())'
  beside see "ttls-$1" gcloud firestore fields ttls list --database="$1" \
    --format='value[separator="/"](name.segment(5),name.segment(7))'
}

single() {
  local database="$1" collection="$2" field="${3%:up}"
  set -- --index=order=ascending
  [ "$field:up" = "$index" ] || set -- "$@" --index=order=descending
  known "fields-$database" "$collection/$field/$#" && return
  run gcloud firestore indexes fields update "$field" --database="$database" \
    --collection-group="$collection" "$@" --async
}

composite() {
  local database="$1" collection="$2" field fields="" orders=""
  set -- "$@"
  local configs=()
  for field in $(echo "$3" | tr ',' ' '); do
    case "$field" in
      -*) configs+=("--field-config=field-path=${field#-},order=descending") orders="$orders,DESCENDING" ;;
      *) configs+=("--field-config=field-path=$field,order=ascending") orders="$orders,ASCENDING" ;;
    esac
    fields="$fields,${field#-}"
  done
  # Firestore adds the name of the document to each, in the direction of the last field.
  has "composites-$database" \
    "$collection ${fields#,},__name__ ${orders#,},${orders##*,}" && return
  run gcloud firestore indexes composite create --database="$database" \
    --collection-group="$collection" --query-scope=collection "${configs[@]}" --async
}

ttl() {
  known "ttls-$1" "$2/$3" && return
  run gcloud firestore fields ttls update "$3" --database="$1" --collection-group="$2" --enable-ttl \
    --async
}
