package dev.kopeck.billing.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of accounts, identities and API keys. */
public interface AccountsConfig {

    /** How long an instance may go on charging a payer's old account after it was moved to another one. */
    @WithDefault("500ms")
    @DurationMin(millis = 0)
    @DurationMax(seconds = 5)
    Duration payerRefresh();

    /** How many payers an account may have. */
    @WithDefault("100")
    @Min(1) @Max(10_000) int payersMax();

    /** How many API keys of an account may be open at once; revoked ones do not count. */
    @WithDefault("100")
    @Min(1) @Max(10_000) int keysMax();

    /** How many accounts one search looks at, at most, where its filter has no index: by balance and by status. */
    @WithDefault("20000")
    @Min(201) @Max(1_000_000) int searchScan();
}
