# What new-service and remove-service share: names, and the lines that name a service outside its folder.
# shellcheck shell=bash disable=SC2034 # others use its variables
# It needs bash 3.2, git, and the awk, sed, sort and sha1sum (or shasum) of any Unix.

TEMPLATE=deploy/new-service.d
RESTAURANT=deploy/system/src/main/java/restaurant/system/Restaurant.java
INVENTORIES=deploy/gcloud/src/test/resources

# Letters are those of ASCII, whatever the machine's language.
export LC_ALL=C

refuse() {
  echo "${0##*/}: $*" >&2
  exit 1
}

# What is said if the script fails or is interrupted from here on.
unless_all_is_well() {
  sentence=$1
  trap 'exit 130' INT TERM
  trap '[ $? = 0 ] || echo "${0##*/}: $sentence" >&2' EXIT
}

capitalized() {
  printf '%s%s\n' "$(printf '%.1s' "$1" | tr '[:lower:]' '[:upper:]')" "${1#?}"
}

# Sets the lines that the service $1 has outside its folder.
describe_lines() {
  local class
  class=$(capitalized "$1")
  MODULE="    <module>$1</module>
"
  DEPENDENCY="    <dependency>
      <groupId>restaurant</groupId>
      <artifactId>$1</artifactId>
      <version>\${project.version}</version>
    </dependency>
"
  IMPORT="import restaurant.$1.$class;
"
  LISTED="          $class.SERVICE,
"
}

# has_text FILE TEXT: whether it is there. Whole lines, each with its line break.
has_text() {
  text=$2 awk 'BEGIN { RS = "\001" } { found = index("\n" $0, "\n" ENVIRON["text"]) } END { exit !found }' "$1"
}

# take_out FILE TEXT: the first place that has it; nothing where none has.
take_out() {
  has_text "$1" "$2" || return 0
  text=$2 awk 'BEGIN { RS = "\001" } {
    i = index("\n" $0, "\n" ENVIRON["text"])
    printf "%s%s", substr($0, 1, i - 1), substr($0, i + length(ENVIRON["text"]))
  }' "$1" >"$1.new"
  replace "$1"
}

# put_before FILE LINE TEXT: before the first line that is like the regular expression LINE.
put_before() {
  line=$2 text=$3 awk '!done && $0 ~ ENVIRON["line"] { printf "%s", ENVIRON["text"]; done = 1 } { print }' "$1" >"$1.new"
  replace "$1"
}

# put_import FILE LINE: where it belongs, imports being sorted.
put_import() {
  text=$2 LC_ALL=C awk '
    !done && (/^import restaurant\./ ? $0 > ENVIRON["text"] : imports) { printf "%s", ENVIRON["text"]; done = 1 }
    { imports = /^import restaurant\./; print }' "$1" >"$1.new"
  replace "$1"
}

# The file keeps its rights.
replace() {
  cat "$1.new" >"$1"
  rm "$1.new"
}

# The inventories of a deployment: $1 is one, and the lines of standard input are taken in. Titles are sorted, except the
# first and the last; so are the rights, which are below the last title.
take_in_inventory() {
  cat "$1" - | awk -v OFS='\t' '
    /^[^ ]/ { title = $0; rank = title == "apis" ? 0 : title == "rights" ? 2 : 1 }
    title == "rights" && /^[^ ]/ && headed++ { next }
    { print rank, title, title == "rights" ? (/^ / ? "r" $0 : "") : sprintf("%06d", NR), $0 }' \
    | LC_ALL=C sort -t "$(printf '\t')" -k 1,1 -k 2,2 -k 3,3 | cut -f 4- >"$1.new"
  replace "$1"
}

# Takes the functions, topics, indexes and rights of the service $2, and of the log of its events, out of the inventory $1.
take_out_inventory() {
  awk -v own="[/ ](functions|services|jobs|collectionGroups|topics|subscriptions)/(audit-)?$2(-[a-z-]+)?(/|\$)" '
    /^[^ ]/ { out = $0 ~ own }
    !out && !(/^  .* on projects\// && $0 ~ own)' "$1" >"$1.new"
  replace "$1"
}

# What new-service made, so that remove-service knows whether somebody has worked on it since. Git ignores it.
note_of() {
  echo "functions/$1/target/as-it-was-made"
}

note_what_was_made() {
  mkdir -p "functions/$1/target"
  contents_of "$1" >"$(note_of "$1")"
}

# Each file of a service that is not committed as it is, staged or not, with the hash of its contents.
contents_of() {
  local files file
  files=$(git diff --name-only HEAD -- "functions/$1" && git ls-files --others --exclude-standard -- "functions/$1")
  sort -u <<<"$files" | while read -r file; do
    [ -z "$file" ] || echo "$([ ! -e "$file" ] || git hash-object "$file") $file"
  done
}

must_be_a_clone() {
  git rev-parse --verify -q HEAD >/dev/null || refuse "this needs git and a clone of the project: what is committed is known by it"
}
