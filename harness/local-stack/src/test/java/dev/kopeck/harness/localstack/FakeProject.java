package dev.kopeck.harness.localstack;

import dev.kopeck.harness.testkit.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A project's folder in which each service is built, and is a {@link FakeService}. */
final class FakeProject {

    private FakeProject() {}

    static Path in(Path root) throws Exception {
        for (Port service : List.of(Port.BILLING, Port.GATEWAY, Port.TELEGRAM)) {
            jar(root.resolve(service.owner()).resolve("target/quarkus-app"));
        }
        return root;
    }

    private static void jar(Path folder) throws Exception {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
        attributes.put(Attributes.Name.CLASS_PATH, location(FakeService.class) + " " + location(Port.class));
        write(Directories.make(folder).resolve("quarkus-run.jar"), manifest);
    }

    private static void write(Path jar, Manifest manifest) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.finish();
        }
    }

    private static String location(Class<?> type) throws Exception {
        return type.getProtectionDomain().getCodeSource().getLocation().toURI().toString();
    }
}
