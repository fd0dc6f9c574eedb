package dev.kopeck.harness.archrules;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;

/**
 * Runs every rule over the production classes of the module that has this jar among its test dependencies; Surefire
 * finds it through {@code dependenciesToScan}.
 */
@AnalyzeClasses(
        packages = "dev.kopeck",
        importOptions = {
            ImportOption.DoNotIncludeTests.class,
            ImportOption.DoNotIncludeJars.class,
            ImportOption.DoNotIncludeArchives.class
        })
public class ArchitectureTest {

    @ArchTest
    static final ArchTests LAYERS = ArchTests.in(LayerRules.class);

    @ArchTest
    static final ArchTests TECHNOLOGY = ArchTests.in(TechnologyRules.class);

    @ArchTest
    static final ArchTests CODE = ArchTests.in(CodeRules.class);
}
