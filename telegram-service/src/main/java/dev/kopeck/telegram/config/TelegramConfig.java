package dev.kopeck.telegram.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Everything about telegram-service that can be set; each value is checked at start. */
@ConfigMapping(prefix = "kopeck.telegram")
public interface TelegramConfig {

    /** The bot's account and its Bot API. */
    BotSettings bot();

    /** Where balances are asked for. */
    BillingSettings billing();

    /** How updates are fetched and handled. */
    PollingSettings polling();

    /** What a prompt is made of. */
    PromptSettings prompt();

    /** How answers are shown while they are written. */
    PreviewSettings preview();

    /** How final answers reach their chats. */
    DeliverySettings delivery();

    /** The bot's account and its Bot API. */
    interface BotSettings {

        /** The bot's token from @BotFather. A secret: in no log, no exception, no metric. */
        Optional<@NotBlank String> token();

        /** The Bot API without token and method, such as {@code https://api.telegram.org}. */
        @WithDefault("https://api.telegram.org")
        URI apiBaseUrl();

        /** How long a call of the Bot API other than a poll may take. */
        @WithDefault("7s")
        @NotNull @DurationMin(millis = 100)
        @DurationMax(minutes = 1)
        Duration timeout();

        /** Pause after the first failure to reach Telegram; doubles with each further one. */
        @WithDefault("500ms")
        @DurationMin(millis = 1)
        @DurationMax(minutes = 1)
        Duration backOffFirst();

        /** The longest pause between two attempts to reach Telegram. */
        @WithDefault("30s")
        @DurationMin(millis = 1)
        @DurationMax(minutes = 10)
        Duration backOffLongest();
    }

    /** Where balances are asked for. */
    interface BillingSettings {

        /** Billing's REST API, such as {@code http://localhost:8081}. */
        @WithDefault("http://localhost:8081")
        URI url();

        /** The bearer token for billing: a door's, or an operator's where there is no other. A secret. */
        Optional<@NotBlank String> token();

        /** How long an answer of billing may take before the user is told to try later. */
        @WithDefault("10s")
        @DurationMin(millis = 50)
        @DurationMax(minutes = 1)
        Duration timeout();
    }

    /** How updates are fetched and handled. */
    interface PollingSettings {

        /** How long Telegram may hold a request for updates where there are none. */
        @WithDefault("30s")
        @DurationMin(seconds = 1)
        @DurationMax(seconds = 50)
        Duration timeout();

        /** How many chats are handled at the same time. */
        @WithDefault("16")
        @Min(1) @Max(100) int parallelChats();

        /** How often a replica that does not poll looks whether it should. */
        @WithDefault("2s")
        @DurationMin(millis = 10)
        @DurationMax(minutes = 1)
        Duration standby();

        /** The service is not ready when the last good poll is older; more than the timeout. */
        @WithDefault("90s")
        @DurationMin(seconds = 2)
        @DurationMax(minutes = 30)
        Duration staleAfter();
    }

    /** What a prompt is made of. */
    interface PromptSettings {

        /** The model's id in Kopeck's catalogue. */
        @WithDefault("gpt-4o-mini")
        @NotBlank String model();

        /** The longest answer wanted, in tokens. */
        @WithDefault("1024")
        @Min(1) @Max(1_000_000) long maxOutputTokens();

        /** Instructions that go before every conversation; empty for none. */
        @WithDefault("You are a helpful assistant in a chat. Answer in the language of the question, briefly.")
        Optional<String> instructions();

        /** The most tokens of a prompt; older turns of the conversation are left out to stay below. */
        @WithDefault("4000")
        @Min(100) @Max(1_000_000) long contextTokens();

        /** The most turns of a conversation that go into a prompt. */
        @WithDefault("50")
        @Min(0) @Max(1000) int contextTurns();
    }

    /** How answers are shown while they are written. */
    interface PreviewSettings {

        /** Between two edits in a private chat. */
        @WithDefault("1s")
        @DurationMin(millis = 1)
        @DurationMax(minutes = 1)
        Duration interval();

        /** Between two edits in a group, where Telegram allows some 20 a minute. */
        @WithDefault("3s")
        @DurationMin(millis = 1)
        @DurationMax(minutes = 1)
        Duration groupInterval();

        /** How many answers have previews at the same time; others appear when they are complete. */
        @WithDefault("1000")
        @Min(1) @Max(100_000) int openMax();
    }

    /** How final answers reach their chats. */
    interface DeliverySettings {

        /** How long a finished answer waits for its price before it is shown without. */
        @WithDefault("3s")
        @DurationMin(millis = 0)
        @DurationMax(minutes = 1)
        Duration footerWait();

        /**
         * How long a prompt waits for an answer, a refusal or an expiry before its chat is told that none came. Longer
         * than billing holds a prompt's price, since an expiry says more.
         */
        @WithDefault("1h")
        @DurationMin(seconds = 1)
        @DurationMax(days = 1)
        Duration giveUpAfter();

        /**
         * How long a delivery belongs to the replica that works on it: longer than it takes to connect to the Bot API
         * and call it, and no longer than somebody should wait when that replica dies.
         */
        @WithDefault("15s")
        @DurationMin(seconds = 1)
        @DurationMax(minutes = 10)
        Duration lease();

        /** Between two looks for deliveries that no event woke. */
        @WithDefault("1s")
        @DurationMin(millis = 10)
        @DurationMax(minutes = 1)
        Duration sweep();

        /** How many deliveries one look finds at most. */
        @WithDefault("500")
        @Min(1) @Max(10_000) int sweepMax();

        /** How many deliveries are worked on at the same time. */
        @WithDefault("64")
        @Min(1) @Max(1000) int parallel();

        /** How often in a row Telegram may refuse a message before it is given up. */
        @WithDefault("5")
        @Min(1) @Max(100) int refusalsMax();

        /** How long prompts, answers and conversations are kept; more than the day for which Telegram keeps updates. */
        @WithDefault("30d")
        @DurationMin(days = 2)
        @DurationMax(days = 3650)
        Duration retention();

        /** Between two deletions of what is older than the retention. */
        @WithDefault("1m")
        @DurationMin(millis = 100)
        @DurationMax(days = 1)
        Duration cleanUp();
    }
}
