package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.application.InnocentPort;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Planted: a field that no constructor shows. */
public class InjectsFields {
    @Inject
    @Nullable InnocentPort port;
}
