package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.Accounts;
import dev.kopeck.billing.application.Prices;
import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.Books;
import dev.kopeck.billing.domain.EntryKind;
import dev.kopeck.billing.domain.LedgerEntry;
import dev.kopeck.billing.domain.Posting;
import dev.kopeck.billing.domain.PostingResult;
import dev.kopeck.billing.domain.Price;
import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** Accounts through Panache; postings through post_batch, in the same transaction. */
@ApplicationScoped
class PostgresAccounts implements Accounts {

    private static final String POST = """
            SELECT o_status, o_balance FROM post_batch(
              ARRAY[CAST(CAST(:id AS text) AS uuid)], ARRAY[CAST(:kind AS smallint)], ARRAY[CAST(:account AS bigint)],
              ARRAY[CAST(:amount AS bigint)], ARRAY[CAST(:counter AS bigint)], ARRAY[nullif(CAST(:reference AS text), '')])""";
    private static final String TELL = """
            INSERT INTO outbox (topic, key, headers, value)
            VALUES (CAST(:topic AS text), CAST(:key AS text), CAST(:headers AS text), :value)""";

    private final Clock clock;
    private final OutboxRows outbox;
    private final Prices prices;

    PostgresAccounts(Clock clock, OutboxRows outbox, Prices prices) {
        this.clock = clock;
        this.outbox = outbox;
        this.prices = prices;
    }

    @Override
    public Uni<Account> create() {
        return written(() -> new AccountEntity(Books.CURRENCY, clock.instant())
                .<AccountEntity>persistAndFlush()
                .map(entity -> account(entity, List.of())));
    }

    @Override
    public Uni<Optional<Account>> find(AccountId id) {
        return read(() -> AccountEntity.<AccountEntity>findById(id.value())
                .chain(entity -> entity == null || entity.kind != AccountEntity.CUSTOMER
                        ? Uni.createFrom().item(Optional.empty())
                        : withPayers(entity)));
    }

    @Override
    public Uni<PostingResult> post(Posting posting) {
        return written(() -> Panache.getSession()
                .chain(session -> post(session, posting))
                .map(row -> result(((Number) row[0]).intValue(), ((Number) row[1]).longValue())));
    }

    @Override
    public Uni<Void> tell(AccountChanged event) {
        var wire = outbox.encode(event);
        return written(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(TELL)
                        .setParameter("topic", OutboxRows.topic(wire))
                        .setParameter("key", wire.key())
                        .setParameter("headers", OutboxRows.headers(wire))
                        .setParameter("value", wire.value())
                        .executeUpdate())
                .replaceWithVoid());
    }

    @Override
    public Uni<List<LedgerEntry>> entries(AccountId id, long belowSeq, int limit) {
        return read(() -> LedgerEntity.<LedgerEntity>find(
                                "customerAccount = ?1 and customerSeq < ?2 order by customerSeq desc",
                                id.value(),
                                belowSeq)
                        .page(0, limit)
                        .list())
                .chain(this::withModels);
    }

    private static Uni<Object[]> post(Mutiny.Session session, Posting posting) {
        return session.createNativeQuery(POST, Object[].class)
                .setParameter("id", posting.id().toString())
                .setParameter("kind", posting.kind().code())
                .setParameter("account", posting.account().value())
                .setParameter("amount", posting.amount().value())
                .setParameter("counter", posting.counterAccount())
                .setParameter("reference", posting.reference().orElse(""))
                .getSingleResult();
    }

    private static PostingResult result(int status, long balance) {
        return switch (status) {
            case 0, 1 -> new PostingResult.Posted(new Nanos(balance), status == 1);
            case 3 -> new PostingResult.Refused(PostingResult.Reason.NOT_ENOUGH_AVAILABLE);
            case 4 -> new PostingResult.Refused(PostingResult.Reason.UNKNOWN_ACCOUNT);
            case 9 -> new PostingResult.Refused(PostingResult.Reason.ID_REUSED);
            default -> throw new IllegalStateException("post_batch answered with unknown status " + status);
        };
    }

    private static Uni<Optional<Account>> withPayers(AccountEntity entity) {
        return PayerEntity.<PayerEntity>list("accountId = ?1 order by payer", entity.id)
                .map(payers -> Optional.of(account(entity, payers)));
    }

    private static Account account(AccountEntity entity, List<PayerEntity> payers) {
        return new Account(
                new AccountId(entity.id),
                payers.stream().map(row -> new Payer(row.payer)).toList(),
                entity.currency,
                entity.frozen,
                new Nanos(entity.posted),
                new Nanos(entity.held),
                entity.createdAt);
    }

    private Uni<List<LedgerEntry>> withModels(List<LedgerEntity> rows) {
        var versions = rows.stream()
                .map(row -> row.priceVersion)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return prices.versions(versions)
                .map(known -> rows.stream().map(row -> entry(row, known)).toList());
    }

    private static LedgerEntry entry(LedgerEntity row, Map<Integer, Price> known) {
        var kind = EntryKind.ofCode(row.kind);
        boolean credit = row.creditAccount == row.customerAccount;
        boolean ofPrompt = kind == EntryKind.CHARGE || kind == EntryKind.RELEASE || kind == EntryKind.EXPIRY;
        return new LedgerEntry(
                row.id,
                row.customerSeq,
                kind,
                new Nanos(credit ? row.amount : -row.amount),
                new Nanos(row.customerBalance),
                ofPrompt ? new Nanos(row.held - row.amount) : Nanos.ZERO,
                Optional.ofNullable(row.priceVersion).map(known::get).map(Price::model),
                Optional.ofNullable(row.priceVersion),
                Optional.ofNullable(row.reference),
                row.createdAt);
    }

    private static <T> Uni<T> read(Supplier<Uni<T>> work) {
        return Panache.withSession(work).onFailure().transform(SqlFailures::ofWork);
    }

    private static <T> Uni<T> written(Supplier<Uni<T>> work) {
        return Panache.withTransaction(work).onFailure().transform(SqlFailures::ofWork);
    }
}
