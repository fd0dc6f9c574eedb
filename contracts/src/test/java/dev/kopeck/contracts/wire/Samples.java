package dev.kopeck.contracts.wire;

import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.event.CompletionChunk;
import dev.kopeck.contracts.event.CompletionContent;
import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.Event;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.PaymentReceived;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.PromptCancelled;
import dev.kopeck.contracts.event.PromptContent;
import dev.kopeck.contracts.event.PromptDeclined;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.event.ReplyAddress;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.ContextTier;
import dev.kopeck.contracts.money.LineItem;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.PriceTerms;
import dev.kopeck.contracts.money.Rates;
import dev.kopeck.contracts.money.TokenKind;
import dev.kopeck.contracts.money.Usage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** One event of each kind, with every field set. */
final class Samples {

    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    static final PromptContent PROMPT = new PromptContent(List.of(
            new PromptContent.Message(PromptContent.Role.SYSTEM, "Answer briefly."),
            new PromptContent.Message(PromptContent.Role.USER, "What is a kopeck?")));

    static final CompletionContent COMPLETION = new CompletionContent(
            "A hundredth of a rouble…", "length", new CompletionContent.Problem("stream_cut", "The model broke off."));

    private static final PromptId PROMPT_ID = PromptId.parse("019ab0a0-1c00-7abc-8def-0123456789ab");
    static final Payer PAYER = Payer.telegram(42);
    static final AccountId ACCOUNT = new AccountId(1001);
    private static final Rates RATES = new Rates(500_000_000, 250_000_000, 500_000_000, 2_000_000_000, 2_000_000_000);

    static final PromptSubmitted SUBMITTED =
            new PromptSubmitted(PROMPT_ID, PAYER, Channel.TELEGRAM, "kopeck-sim", 23, 1024, 5);

    static final PromptAuthorized AUTHORIZED = new PromptAuthorized(
            SUBMITTED,
            ACCOUNT,
            new PriceTerms(7, RATES, List.of(new ContextTier(200_000, Rates.FREE))),
            new Nanos(2_059_500),
            1000,
            NOON.plusSeconds(900));

    static final ReplyAddress REPLY_TO = new ReplyAddress(Topic.PROMPTS_REPLIES, 5, "gateway-1/7");

    /** A prompt whose door waits for the reply, as a gateway submits it. */
    static final PromptSubmitted ASKED_FOR = new PromptSubmitted(
            PROMPT_ID,
            Payer.account(new AccountId(1001)),
            Channel.API,
            "kopeck-sim",
            23,
            1024,
            5,
            UUID.fromString("019ab0a0-1c00-7abc-8def-0123456789ac"),
            REPLY_TO);

    static final PromptAuthorized WAITED_FOR = new PromptAuthorized(
            ASKED_FOR, ACCOUNT, PriceTerms.flat(7, RATES), new Nanos(2_059_500), 1000, NOON.plusSeconds(900));

    static final CompletionFinished FINISHED = new CompletionFinished(
            PROMPT_ID,
            PAYER,
            Channel.TELEGRAM,
            ACCOUNT,
            "kopeck-sim",
            7,
            Outcome.COMPLETED,
            Usage.reported(23, 10, 3, 120, 20),
            true,
            2,
            new CompletionFinished.Timings(12, 340, 5600));

    static final List<Event> JSON_EVENTS = List.of(
            new PromptDeclined(
                    PROMPT_ID,
                    PAYER,
                    Channel.TELEGRAM,
                    "kopeck-sim",
                    DeclineReason.INSUFFICIENT_FUNDS,
                    new Nanos(139_500),
                    new Nanos(100),
                    "USD"),
            new PromptCancelled(PROMPT_ID, PAYER, Channel.API),
            new CompletionChunk(PROMPT_ID, PAYER, Channel.TELEGRAM, 3, "A hundredth"),
            new ChargeSettled(
                    PROMPT_ID,
                    PAYER,
                    Channel.TELEGRAM,
                    ACCOUNT,
                    "kopeck-sim",
                    ChargeSettled.Resolution.SETTLED,
                    new Nanos(249_000),
                    new Nanos(1_810_500),
                    Nanos.ZERO,
                    new Nanos(999_751_000),
                    "USD",
                    7,
                    List.of(
                            new LineItem(TokenKind.INPUT, 10, 500_000_000),
                            new LineItem(TokenKind.OUTPUT, 100, 2_000_000_000)),
                    true),
            new AccountChanged(
                    PROMPT_ID.related("grant"),
                    PAYER,
                    ACCOUNT,
                    AccountChanged.Change.CREDITED,
                    new Nanos(5_000_000_000L),
                    new Nanos(6_000_000_000L),
                    "USD"),
            new PaymentReceived("telegram-stars", "charge-1", PAYER, "starter", new Nanos(5_000_000_000L), "USD"));

    private Samples() {}
}
