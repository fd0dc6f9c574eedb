package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.UsageViews.EstimatedView;
import dev.kopeck.billing.adapter.http.UsageViews.MoneyDayView;
import dev.kopeck.billing.adapter.http.UsageViews.UncollectedView;
import dev.kopeck.billing.adapter.http.UsageViews.UsageView;
import dev.kopeck.billing.adapter.http.Views.Page;
import dev.kopeck.billing.application.UsageReports;
import dev.kopeck.billing.application.UsageReports.UncollectedFilter;
import dev.kopeck.billing.domain.EstimatedCharge;
import dev.kopeck.billing.domain.UncollectedUsage;
import dev.kopeck.billing.domain.UsageLine;
import dev.kopeck.billing.domain.UsageQuery;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who used what, what it brought in, and what it did not. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage")
class UsageResource {

    private static final int PAGE = 100;
    private static final int PAGE_MAX = 1000;
    private static final Duration MONEY_MAX = Duration.ofDays(3660);

    private final UsageReports reports;
    private final Clock clock;

    UsageResource(UsageReports reports, Clock clock) {
        this.reports = reports;
        this.clock = clock;
    }

    /** What may stand behind the question mark of every report. */
    static class Asked {
        @Parameter(
                description = "The beginning of the period: a date in the zone or an RFC 3339 time;"
                        + " that of the month where left out.",
                example = "2026-11-01")
        @QueryParam("from")
        @Nullable String from;

        @Parameter(description = "Its end, which does not belong to it; now where left out.", example = "2026-12-01")
        @QueryParam("to")
        @Nullable String until;

        @Parameter(description = "The time zone of dates; UTC where left out.", example = "Europe/Berlin")
        @QueryParam("zone")
        @Nullable String zone;

        @Parameter(description = "Only those of this account.", example = "1001")
        @QueryParam("account")
        @Nullable String account;

        @Parameter(description = "How many lines at most: 100 where it is left out, up to 1000.", example = "100")
        @QueryParam(Paging.LIMIT)
        @Nullable String limit;

        @QueryParam(Paging.CURSOR)
        @Nullable String cursor;

        Optional<AccountId> accountId() {
            return Optional.ofNullable(account).map(text -> Fields.converted("account", text, AccountId::parse));
        }

        int size() {
            return (int) Fields.number("limit", limit, PAGE, 1, PAGE_MAX);
        }
    }

    /** Prompts that ended in the period, grouped as asked for. */
    @GET
    @Path("/usage")
    @RolesAllowed(Roles.VIEWER)
    @Operation(summary = "Report usage", description = "Prompts that ended in the period, grouped as asked for.")
    public Uni<Page<UsageView>> usage(
            @BeanParam Asked asked,
            @Parameter(
                            description = "Some of day, account, model, channel, with commas; one line for all"
                                    + " where left out.",
                            example = "day,model")
                    @QueryParam("groupBy")
                    @Nullable String groupBy,
            @Parameter(description = "key, or charged for the largest ones, which are one page.", example = "key")
                    @QueryParam("order")
                    @Nullable String order) {
        var query = query(asked, groups(groupBy));
        int size = asked.size();
        if (isByCharge(order)) {
            if (asked.cursor != null) {
                throw Fields.invalid("cursor", "goes with order=key only");
            }
            return reports.largest(query, size).map(lines -> new Page<>(views(lines), null));
        }
        var after = Optional.ofNullable(asked.cursor).map(text -> Fields.converted("cursor", text, UsageCursor::key));
        return reports.byKey(query, after, size + 1)
                .map(lines -> page(lines, size, UsageView::of, UsageResource::cursor));
    }

    /** Usage that could not be charged, the latest prompts first. */
    @GET
    @Path("/usage/uncollected")
    @RolesAllowed(Roles.VIEWER)
    @Operation(summary = "List usage that could not be charged", description = "The latest prompts first.")
    public Uni<Page<UncollectedView>> uncollected(
            @BeanParam Asked asked,
            @Parameter(description = "above_hold or after_expiry; both where left out.", example = "above_hold")
                    @QueryParam("reason")
                    @Nullable String reason) {
        var zone = TimeFields.zone(asked.zone);
        var period = TimeFields.period(asked.from, asked.until, zone, clock.instant());
        var filter = new UncollectedFilter(
                period, asked.accountId(), Optional.ofNullable(reason).map(UsageResource::reason));
        var before = Optional.ofNullable(asked.cursor).map(text -> Fields.converted("cursor", text, UUID::fromString));
        int size = asked.size();
        return reports.uncollected(filter, before, size + 1)
                .map(found -> page(
                        found, size, UncollectedView::of, last -> last.entry().toString()));
    }

    /** Charges whose tokens Kopeck counted instead of the provider, the latest first. */
    @GET
    @Path("/usage/estimated")
    @RolesAllowed(Roles.VIEWER)
    @Operation(
            summary = "List estimated charges",
            description = "Charges whose tokens Kopeck counted instead of the provider, over all accounts, the latest"
                    + " first.")
    public Uni<Page<EstimatedView>> estimated(@BeanParam Asked asked) {
        var zone = TimeFields.zone(asked.zone);
        var period = TimeFields.period(asked.from, asked.until, zone, clock.instant());
        var before = Optional.ofNullable(asked.cursor)
                .map(text -> Fields.converted("cursor", text, EstimatedCharge.Place::parse));
        int size = asked.size();
        return reports.estimated(period, asked.accountId(), before, size + 1)
                .map(found -> page(
                        found, size, EstimatedView::of, last -> last.place().text()));
    }

    /** All money of customers by day and kind of entry. */
    @GET
    @Path("/revenue")
    @RolesAllowed(Roles.VIEWER)
    @Operation(
            summary = "Report revenue",
            description = "All money of customers by day and kind of entry, in one page; at most ten years.")
    public Uni<Page<MoneyDayView>> revenue(
            @Parameter(
                            description = "The beginning of the period: a date in the zone or an RFC 3339 time;"
                                    + " that of the month where left out.",
                            example = "2026-11-01")
                    @QueryParam("from")
                    @Nullable String from,
            @Parameter(
                            description = "Its end, which does not belong to it; now where left out.",
                            example = "2026-12-01")
                    @QueryParam("to")
                    @Nullable String until,
            @Parameter(description = "The time zone of dates; UTC where left out.", example = "Europe/Berlin")
                    @QueryParam("zone")
                    @Nullable String zoneId) {
        var zone = TimeFields.zone(zoneId);
        var period = TimeFields.hours(from, until, zone, clock.instant());
        if (Duration.between(period.from(), period.until()).compareTo(MONEY_MAX) > 0) {
            throw Fields.invalid("to", "must be at most ten years after the beginning of the period");
        }
        return reports.money(period, zone)
                .map(days -> new Page<>(days.stream().map(MoneyDayView::of).toList(), null));
    }

    private UsageQuery query(Asked asked, Set<UsageQuery.Group> groups) {
        var zone = TimeFields.zone(asked.zone);
        var account = asked.accountId();
        boolean byAccounts = account.isPresent() || groups.contains(UsageQuery.Group.ACCOUNT);
        var period = byAccounts
                ? TimeFields.days(asked.from, asked.until, zone, clock.instant())
                : TimeFields.hours(asked.from, asked.until, zone, clock.instant());
        return new UsageQuery(period, zone, account, groups);
    }

    static Set<UsageQuery.Group> groups(@Nullable String text) {
        var groups = EnumSet.noneOf(UsageQuery.Group.class);
        if (text != null) {
            Arrays.stream(text.split(",", -1)).map(UsageResource::group).forEach(groups::add);
        }
        return groups;
    }

    private static UsageQuery.Group group(String text) {
        return Arrays.stream(UsageQuery.Group.values())
                .filter(group -> group.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(
                        () -> Fields.invalid("groupBy", "must be some of day, account, model, channel, with commas"));
    }

    private static boolean isByCharge(@Nullable String order) {
        if (order == null || order.equals("key")) {
            return false;
        }
        if (order.equals("charged")) {
            return true;
        }
        throw Fields.invalid("order", "must be key or charged");
    }

    private static UncollectedUsage.Reason reason(String text) {
        return Arrays.stream(UncollectedUsage.Reason.values())
                .filter(reason -> reason.apiName().equals(text))
                .findFirst()
                .orElseThrow(() -> Fields.invalid("reason", "must be above_hold or after_expiry"));
    }

    static <T, V> Page<V> page(List<T> found, int size, Function<T, V> view, Function<T, String> cursor) {
        boolean more = found.size() > size;
        var shown = more ? found.subList(0, size) : found;
        return new Page<>(shown.stream().map(view).toList(), more ? cursor.apply(shown.getLast()) : null);
    }

    private static List<UsageView> views(List<UsageLine> lines) {
        return lines.stream().map(UsageView::of).toList();
    }

    static String cursor(UsageLine line) {
        return UsageCursor.text(line.key());
    }
}
