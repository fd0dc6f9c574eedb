package dev.kopeck.billing.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.kopeck.billing.domain.Role;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What must hold for every resource method, those included that nobody has written yet. */
class ResourceRulesTest {

    private static final Set<String> ROLES = Set.of(Roles.DOOR, Roles.VIEWER, Roles.OPERATOR, Roles.ADMIN);

    /** POSTs that change nothing and only ask; of each it is checked that it does that. */
    private static final Set<String> ONLY_ASK = Set.of("QuoteResource.quote", "KeyIntrospectionResource.introspect");

    private final JavaClasses service = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.kopeck.billing");

    @Test
    void theWordsOfTheAnnotationsAreTheRoles() {
        assertThat(Arrays.stream(Role.values()).map(Role::apiName)).containsExactlyInAnyOrderElementsOf(ROLES);
    }

    @Test
    void everyResourceMethodSaysWhoMayCallIt() {
        assertThat(resourceMethods()).isNotEmpty().allMatch(ResourceRulesTest::saysWho);
    }

    @Test
    void nothingIsChangedThatTheAuditLogDoesNotTell() {
        assertThat(resourceMethods().filter(ResourceRulesTest::changesSomething))
                .isNotEmpty()
                .allMatch(ResourceRulesTest::goesThroughChanges);
    }

    @Test
    void readingChangesNothing() {
        assertThat(resourceMethods().filter(method -> method.isAnnotatedWith(GET.class)))
                .isNotEmpty()
                .noneMatch(method -> Stream.of("post", "accepted", "apply").anyMatch(change -> calls(method, change)));
    }

    @Test
    void theRulesFindWhatBreaksThem() {
        // Given
        var planted = new ClassFileImporter().importClasses(Planted.class);
        // Then
        assertThat(methods(planted.stream()).filter(method -> !saysWho(method)).map(JavaMethod::getName))
                .containsExactlyInAnyOrder("forEverybody", "forNobodyKnowsWhom", "forAKing");
        assertThat(methods(planted.stream())
                        .filter(method -> changesSomething(method) && !goesThroughChanges(method))
                        .map(JavaMethod::getName))
                .containsExactlyInAnyOrder("forEverybody", "forAKing", "postWithoutKey");
    }

    @Test
    void whatOnlyAsksChangesNothing() {
        assertThat(resourceMethods().filter(ResourceRulesTest::onlyAsks))
                .hasSameSizeAs(ONLY_ASK)
                .noneMatch(ResourceRulesTest::goesThroughChanges);
    }

    private Stream<JavaMethod> resourceMethods() {
        return methods(service.stream().filter(type -> type.isAnnotatedWith(Path.class)));
    }

    private static Stream<JavaMethod> methods(Stream<JavaClass> classes) {
        return classes.flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isMetaAnnotatedWith(HttpMethod.class));
    }

    private static boolean saysWho(JavaMethod method) {
        return method.isAnnotatedWith(RolesAllowed.class)
                && ROLES.containsAll(
                        List.of(method.getAnnotationOfType(RolesAllowed.class).value()));
    }

    private static boolean changesSomething(JavaMethod method) {
        return !method.isAnnotatedWith(GET.class) && !onlyAsks(method);
    }

    private static boolean onlyAsks(JavaMethod method) {
        return ONLY_ASK.contains(method.getOwner().getSimpleName() + "." + method.getName());
    }

    /** A POST by its key; everything else may be repeated as it is. */
    private static boolean goesThroughChanges(JavaMethod method) {
        return method.isAnnotatedWith(POST.class)
                ? calls(method, "post") || calls(method, "accepted")
                : calls(method, "apply");
    }

    /** Itself, or by way of methods of its own class. */
    private static boolean calls(JavaMethod method, String name) {
        var seen = new HashSet<JavaCodeUnit>();
        var ahead = new ArrayDeque<JavaCodeUnit>(List.of(method));
        while (!ahead.isEmpty()) {
            var here = ahead.remove();
            if (!seen.add(here)) {
                continue;
            }
            for (var call : here.getMethodCallsFromSelf()) {
                if (call.getTargetOwner().isEquivalentTo(Changes.class)
                        && call.getName().equals(name)) {
                    return true;
                }
                call.getTarget()
                        .resolveMember()
                        .filter(target -> target.getOwner()
                                .getPackageName()
                                .equals(method.getOwner().getPackageName()))
                        .ifPresent(ahead::add);
            }
        }
        return false;
    }

    /** Without a path, so that no service ever has it. */
    @SuppressWarnings("unused")
    static class Planted {

        private final Changes changes;

        Planted(Changes changes) {
            this.changes = changes;
        }

        @DELETE
        @PermitAll
        public Uni<Void> forEverybody() {
            return Uni.createFrom().voidItem();
        }

        @GET
        public Uni<Void> forNobodyKnowsWhom() {
            return Uni.createFrom().voidItem();
        }

        @PUT
        @RolesAllowed("king")
        public Uni<Void> forAKing() {
            return Uni.createFrom().voidItem();
        }

        @POST
        @RolesAllowed(Roles.ADMIN)
        public Uni<?> postWithoutKey() {
            return changes.apply(() -> Uni.createFrom().item(Changes.Change.none("")));
        }

        @PUT
        @RolesAllowed(Roles.ADMIN)
        public Uni<?> fine() {
            return through();
        }

        private Uni<?> through() {
            return changes.apply(() -> Uni.createFrom().item(Changes.Change.none("")));
        }
    }
}
