package dev.kopeck.gateway.config;

import io.smallrye.config.ConfigMapping;
import java.util.Map;

/** What a catalogue file may hold: the same as the settings, under {@code providers} and {@code models}. */
@ConfigMapping(prefix = CatalogueFile.PREFIX)
public interface CatalogueFile {

    String PREFIX = "catalogue";

    /** Providers; one that the settings have too is replaced as a whole. */
    Map<String, NamedProviderConfig> providers();

    /** Models; one that the settings have too is replaced as a whole. */
    Map<String, ModelConfig> models();
}
