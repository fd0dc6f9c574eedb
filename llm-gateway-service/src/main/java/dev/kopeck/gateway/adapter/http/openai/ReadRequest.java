package dev.kopeck.gateway.adapter.http.openai;

import dev.kopeck.gateway.domain.relay.RelayBody;
import dev.kopeck.gateway.domain.relay.RelayInput;
import dev.kopeck.gateway.domain.relay.RelayWishes;

/** A request's body, read as far as Kopeck needs it. */
record ReadRequest(RelayBody body, RelayWishes wishes, RelayInput input) {}
