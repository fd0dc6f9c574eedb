package dev.kopeck.billing.adapter.http.pricelist;

import dev.kopeck.billing.domain.ListedTariff;
import dev.kopeck.billing.domain.PriceSheet;
import dev.kopeck.billing.domain.PriceSheet.Note;
import dev.kopeck.billing.domain.PriceTariff;
import dev.kopeck.contracts.money.ContextTier;
import dev.kopeck.contracts.money.Rates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the rows of a list. */
final class SheetBuilder {

    private static final int LONGEST_MODEL = 200;

    private final List<ListedTariff> tariffs = new ArrayList<>();
    private final List<Note> invalid = new ArrayList<>();
    private final List<Note> skipped = new ArrayList<>();
    private final Map<String, Integer> lines = new HashMap<>();

    /** @param tiers ascending */
    void add(int line, String model, Rates base, List<ContextTier> tiers) throws BadRowException {
        if (tiers.size() > PriceTariff.TIERS_MAX) {
            throw new BadRowException("has more than %d context tiers".formatted(PriceTariff.TIERS_MAX));
        }
        tariffs.add(new ListedTariff(line, new PriceTariff(model, base, tiers)));
    }

    /** Takes a model's name, once. */
    String claim(int line, String model) throws BadRowException {
        var name = model.strip();
        if (name.isEmpty()) {
            throw new BadRowException("model is missing");
        }
        if (name.length() > LONGEST_MODEL || name.chars().anyMatch(Character::isISOControl)) {
            throw new BadRowException("model must have at most %d characters, all printable".formatted(LONGEST_MODEL));
        }
        var earlier = lines.putIfAbsent(name, line);
        if (earlier != null) {
            throw new BadRowException("stands on line %d already".formatted(earlier));
        }
        return name;
    }

    void invalid(int line, String model, String reason) {
        invalid.add(note(line, model, reason));
    }

    void skipped(int line, String model, String reason) {
        skipped.add(note(line, model, reason));
    }

    SheetReading read() {
        return tariffs.isEmpty() && invalid.isEmpty() && skipped.isEmpty()
                ? new SheetReading.Unreadable("holds no price")
                : new SheetReading.Read(new PriceSheet(tariffs, invalid, skipped));
    }

    private static Note note(int line, String model, String reason) {
        var shown = model.strip();
        boolean showable = !shown.isEmpty()
                && shown.length() <= LONGEST_MODEL
                && shown.chars().noneMatch(Character::isISOControl);
        return new Note(line, showable ? Optional.of(shown) : Optional.empty(), reason);
    }
}
