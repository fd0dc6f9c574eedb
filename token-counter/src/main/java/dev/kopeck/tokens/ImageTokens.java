package dev.kopeck.tokens;

import java.util.List;
import java.util.Optional;

/**
 * Tokens of an image in a prompt, as OpenAI publishes its rules; for other makers' models an upper bound. Pure.
 *
 * @see <a href="https://platform.openai.com/docs/guides/images-vision#calculating-costs">Calculating costs of images</a>
 */
public final class ImageTokens {

    /** Of models whose rule is not known: patches of 28 pixels without scaling, as Qwen's vision models have at most. */
    private static final int UNKNOWN_PATCH = 28;

    private static final int UNKNOWN_MAX = 16_384;

    private static final List<Rule> RULES = List.of(
            new Patches("gpt-5-mini", 162),
            new Patches("gpt-5-nano", 246),
            new Patches("gpt-4.1-mini", 162),
            new Patches("gpt-4.1-nano", 246),
            new Patches("o4-mini", 172),
            new Tiles("gpt-4o-mini", 2833, 5667),
            new Tiles("gpt-5", 70, 140),
            new Tiles("gpt-4o", 85, 170),
            new Tiles("chatgpt-4o", 85, 170),
            new Tiles("gpt-4.1", 85, 170),
            new Tiles("gpt-4.5", 85, 170),
            new Tiles("gpt-4", 85, 170),
            new Tiles("o1", 75, 150),
            new Tiles("o3", 75, 150),
            new Tiles("computer-use-preview", 65, 129));

    private ImageTokens() {}

    /** How closely a model is asked to look. */
    public enum Detail {
        LOW,
        HIGH,
        /** The model decides; taken as high, since a bound is asked for. */
        AUTO
    }

    /** @param model what the provider calls it */
    public static long of(String model, ImageSize size, Detail detail) {
        return rule(model)
                .map(rule -> rule.tokens(size, detail))
                .orElseGet(() -> Math.min(UNKNOWN_MAX, patches(size, UNKNOWN_PATCH)));
    }

    /** Of an image whose size is not known, such as one behind a link. */
    public static long most(String model, Detail detail) {
        return rule(model).map(rule -> rule.most(detail)).orElse((long) UNKNOWN_MAX);
    }

    private static Optional<Rule> rule(String model) {
        var name = model.startsWith("ft:") ? model.substring("ft:".length()) : model;
        return RULES.stream().filter(rule -> name.startsWith(rule.prefix())).findFirst();
    }

    private static long patches(ImageSize size, int side) {
        return (long) Math.ceilDiv(size.width(), side) * Math.ceilDiv(size.height(), side);
    }

    private sealed interface Rule {

        String prefix();

        long tokens(ImageSize size, Detail detail);

        long most(Detail detail);
    }

    /**
     * Fitted into 2048 by 2048 pixels, then its shorter side to 768; then so much for each tile of 512 by 512. Looked at
     * roughly, only the base.
     */
    private record Tiles(String prefix, int base, int perTile) implements Rule {

        private static final double SQUARE = 2048;
        private static final double SHORT_SIDE = 768;
        private static final double TILE = 512;
        /** 2048 by 768. */
        private static final int TILES_MAX = 8;

        @Override
        public long tokens(ImageSize size, Detail detail) {
            if (detail == Detail.LOW) {
                return base;
            }
            double fit = Math.min(1, SQUARE / Math.max(size.width(), size.height()));
            double width = size.width() * fit;
            double height = size.height() * fit;
            double shrink = Math.min(1, SHORT_SIDE / Math.min(width, height));
            long tiles = tilesOf(width * shrink) * tilesOf(height * shrink);
            return base + tiles * perTile;
        }

        @Override
        public long most(Detail detail) {
            return detail == Detail.LOW ? base : base + (long) TILES_MAX * perTile;
        }

        private static long tilesOf(double side) {
            // What rounding left over is no further tile.
            return Math.max(1, (long) Math.ceil(side / TILE - 1e-9));
        }
    }

    /** Patches of 32 by 32 pixels, scaled down to 1536 of them at most, times a factor. */
    private record Patches(String prefix, int percent) implements Rule {

        private static final int SIDE = 32;
        private static final int PATCHES_MAX = 1536;

        @Override
        public long tokens(ImageSize size, Detail detail) {
            long patches = patches(size, SIDE);
            return times(patches <= PATCHES_MAX ? patches : scaled(size));
        }

        @Override
        public long most(Detail detail) {
            return times(PATCHES_MAX);
        }

        private static long scaled(ImageSize size) {
            double pixels = (double) size.width() * size.height();
            double shrink = Math.sqrt((double) SIDE * SIDE * PATCHES_MAX / pixels);
            double wide = size.width() * shrink / SIDE;
            double high = size.height() * shrink / SIDE;
            if (wide < 1 || high < 1) {
                // Thinner than a patch however it is scaled: the rule says nothing, so the bound.
                return PATCHES_MAX;
            }
            double whole = Math.min(Math.floor(wide) / wide, Math.floor(high) / high);
            long patches = (long) Math.ceil(wide * whole - 1e-9) * (long) Math.ceil(high * whole - 1e-9);
            return Math.clamp(patches, 1, PATCHES_MAX);
        }

        private long times(long patches) {
            return Math.ceilDiv(patches * percent, 100L);
        }
    }
}
