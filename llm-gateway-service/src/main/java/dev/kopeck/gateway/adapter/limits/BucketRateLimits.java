package dev.kopeck.gateway.adapter.limits;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.gateway.application.access.Admission;
import dev.kopeck.gateway.application.access.Admission.Scope;
import dev.kopeck.gateway.application.access.Caller;
import dev.kopeck.gateway.application.access.CountGateways;
import dev.kopeck.gateway.application.access.LimitBook;
import dev.kopeck.gateway.application.access.Pass;
import dev.kopeck.gateway.application.access.RateLimits;
import dev.kopeck.gateway.application.access.RateStanding;
import io.github.bucket4j.TimeMeter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * Token buckets of Bucket4j in this instance's memory. Only those who showed a key have one; it is forgotten after half an
 * hour without a request, when it has long been full again and no request can still be under way.
 */
@ApplicationScoped
class BucketRateLimits implements RateLimits {

    private static final int METERS_MAX = 100_000;
    private static final Duration FORGOTTEN = Duration.ofMinutes(30);

    private final LimitBook book;
    private final IntSupplier gateways;
    private final LoadingCache<UUID, Meter> keys;
    private final LoadingCache<AccountId, Meter> accounts;

    @Inject
    BucketRateLimits(LimitBook book, CountGateways gateways) {
        this(book, gateways::living, TimeMeter.SYSTEM_NANOTIME);
    }

    BucketRateLimits(LimitBook book, IntSupplier gateways, TimeMeter time) {
        this.book = book;
        this.gateways = gateways;
        this.keys = meters(id -> new Meter(book.ofKey(id).sharedBy(gateways.getAsInt()), time));
        this.accounts = meters(id -> new Meter(book.ofAccount(id).sharedBy(gateways.getAsInt()), time));
    }

    @Override
    public Admission admit(Caller caller, long tokens) {
        var key = keyMeter(caller.keyId());
        var account = accountMeter(caller.accountId());
        var refusedByKey = key.take(tokens);
        if (refusedByKey.isPresent()) {
            return refused(refusedByKey.get(), Scope.KEY, key, account);
        }
        var refusedByAccount = account.take(tokens);
        if (refusedByAccount.isPresent()) {
            key.undo(tokens);
            return refused(refusedByAccount.get(), Scope.ACCOUNT, key, account);
        }
        return new Admission.Admitted(new MeteredPass(key, account, tokens));
    }

    @Override
    public void correct(AccountId account, UUID keyId, long reserved, long used) {
        keyMeter(keyId).correct(reserved, used);
        accountMeter(account).correct(reserved, used);
    }

    @Override
    public RateStanding standing(Caller caller) {
        return standing(keyMeter(caller.keyId()), accountMeter(caller.accountId()));
    }

    private Meter keyMeter(UUID id) {
        var meter = keys.get(id);
        meter.share(book.ofKey(id).sharedBy(gateways.getAsInt()));
        return meter;
    }

    private Meter accountMeter(AccountId id) {
        var meter = accounts.get(id);
        meter.share(book.ofAccount(id).sharedBy(gateways.getAsInt()));
        return meter;
    }

    private static Admission refused(Meter.Refusal refusal, Scope scope, Meter key, Meter account) {
        return new Admission.Refused(refusal.limit(), scope, refusal.retryAfter(), standing(key, account));
    }

    private static RateStanding standing(Meter key, Meter account) {
        return key.standing().tighter(account.standing());
    }

    private static <K> LoadingCache<K, Meter> meters(Function<K, Meter> full) {
        return Caffeine.newBuilder()
                .maximumSize(METERS_MAX)
                .expireAfterAccess(FORGOTTEN)
                .executor(Runnable::run)
                .build(full::apply);
    }

    private static final class MeteredPass implements Pass {

        private final Meter key;
        private final Meter account;
        private final long reserved;
        private final AtomicBoolean told = new AtomicBoolean();
        private final AtomicBoolean left = new AtomicBoolean();

        private MeteredPass(Meter key, Meter account, long reserved) {
            this.key = key;
            this.account = account;
            this.reserved = reserved;
        }

        @Override
        public RateStanding standing() {
            return BucketRateLimits.standing(key, account);
        }

        @Override
        public void used(long tokens) {
            if (told.compareAndSet(false, true)) {
                key.correct(reserved, tokens);
                account.correct(reserved, tokens);
            }
        }

        @Override
        public void leave() {
            if (left.compareAndSet(false, true)) {
                key.leave();
                account.leave();
            }
        }
    }
}
