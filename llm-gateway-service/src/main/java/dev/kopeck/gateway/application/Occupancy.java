package dev.kopeck.gateway.application;

import java.util.HashMap;
import java.util.Map;

/** Who sits where: places of the instance, of each model and of each provider. Not thread-safe. */
final class Occupancy {

    private final int places;
    private final Map<String, Integer> models = new HashMap<>();
    private final Map<String, Integer> providers = new HashMap<>();
    private int taken;

    Occupancy(int places) {
        this.places = places;
    }

    boolean hasPlace() {
        return taken < places;
    }

    boolean hasPlace(Lane lane) {
        return hasPlace()
                && models.getOrDefault(lane.model(), 0) < lane.places()
                && hasPlaceAt(lane.provider(), lane.providerPlaces());
    }

    boolean hasPlaceAt(String provider, int providerPlaces) {
        return providers.getOrDefault(provider, 0) < providerPlaces;
    }

    void take(String model, String provider) {
        taken++;
        models.merge(model, 1, Integer::sum);
        providers.merge(provider, 1, Integer::sum);
    }

    void free(String model, String provider) {
        taken--;
        models.computeIfPresent(model, (name, count) -> count == 1 ? null : count - 1);
        providers.computeIfPresent(provider, (name, count) -> count == 1 ? null : count - 1);
    }

    int taken() {
        return taken;
    }
}
