package dev.kopeck.billing.adapter.http;

import io.smallrye.mutiny.Multi;

/**
 * A body that is made while it is sent: the next piece when the one before has left. A failure in the middle cuts the
 * connection, so that nobody takes half of it for the whole.
 */
record Download(Multi<byte[]> pieces) {}
