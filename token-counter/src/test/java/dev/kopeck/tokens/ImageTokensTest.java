package dev.kopeck.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.tokens.ImageTokens.Detail;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageTokensTest {

    /** The examples of OpenAI's guide, and the bounds around them. */
    @ParameterizedTest
    @CsvSource({
        "gpt-4o, 1024, 1024, HIGH, 765",
        "gpt-4o, 2048, 4096, HIGH, 1105",
        "gpt-4o, 4096, 8192, LOW, 85",
        "gpt-4o, 1, 1, AUTO, 255",
        "gpt-4.1, 512, 512, HIGH, 255",
        "gpt-4.1, 513, 512, HIGH, 425",
        "gpt-4o-mini-2024-07-18, 1024, 1024, HIGH, 25501",
        "ft:gpt-4o:acme, 1024, 1024, HIGH, 765",
        "gpt-5, 1024, 1024, HIGH, 630",
        "o3, 1024, 1024, HIGH, 675",
        "gpt-4.1-mini, 1024, 1024, HIGH, 1659",
        "gpt-4.1-mini, 1800, 2400, HIGH, 2353",
        "o4-mini, 32, 32, LOW, 2",
        "gpt-5-nano, 100000, 1, HIGH, 3779",
        "qwen-vl, 280, 280, HIGH, 100",
        "qwen-vl, 100000, 100000, HIGH, 16384"
    })
    void imagesCostWhatIsPublished(String model, int width, int height, Detail detail, long tokens) {
        assertThat(ImageTokens.of(model, new ImageSize(width, height), detail)).isEqualTo(tokens);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-4o", "gpt-4o-mini", "gpt-5", "gpt-4.1-mini", "o1", "o4-mini", "somebody-elses"})
    void noImageCostsMoreThanOneOfUnknownSize(String model) {
        for (var detail : Detail.values()) {
            long most = ImageTokens.most(model, detail);
            assertThat(IntStream.iterate(1, side -> side < 20_000, side -> side * 3 + 1)
                            .boxed()
                            .flatMap(width -> IntStream.iterate(1, side -> side < 20_000, side -> side * 2 + 7)
                                    .mapToObj(height -> new ImageSize(width, height))))
                    .allMatch(size -> ImageTokens.of(model, size, detail) <= most);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // A PNG of 300 by 200, its signature and first chunk
        "89504e470d0a1a0a0000000d494844520000012c000000c80806000000, 300, 200",
        "4749463839612c01c800f70000, 300, 200",
        // A JPEG with an APP0 segment, and one whose frame is progressive and behind fill bytes
        "ffd8ffe000104a46494600010100000100010000ffc0001108 00c8012c 03012200, 300, 200",
        "ffd8fffffffe0004abcdffc2001108 00c8012c 03, 300, 200",
        // WebP: lossy, lossless, extended
        "52494646 00000000 57454250 56503820 00000000 300100 9d012a 2c01 c800, 300, 200",
        "52494646 00000000 57454250 5650384c 00000000 2f 2bc13100 0000000000, 300, 200",
        "52494646 00000000 57454250 56503858 0a000000 00000000 2b0100 c70000, 300, 200"
    })
    void sizesAreReadFromTheFirstBytes(String hex, int width, int height) {
        assertThat(ImageSize.of(bytes(hex))).contains(new ImageSize(width, height));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ff",
                "ffd8",
                "ffd8ffe0",
                "ffd8ffe00000ffffffffffffffff",
                "ffd8ffe0000100000000000000",
                "89504e470d0a1a0a",
                "89504e470d0a1a0a0000000d4948445200000000000000c80806000000",
                "89504e470d0a1a0a0000000d49484452ffffffffffffffff0806000000",
                "474946383961",
                "52494646000000005745425056503820",
                "3c7376672077696474683d2231303022"
            })
    void whatIsNoImageHasNoSize(String hex) {
        assertThat(ImageSize.of(bytes(hex))).isEmpty();
    }

    @Test
    void anImageThatIsCutAnywhereThrowsNothing() {
        var whole = bytes("ffd8ffe000104a46494600010100000100010000ffc000110800c8012c03012200");
        for (int length = 0; length <= whole.length; length++) {
            var head = new byte[length];
            System.arraycopy(whole, 0, head, 0, length);
            assertThat(ImageSize.of(head))
                    .satisfiesAnyOf(
                            size -> assertThat(size).isEmpty(),
                            size -> assertThat(size).contains(new ImageSize(300, 200)));
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
