package dev.kopeck.gateway.config;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.gateway.application.access.AccessMeasurements;
import dev.kopeck.gateway.application.access.Authenticate;
import dev.kopeck.gateway.application.access.CountGateways;
import dev.kopeck.gateway.application.access.FollowAccounts;
import dev.kopeck.gateway.application.access.GatewayRoll;
import dev.kopeck.gateway.application.access.KeyMemory;
import dev.kopeck.gateway.application.access.Keys;
import dev.kopeck.gateway.application.access.LimitBook;
import dev.kopeck.gateway.domain.InstanceId;
import dev.kopeck.gateway.domain.Limits;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.stream.Collectors;

/** Puts together who may call. */
class AccessWiring {

    @Produces
    @Singleton
    Authenticate authenticate(Keys keys, AccessMeasurements measurements) {
        return new Authenticate(keys, measurements);
    }

    @Produces
    @Singleton
    LimitBook limitBook(GatewayConfig config) {
        var limits = config.limits();
        return new LimitBook(
                limits(limits.perKey()),
                limits(limits.perAccount()),
                limits.keys().entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> UUID.fromString(entry.getKey()), entry -> limits(entry.getValue()))),
                limits.accounts().entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> AccountId.parse(entry.getKey()), entry -> limits(entry.getValue()))));
    }

    @Produces
    @Singleton
    CountGateways countGateways(GatewayRoll roll, InstanceId me, GatewayConfig config) {
        return new CountGateways(roll, me, config.limits().silence());
    }

    private static Limits limits(LimitsConfig.Rates rates) {
        return new Limits(rates.requestsPerMinute(), rates.tokensPerMinute(), rates.concurrent());
    }

    @Produces
    @Singleton
    FollowAccounts followAccounts(KeyMemory memory) {
        return new FollowAccounts(memory);
    }
}
