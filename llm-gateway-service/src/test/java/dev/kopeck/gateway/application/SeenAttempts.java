package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.Provider;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was written down and counted of calls, and is a circuit that a test opens. */
final class SeenAttempts implements AttemptLog, AttemptMeasurements, Circuits {

    final List<AttemptRecord> records = new CopyOnWriteArrayList<>();
    final List<ModelFailure.Kind> failures = new CopyOnWriteArrayList<>();
    final List<String> leftOut = new CopyOnWriteArrayList<>();
    final List<String> verdicts = new CopyOnWriteArrayList<>();
    final Set<String> open = ConcurrentHashMap.newKeySet();

    Verdicts verdicts() {
        return new Verdicts(this, attempt -> records.add(attempt), this);
    }

    List<String> outcomes() {
        return records.stream()
                .map(attempt -> attempt.provider() + " " + attempt.outcome())
                .toList();
    }

    @Override
    public void ended(AttemptRecord attempt) {
        // counted by its outcome, which the log has too
    }

    @Override
    public void failed(String model, String provider, ModelFailure.Kind kind) {
        failures.add(kind);
    }

    @Override
    public void leftOut(String provider, String why) {
        leftOut.add(provider + " " + why);
    }

    @Override
    public boolean mayCall(Provider provider) {
        return !open.contains(provider.id());
    }

    @Override
    public void succeeded(Provider provider) {
        verdicts.add(provider.id() + " succeeded");
    }

    @Override
    public void failed(Provider provider) {
        verdicts.add(provider.id() + " failed");
    }

    @Override
    public void undecided(Provider provider) {
        verdicts.add(provider.id() + " undecided");
    }
}
