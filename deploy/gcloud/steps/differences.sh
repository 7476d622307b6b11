# What a deploy does not change by itself, because somebody may want it so: what is ours and in no table any more, and
# traffic that was led elsewhere by hand.

differences() {
  local kind name database line SERVICES=""
  for kind in $KINDS; do
    case "$kind" in databases | roles) continue ;; esac
    while read -r name; do
      wanted "$kind" | among "$name" || say "in no table any more: $name ($kind)"
    done < <(ours "$kind")
  done
  for database in $DATABASES; do
    unwanted_indexes "$database" | while read -r line; do
      say "in no table any more: index $line of $database"
    done
  done
  while read -r name; do
    line="$(column_of traffic "$name" 7)"
    [ -z "$line" ] \
      || say "traffic of $name goes to $line by hand; back: gcloud run services update-traffic $name --region=$REGION --to-latest"
  done < <(ours functions && ours services)
  while read -r name; do
    [ "$name" = "$CHANNEL" ] || say "no alert uses it: $name"
  done < <(our_ids channels)
}

unwanted_indexes() {
  local collection index
  {
    indexes | while read -r database collection _ index; do
      [ "$database" = "$1" ] || continue
      case "$index" in
        \* | ttl:*) ;;
        *,*) listed_composite "$collection" "$index" ;;
        *) echo "$collection/${index%:up}" ;;
      esac
    done
  } | sort -u > "$WORK/wanted-indexes"
  {
    cat "$WORK/composites-$1"
    # One of none is no index; the default is a setting.
    awk -F / '$1 != "__default__" && $3 > 0 { print $1 "/" $2 }' "$WORK/fields-$1"
  } | sort -u | comm -13 "$WORK/wanted-indexes" -
}
