package dev.kopeck.gateway.config;

import dev.kopeck.contracts.event.Channel;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** All settings of llm-gateway-service. Durations as in {@code 250ms}, {@code 15s}, {@code 5m}, {@code 30d}. */
@ConfigMapping(prefix = "kopeck.gateway")
public interface GatewayConfig {

    /** Prompts that are answered at the same time by one instance, through whichever door they came. */
    @WithDefault("32")
    @Min(1) @Max(10_000) int inFlightMax();

    /** Where prompts wait for one of those places. */
    @Valid RoomConfig room();

    /** Who answers where nobody else is named: the OpenAI-compatible provider {@code default}. */
    @Valid ProviderConfig provider();

    /** Further providers, by their names. */
    Map<String, @Valid NamedProviderConfig> providers();

    /** Providers and models that can be changed without a restart. */
    @Valid CatalogueConfig catalogue();

    /** When a provider that fails is left alone. */
    @Valid CircuitConfig circuit();

    /** The log of calls. */
    @Valid AttemptConfig attempts();

    /** The catalogue: what may be called, by the id that prices and users know. */
    @NotEmpty Map<String, @Valid ModelConfig> models();

    /** The relay of OpenAI's clients. */
    @Valid RelayConfig relay();

    /** How a model is called. */
    @Valid CallConfig call();

    /** What is shown while an answer is being written. */
    @Valid PreviewConfig preview();

    /** Who may call a model for a prompt, and for how long. */
    @Valid ClaimConfig claim();

    /** How long prompts are remembered. */
    @Valid RetentionConfig retention();

    /** Who says what API keys may do. */
    @Valid BillingConfig billing();

    /** How much keys and accounts may ask for. */
    @Valid LimitsConfig limits();

    /** Prompts that nobody waits for. */
    @Valid PromptsConfig prompts();

    /** The provider {@code default}. */
    interface ProviderConfig extends ProviderBounds {

        /** Base URL, up to and including {@code /v1}; environment variables OPENAI_BASE_URL, and OPENAI_API_KEY for its key. */
        @WithDefault("https://api.openai.com/v1")
        URI baseUrl();
    }

    /** Times and attempts of one call. */
    interface CallConfig {

        /** How long a prompt's calls may take together; its hold's end may bound it earlier. */
        @WithDefault("5m")
        @DurationMin(seconds = 1)
        @DurationMax(minutes = 20)
        Duration durationMax();

        /** Silence that is accepted before the first sign of life of an answer. */
        @WithDefault("60s")
        @DurationMin(millis = 10)
        @DurationMax(minutes = 20)
        Duration firstTokenTimeout();

        /** Silence that is accepted in the middle of an answer. */
        @WithDefault("30s")
        @DurationMin(millis = 10)
        @DurationMax(minutes = 20)
        Duration idleTimeout();

        /** How often time is looked at while an answer comes; bounds the exactness of all the others. */
        @WithDefault("250ms")
        @DurationMin(millis = 10)
        @DurationMax(seconds = 10)
        Duration tick();

        /** Calls of a provider for one prompt, while nothing was delivered. */
        @WithDefault("3")
        @Min(1) @Max(10) int attemptsMax();

        /** Wait after the first failed call; doubles with each further one, spread by chance. */
        @WithDefault("500ms")
        @DurationMin(millis = 1)
        @DurationMax(minutes = 1)
        Duration retryDelay();

        /** Longest wait between calls; a provider that asks for more in Retry-After is given up. */
        @WithDefault("20s")
        @DurationMin(millis = 1)
        @DurationMax(minutes = 5)
        Duration retryDelayMax();

        /** How long before the end of its hold a prompt is no longer called, and a call is over. */
        @WithDefault("10s")
        @DurationMin(millis = 0)
        @DurationMax(minutes = 10)
        Duration holdMargin();

        /**
         * UTF-16 units that an answer may have; with six bytes for each, escaped at worst, it must fit into a Kafka
         * record of a megabyte. A broker that takes less than its default needs less here.
         */
        @WithDefault("160000")
        @Min(1) @Max(170_000) int answerCharsMax();
    }

    /** Previews of answers. */
    interface PreviewConfig {

        /** Channels whose users watch an answer grow. */
        @WithDefault("telegram")
        Set<Channel> channels();

        /** Least time between two previews of one answer. */
        @WithDefault("250ms")
        @DurationMin(millis = 10)
        @DurationMax(minutes = 1)
        Duration interval();

        /** UTF-16 units that a preview can show; Telegram shows 4096. */
        @WithDefault("4096")
        @Min(1) @Max(100_000) int charsMax();
    }

    /** The dispatch claim. */
    interface ClaimConfig {

        /** How long a claim lasts after its owner's last sign of life. */
        @WithDefault("15s")
        @DurationMin(seconds = 2)
        @DurationMax(minutes = 10)
        Duration lease();

        /** How often the owner gives one; at most a third of the lease. Whole seconds. */
        @WithDefault("5s")
        @DurationMin(seconds = 1)
        @DurationMax(minutes = 1)
        Duration heartbeat();

        /** How often a prompt that another instance answers is looked at again. */
        @WithDefault("1s")
        @DurationMin(millis = 10)
        @DurationMax(minutes = 1)
        Duration recheck();

        /** Longest wait between two attempts to reach the database. */
        @WithDefault("5s")
        @DurationMin(millis = 10)
        @DurationMax(minutes = 1)
        Duration retryDelayMax();
    }

    /** Memory of prompts. */
    interface RetentionConfig {

        /** How long a prompt's record is kept, so that a repeated delivery is recognised. */
        @WithDefault("30d")
        @DurationMin(hours = 1)
        Duration records();

        /** How long an answer's text is kept, so that a repeated delivery can be told again. */
        @WithDefault("3d")
        @DurationMin(minutes = 1)
        Duration texts();

        /** How often what is too old is forgotten. */
        @WithDefault("10m")
        @DurationMin(seconds = 1)
        @DurationMax(days = 1)
        Duration interval();

        /** Records that one statement forgets at most. */
        @WithDefault("1000")
        @Min(1) @Max(100_000) int batch();
    }
}
