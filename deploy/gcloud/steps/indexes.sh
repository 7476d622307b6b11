# The indexes of firestore/indexes.txt. Firestore builds them in the background; it takes one change of a database at a time.

step_indexes() {
  local database collection service index
  for database in $DATABASES; do
    for index in fields composites ttls; do
      [ -e "$WORK/$index-$database" ] || : > "$WORK/$index-$database"
    done
    # First of all fields' default: what an own setting does not say follows it. It is listed always.
    if ! has "fields-$database" "__default__/*/0"; then
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
  rebuilt="$(cut -f 4 "$WORK/subscriptions" | sed -n 's/.*?into=//p' | tr ',' '\n' | grep '\.' | sort -u | tr '\n' ' ')"
  awk -v services="$SERVICES" -v rebuilt="$rebuilt" -v store="$EVENT_STORE_DATABASE" -v views="$VIEWS" '
    /^[[:space:]]*(#|$)/ { next }
    services != "" && $3 != "-" && index("," services ",", "," $3 ",") == 0 { next }
    {
      database = $1 == "eventstore" ? store : views
      print database, $2, $3, $4
      n = split(rebuilt, others, " ")
      for (i = 1; i <= n; i++)
        if (index(others[i], $2 ".") == 1) print database, others[i], $3, $4
    }' "$HERE/firestore/indexes.txt"
}

single() {
  local database="$1" collection="$2" field="${3%:up}"
  set -- --index=order=ascending
  [ "$field:up" = "$index" ] || set -- "$@" --index=order=descending
  has "fields-$database" "$collection/$field/$#" && return
  run gcloud firestore indexes fields update "$field" --database="$database" \
    --collection-group="$collection" "$@" --async
}

composite() {
  local database="$1" collection="$2" field
  local configs=()
  has "composites-$database" "$(listed_composite "$collection" "$3")" && return
  for field in $(echo "$3" | tr ',' ' '); do
    case "$field" in
      -*) configs+=("--field-config=field-path=${field#-},order=descending") ;;
      *) configs+=("--field-config=field-path=$field,order=ascending") ;;
    esac
  done
  run gcloud firestore indexes composite create --database="$database" \
    --collection-group="$collection" --query-scope=collection "${configs[@]}" --async
}

# How a listing shows one. Firestore adds the name of the document to each, in the direction of the last field.
listed_composite() {
  local field names="" orders="" order
  for field in ${2//,/ }; do
    order=ASCENDING
    [ "$field" = "${field#-}" ] || order=DESCENDING
    names="$names${field#-},"
    orders="$orders$order,"
  done
  echo "$1 ${names}__name__ $orders$order"
}

ttl() {
  has "ttls-$1" "$2/$3" && return
  run gcloud firestore fields ttls update "$3" --database="$1" --collection-group="$2" --enable-ttl \
    --async
}
