package dev.kopeck.billing.config;

import dev.kopeck.contracts.money.Nanos;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Every setting of billing-service; amounts are decimal strings in the currency of the books. */
@ConfigMapping(prefix = "kopeck.billing")
public interface BillingConfig {

    /** Who may call the REST API, and how long it remembers what they did. */
    AccessConfig access();

    /** What a payer gets on first contact, from KOPECK_WELCOME_GRANT; zero for nothing. */
    @WithDefault("1.00")
    @WithConverter(NanosConverter.class)
    Nanos welcomeGrant();

    /**
     * Below which balance a new account's owner is told so, from KOPECK_LOW_BALANCE; empty for never. Each account may
     * have a threshold of its own.
     */
    @WithDefault("0.10")
    @WithConverter(NanosConverter.class)
    Optional<Nanos> lowBalance();

    /** How long a hold lasts without an outcome: the longest model call with its retries, and a margin. */
    @WithDefault("15m")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 24)
    Duration holdTtl();

    /** The shortest answer, in tokens, that a hold must cover before a prompt is refused for lack of funds. */
    @WithDefault("64")
    @Min(1) @Max(1_000_000) int outputFloorTokens();

    /** How often expired holds are looked for, and how long events wait in the outbox. */
    @WithDefault("5s")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration sweepInterval();

    /** How many holds one transaction of the sweeper ends at most. */
    @WithDefault("500")
    @Min(1) @Max(10_000) int sweepBatch();

    /** How long after its expiry a hold that is still open counts as overdue in the metrics. */
    @WithDefault("1m")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 24)
    Duration overdueGrace();

    /** How often the outbox is looked at. */
    @WithDefault("200ms")
    @DurationMin(millis = 10)
    @DurationMax(minutes = 1)
    Duration relayInterval();

    /** How many events one round of the outbox relay sends at most. */
    @WithDefault("500")
    @Min(1) @Max(10_000) int relayBatch();

    /** How old the current prices may be in memory: within this time every instance follows a change. */
    @WithDefault("500ms")
    @DurationMin(millis = 0)
    @DurationMax(minutes = 1)
    Duration priceRefresh();

    /** How many immutable price versions are kept in memory. */
    @WithDefault("10000")
    @Min(1) @Max(1_000_000) int priceCacheSize();

    /** How many payers' accounts are kept in memory. */
    @WithDefault("100000")
    @Min(1) @Max(10_000_000) int payerCacheSize();

    /** How long the database may take to answer before the batch is tried again. */
    @WithDefault("10s")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 5)
    Duration statementTimeout();

    /** The first pause before a batch is tried again while database or broker are away. */
    @WithDefault("100ms")
    @DurationMin(millis = 1)
    @DurationMax(minutes = 1)
    Duration retryFirstPause();

    /** The longest such pause. */
    @WithDefault("5s")
    @DurationMin(millis = 1)
    @DurationMax(minutes = 10)
    Duration retryLongestPause();

    /** Money in and money back. */
    PaymentsConfig payments();

    /** Accounts, identities and API keys. */
    AccountsConfig accounts();

    /** Prices and their import. */
    PricesConfig prices();

    /** What proves the books right: checks, proofs, seals, reconciliations. */
    TrustConfig trust();

    /** The ledger's upkeep, statements and exports. */
    LedgerConfig ledger();

    /** Prices by model, set at start for models that have none; later changes go through the REST API. */
    Map<String, InitialPrice> initialPrices();

    /** Per million tokens. What is left out follows another rate. */
    interface InitialPrice {

        /** Tokens of the prompt. */
        @NotNull @WithConverter(NanosConverter.class)
        Nanos input();

        /** Tokens of the prompt that the provider read from its cache; as input where left out. */
        Optional<@WithConverter(NanosConverter.class) Nanos> cachedInput();

        /** Tokens of the prompt that the provider wrote to its cache; as input where left out. */
        Optional<@WithConverter(NanosConverter.class) Nanos> cacheWrite();

        /** Tokens of the answer. */
        @NotNull @WithConverter(NanosConverter.class)
        Nanos output();

        /** Tokens of the answer spent on reasoning; as output where left out. */
        Optional<@WithConverter(NanosConverter.class) Nanos> reasoning();
    }
}
