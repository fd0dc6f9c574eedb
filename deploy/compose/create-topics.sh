#!/usr/bin/env bash
# Creates every topic with its dead-letter topic; what exists already stays as it is.
set -euo pipefail

topics=(
  prompts.submitted.v1
  prompts.authorized.v1
  prompts.declined.v1
  prompts.cancelled.v1
  prompts.replies.v1
  completions.chunks.v1
  completions.finished.v1
  charges.settled.v1
  accounts.changed.v1
  payments.received.v1
)

create() {
  /opt/kafka/bin/kafka-topics.sh --bootstrap-server "$KAFKA_BOOTSTRAP_SERVERS" \
    --create --if-not-exists --topic "$1" --partitions "$2" --replication-factor "${REPLICATION_FACTOR:-1}"
}

for topic in "${topics[@]}"; do
  create "$topic" 24
  create "$topic.dlq" 1
done
