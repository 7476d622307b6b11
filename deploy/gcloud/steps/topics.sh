# A topic per service, and for each projector and reactor a topic of dead letters.

step_topics() {
  local topic
  # For replays of the last week without reading the event store.
  retained 604800s topics
  # The longest there is: a subscription forgets after a week, and can be wound back this far.
  retained 2678400s dead_letter_topics
  together || return 1

  for topic in $(event_topics); do
    beside publishers "$topic"
  done
  together
}

# One after the other: a policy is read, changed and written as a whole.
publishers() {
  allow topics "$1" roles/pubsub.publisher "$(account publisher)" \
    && allow topics "$1" roles/pubsub.publisher "$(account reconciler)"
}

# Makes the topics that it reads, or changes for how long they keep messages.
retained() {
  local topic
  while read -r topic; do
    if ! has topics "$topic"; then
      beside run gcloud pubsub topics create "$topic" --message-retention-duration="$1" \
        --labels="installation=$INSTALLATION"
    elif ! has topics "$topic" "$INSTALLATION" "$1"; then
      beside run gcloud pubsub topics update "$topic" --message-retention-duration="$1"
    fi
  done < <("$2")
}

# allow topics|subscriptions NAME ROLE ACCOUNT
allow() {
  local kind="$1" name="$2" role="$3" member="serviceAccount:$4"
  allowed "$kind" "$name" "$role" "$member" \
    || run gcloud pubsub "$kind" add-iam-policy-binding "$name" --role="$role" --member="$member" \
      --format=none
}

# What was not there a moment ago allows nothing to anybody yet: no need to ask.
allowed() {
  has "$1" "$2" || return 1
  see "allowed-$1-$2" gcloud pubsub "$1" get-iam-policy "$2" --flatten='bindings[].members' \
    --format='value(bindings.role,bindings.members)' || return 1
  has "allowed-$1-$2" "$3" "$4"
}
