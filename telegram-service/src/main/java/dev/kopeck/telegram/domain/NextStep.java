package dev.kopeck.telegram.domain;

import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.telegram.domain.Delivery.Body;
import dev.kopeck.telegram.domain.Delivery.Purpose;
import dev.kopeck.telegram.domain.Delivery.Sent;
import dev.kopeck.telegram.domain.Facts.Charge;
import dev.kopeck.telegram.domain.Facts.Finished;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a delivery needs now. A pure function of what is known, so a worker may die at any line: the next one decides the
 * same from the same rows.
 *
 * <pre>
 *  prompt:  Placehold ─> Rest ──finished──> Rest until footerWait ──charge or time──> Show ... Show ─> Close
 *                         ├────refused or expired───────────────────────────────────> Show ─> Close
 *                         ├────giveUpAfter──────────────────────────────────────────> Show ─> Close
 *                         └────failed───────────────────────────────────────────────> Show ... Show ─> Close
 *           Close ──charge──> Show (the last message again, with its footer) ─> Close
 *           Close (expired or given up) ──finished──> Show (in place of the notice) ... ─> Close
 *  notice:  Ask (about money only) ─> Show ─> Close
 * </pre>
 */
public sealed interface NextStep {

    /** Send the message that will become the answer. */
    record Placehold() implements NextStep {}

    /** Ask billing, then write the notice's text. */
    record Ask(NoticeKind kind) implements NextStep {}

    /**
     * Send or edit one message.
     *
     * @param editing the message to change; null to send a new one
     * @param then what is sent once this worked
     */
    record Show(String text, @Nullable Long editing, Sent then) implements NextStep {

        /** Without the text: answers never reach a log. */
        @Override
        public String toString() {
            return "Show[text=%d characters, editing=%s, then=%s]".formatted(text.length(), editing, then);
        }
    }

    /** @param until when to look again, should no event come before */
    record Rest(Instant until) implements NextStep {}

    /** All is said. A charge or a late answer may open it again. */
    record Close() implements NextStep {}

    /** The chat is gone: nothing will ever be said. */
    record Drop() implements NextStep {}

    /**
     * @param footerWait how long a finished answer waits for its price
     * @param giveUpAfter how long a prompt waits for any end at all; longer than billing holds its price
     * @param longestMessage in UTF-16 units
     * @param placeholderFirst whether an answer always takes the place of a message that is recorded before. An edit may
     *     be repeated, a sent message may not: a worker that dies in between leaves three dots instead of a second
     *     answer. False where editing turned out not to work
     */
    record Rules(Duration footerWait, Duration giveUpAfter, int longestMessage, boolean placeholderFirst) {

        /** Shorter parts would be mostly room for the footer. */
        public static final int LONGEST_LEAST = 2 * MessageParts.FOOTER_ROOM;

        public Rules shorter() {
            return new Rules(footerWait, giveUpAfter, longestMessage / 2, placeholderFirst);
        }

        public Rules withoutPlaceholder() {
            return new Rules(footerWait, giveUpAfter, longestMessage, false);
        }
    }

    /** A text to show, with the footer that it has by now. */
    record Content(Body body, String text, @Nullable String footer) {}

    /** @param now by the clock that recorded the facts */
    static NextStep of(Delivery delivery, Rules rules, Instant now) {
        if (delivery.chatGone()) {
            return new Drop();
        }
        var words = Wording.in(delivery.language());
        return switch (delivery.purpose()) {
            case Purpose.Notice notice -> ofNotice(delivery, notice, rules, words);
            case Purpose.Answer(var facts) -> placeholderFirst(ofAnswer(delivery, facts, rules, now), delivery, rules);
        };
    }

    private static NextStep placeholderFirst(NextStep step, Delivery delivery, Rules rules) {
        boolean isFirst = delivery.sent().body() == null && step instanceof Show show && show.editing() == null;
        return isFirst && rules.placeholderFirst() ? new Placehold() : step;
    }

    private static NextStep ofNotice(Delivery delivery, Purpose.Notice notice, Rules rules, Wording words) {
        var text = notice.text();
        if (text != null) {
            return show(delivery, new Content(Body.NOTICE, text, null), rules);
        }
        return notice.kind().isAboutMoney()
                ? new Ask(notice.kind())
                : show(delivery, new Content(Body.NOTICE, words.notice(notice.kind()), null), rules);
    }

    private static NextStep ofAnswer(Delivery delivery, Facts facts, Rules rules, Instant now) {
        var words = Wording.in(delivery.language());
        var refusal = facts.refusal();
        if (refusal != null) {
            return show(delivery, new Content(Body.REFUSED, words.refusal(refusal), null), rules);
        }
        var finished = facts.finished();
        if (finished != null) {
            return ofFinished(delivery, facts, finished, rules, now);
        }
        if (isExpired(facts)) {
            return show(delivery, new Content(Body.EXPIRED, words.expired(), null), rules);
        }
        var givenUpAt = delivery.createdAt().plus(rules.giveUpAfter());
        if (!now.isBefore(givenUpAt)) {
            return show(delivery, new Content(Body.UNANSWERED, words.unanswered(), null), rules);
        }
        return delivery.placeholder() == null ? new Placehold() : new Rest(givenUpAt);
    }

    private static NextStep ofFinished(Delivery delivery, Facts facts, Finished finished, Rules rules, Instant now) {
        var words = Wording.in(delivery.language());
        if (finished.outcome() == Outcome.FAILED || finished.outcome() == Outcome.REFUSED) {
            return show(delivery, new Content(Body.FAILED, words.failed(finished), null), rules);
        }
        var charge = lastCharge(facts);
        var footerDue = Objects.requireNonNull(facts.finishedAt()).plus(rules.footerWait());
        if (charge == null && now.isBefore(footerDue)) {
            return new Rest(footerDue);
        }
        var footer =
                charge == null ? null : words.footer(charge, delivery.chat().isPrivate());
        return show(delivery, new Content(Body.ANSWER, words.answer(finished), footer), rules);
    }

    /** Any other resolution follows from an answer, which is on its way then. */
    private static boolean isExpired(Facts facts) {
        return facts.charge() != null && lastCharge(facts) == null;
    }

    private static @Nullable Charge lastCharge(Facts facts) {
        var charge = facts.charge();
        return charge != null && charge.isLast() ? charge : null;
    }

    private static NextStep show(Delivery delivery, Content content, Rules rules) {
        var sent = delivery.sent();
        if (sent.body() == null) {
            return nextPart(content, Sent.NOTHING, delivery.placeholder(), rules);
        }
        if (sent.body() != content.body()) {
            return nextPart(content, Sent.NOTHING, sent.lastMessageId(), rules);
        }
        if (sent.upTo() < MessageParts.end(content.text())) {
            return nextPart(content, sent, null, rules);
        }
        return content.footer() == null || sent.footer() ? new Close() : addFooter(content, sent);
    }

    private static NextStep nextPart(Content content, Sent sent, @Nullable Long editing, Rules rules) {
        var part = MessageParts.next(content.text(), sent.upTo(), rules.longestMessage());
        boolean isLast = part.upTo() == MessageParts.end(content.text());
        var footer = isLast ? content.footer() : null;
        var text = part.of(content.text()) + (footer == null ? "" : footer);
        return new Show(text, editing, new Sent(content.body(), part.upTo(), part.from(), editing, footer != null));
    }

    private static NextStep addFooter(Content content, Sent sent) {
        var last = new MessageParts.Part(sent.lastFrom(), sent.upTo());
        return new Show(
                last.of(content.text()) + content.footer(),
                sent.lastMessageId(),
                new Sent(sent.body(), sent.upTo(), sent.lastFrom(), sent.lastMessageId(), true));
    }
}
