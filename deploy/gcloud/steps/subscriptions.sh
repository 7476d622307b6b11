# The own subscription of each projector and reactor, and one that keeps its dead letters until somebody looks.

step_subscriptions() {
  local service name kind class topic
  while read -r service name kind class topic; do
    beside subscription "$name" "$topic"
    beside dead_letters "$name-dead-letters"
  done < <(rows "$PUSHED")
  together
}

subscription() {
  local name="$1" topic="$2" push endpoint
  push="$(account push)"
  endpoint="$(url "$name")/$(rebuilding "$name")"
  set -- --push-endpoint="$endpoint" --push-auth-service-account="$push" \
    --push-auth-token-audience="$(url "$name")" --ack-deadline=60 --min-retry-delay=1s \
    --max-retry-delay=600s --dead-letter-topic="$name-dead-letters" --max-delivery-attempts=20
  if hears_another_topic "$name" "$topic"; then
    run gcloud pubsub subscriptions delete "$name" || return 1
  fi
  if ! has subscriptions "$name" || hears_another_topic "$name" "$topic"; then
    run gcloud pubsub subscriptions create "$name" --topic="$topic" "$@" \
      --expiration-period=never --message-retention-duration=7d \
      --labels="installation=$INSTALLATION" || return 1
  elif ! has subscriptions "$name" "$INSTALLATION" "$topic" "$endpoint" "$push" 60 1s 600s \
    "$name-dead-letters" 20; then
    run gcloud pubsub subscriptions update "$name" "$@" || return 1
  fi
  # Pub/Sub's agent takes a dead letter from the subscription and puts it into its topic.
  allow subscriptions "$name" roles/pubsub.subscriber "$(agent pubsub)"
}

# A subscription is of one topic for ever. Of one that was deleted it gets nothing any more, even if there is another of
# the same name.
hears_another_topic() { has subscriptions "$1" && ! has subscriptions "$1" "$INSTALLATION" "$2"; }

# Where a rebuild of the view has led the events: that is for the rebuild to say.
rebuilding() {
  column_of subscriptions "$1" 4 | sed -n 's/[^?]*?/?/p'
}

dead_letters() {
  if hears_another_topic "$1" "$1"; then
    run gcloud pubsub subscriptions delete "$1" || return 1
  fi
  has subscriptions "$1" "$INSTALLATION" "$1" || run gcloud pubsub subscriptions create "$1" --topic="$1" \
    --ack-deadline=60 --expiration-period=never --message-retention-duration=7d \
    --labels="installation=$INSTALLATION" || return 1
  allow topics "$1" roles/pubsub.publisher "$(agent pubsub)"
}
