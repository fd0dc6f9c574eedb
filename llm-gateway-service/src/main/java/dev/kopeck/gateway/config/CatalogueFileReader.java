package dev.kopeck.gateway.config;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/** Reads a catalogue file as a whole, or complains about it. */
final class CatalogueFileReader {

    private static final long BYTES_MAX = 1 << 20;
    private static final int VERSION_BYTES = 6;
    /** Without a default of its own. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private static final int APPLICATION = 100;
    private static final int ENVIRONMENT = 50;

    private CatalogueFileReader() {}

    /** @param version the same for the same content */
    record Content(String version, String text) {}

    /** Blocks while it reads. */
    static Content read(Path path) {
        try {
            if (Files.size(path) > BYTES_MAX) {
                throw new CatalogueException("the file is larger than a megabyte");
            }
            return contentOf(Files.readAllBytes(path));
        } catch (IOException unreadable) {
            throw new CatalogueException(
                    "the file cannot be read: " + unreadable.getClass().getSimpleName());
        }
    }

    static Content contentOf(byte[] bytes) {
        return new Content(versionOf(bytes), new String(bytes, StandardCharsets.UTF_8));
    }

    /** @throws CatalogueException naming the line, or the field, that is wrong */
    static CatalogueFile parse(Path path, Content content) {
        var text = content.text();
        try {
            var name = path.toString();
            var settings = name.endsWith(".properties") ? properties(text) : yaml(text);
            return mapped(settings);
        } catch (CatalogueException known) {
            throw known;
        } catch (IOException | RuntimeException wrong) {
            throw new CatalogueException(String.valueOf(wrong.getMessage()).replace(CatalogueFile.PREFIX + ".", ""));
        }
    }

    private static CatalogueFile mapped(Map<String, String> settings) {
        var prefixed = new HashMap<String, String>();
        settings.forEach((name, value) -> prefixed.put(CatalogueFile.PREFIX + "." + name, referring(name, value)));
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 1_000, new DurationConverter())
                .withSources(
                        new PropertiesConfigSource(prefixed, "catalogue file", APPLICATION),
                        new EnvConfigSource(System.getenv(), ENVIRONMENT))
                .withMapping(CatalogueFile.class)
                .build()
                .getConfigMapping(CatalogueFile.class);
    }

    /** A key that is not there must not become no key. */
    private static String referring(String name, String value) {
        var reference = REFERENCE.matcher(value);
        while (reference.find()) {
            if (System.getenv(reference.group(1)) == null) {
                throw new CatalogueException("%s refers to the environment variable %s, which is not set"
                        .formatted(name, reference.group(1)));
            }
        }
        return value;
    }

    private static Map<String, String> yaml(String text) throws IOException {
        return new YamlConfigSource("catalogue file", text).getProperties();
    }

    private static Map<String, String> properties(String text) throws IOException {
        var properties = new Properties();
        properties.load(new StringReader(text));
        var settings = new HashMap<String, String>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }

    private static String versionOf(byte[] bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, VERSION_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
