# shellcheck shell=bash
# Ids of examples: those with which a new system answers, see dev.eventfold.events.Ids.

uuid() {
  local hex
  hex=$({ printf '%b' "$(sed 's/-//g; s/../\\x&/g' <<<"$1")"; printf '%b' "$2"; } | sha1)
  printf '%s-%s-5%s-%x%s-%s\n' "${hex:0:8}" "${hex:8:4}" "${hex:13:3}" $((0x${hex:16:1} & 3 | 8)) "${hex:17:3}" "${hex:20:12}"
}

sha1() {
  if command -v sha1sum >/dev/null; then sha1sum; else shasum; fi
}

# id_of SERVICE KIND KEY [of CREATOR]: of the aggregate, the command or the event of the request with this Idempotency-Key,
# to what that with the other one created.
id_of() {
  local command
  command=$(uuid 6d9c8f4e-5b0a-5c39-9d0e-2f6a1f1f7a10 "$1\\nanonymous\\n$3")
  [ $# -lt 5 ] || command=$(uuid "$command" "on/$(id_of "$1" aggregate "$5")")
  case "$2" in
    aggregate) uuid "$command" aggregate ;;
    event) uuid "$command" event/0 ;;
    command) echo "$command" ;;
  esac
}
