package dev.kopeck.tokens;

import java.util.Optional;

/**
 * How large an image is, read from its first bytes.
 *
 * @param width pixels, at least 1
 * @param height pixels, at least 1
 */
public record ImageSize(int width, int height) {

    /** As many of an image's bytes are enough, except for photographs with a long preamble. */
    public static final int HEAD_BYTES = 65_536;

    private static final int START_OF_FRAME_FIRST = 0xC0;
    private static final int START_OF_FRAME_LAST = 0xCF;

    public ImageSize {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("an image has pixels");
        }
    }

    /**
     * Reads a PNG, JPEG, GIF or WebP; empty for anything else, and where the bytes end too early.
     *
     * @see <a href="https://www.w3.org/TR/png-3/#11IHDR">PNG, image header</a>
     * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">JPEG, frame header (B.2.2)</a>
     * @see <a href="https://www.w3.org/Graphics/GIF/spec-gif89a.txt">GIF, logical screen</a>
     * @see <a href="https://developers.google.com/speed/webp/docs/riff_container">WebP, container</a>
     */
    public static Optional<ImageSize> of(byte[] head) {
        var bytes = new Bytes(head);
        if (bytes.has(0, "\u0089PNG") && bytes.has(12, "IHDR") && head.length >= 24) {
            return sized(bytes.bigInt(16), bytes.bigInt(20));
        }
        if (bytes.has(0, "GIF8") && head.length >= 10) {
            return sized(bytes.littleShort(6), bytes.littleShort(8));
        }
        if (bytes.has(0, "RIFF") && bytes.has(8, "WEBP") && head.length >= 30) {
            return webp(bytes);
        }
        return bytes.has(0, "\u00ff\u00d8") ? jpeg(bytes) : Optional.empty();
    }

    private static Optional<ImageSize> webp(Bytes bytes) {
        if (bytes.has(12, "VP8X")) {
            return sized(bytes.littleTriple(24) + 1, bytes.littleTriple(27) + 1);
        }
        if (bytes.has(12, "VP8L")) {
            int packed = bytes.littleTriple(21) | (bytes.at(24) << 24);
            return sized((packed & 0x3FFF) + 1, ((packed >>> 14) & 0x3FFF) + 1);
        }
        return bytes.has(12, "VP8 ")
                ? sized(bytes.littleShort(26) & 0x3FFF, bytes.littleShort(28) & 0x3FFF)
                : Optional.empty();
    }

    /** From segment to segment until the one with the frame. */
    private static Optional<ImageSize> jpeg(Bytes bytes) {
        int at = 2;
        while (at + 9 <= bytes.length() && bytes.at(at) == 0xFF) {
            int marker = bytes.at(at + 1);
            if (marker == 0xFF) {
                at++;
                continue;
            }
            if (isStartOfFrame(marker)) {
                return sized(bytes.bigShort(at + 7), bytes.bigShort(at + 5));
            }
            int length = bytes.bigShort(at + 2);
            if (length < 2) {
                return Optional.empty();
            }
            at += 2 + length;
        }
        return Optional.empty();
    }

    /** All from C0 to CF but the tables that lie between them: C4, C8 and CC. */
    private static boolean isStartOfFrame(int marker) {
        boolean isTable = marker != START_OF_FRAME_FIRST && (marker & 0x03) == 0;
        return marker >= START_OF_FRAME_FIRST && marker <= START_OF_FRAME_LAST && !isTable;
    }

    private static Optional<ImageSize> sized(int width, int height) {
        return width < 1 || height < 1 ? Optional.empty() : Optional.of(new ImageSize(width, height));
    }

    /** Numbers of several bytes, without a sign. */
    private static final class Bytes {

        private final byte[] bytes;

        Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        int length() {
            return bytes.length;
        }

        int at(int index) {
            return bytes[index] & 0xFF;
        }

        boolean has(int index, String latin1) {
            if (index + latin1.length() > bytes.length) {
                return false;
            }
            for (int i = 0; i < latin1.length(); i++) {
                if (at(index + i) != latin1.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        int bigShort(int index) {
            return (at(index) << 8) | at(index + 1);
        }

        int bigInt(int index) {
            return (bigShort(index) << 16) | bigShort(index + 2);
        }

        int littleShort(int index) {
            return at(index) | (at(index + 1) << 8);
        }

        int littleTriple(int index) {
            return littleShort(index) | (at(index + 2) << 16);
        }
    }
}
