package dev.kopeck.billing.domain;

/**
 * One model of a price list.
 *
 * @param line where it begins in the list, from 1
 */
public record ListedTariff(int line, PriceTariff tariff) {

    public String model() {
        return tariff.model();
    }
}
