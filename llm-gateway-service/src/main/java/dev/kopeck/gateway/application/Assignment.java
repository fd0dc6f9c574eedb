package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.Claim;

/** A prompt that is to be answered now: it is claimed, it may be interrupted, and it has a place at its model. */
record Assignment(SeenPrompt prompt, Claim.Granted claim, Running running, Place place) {}
