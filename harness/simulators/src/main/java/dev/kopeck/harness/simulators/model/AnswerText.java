package dev.kopeck.harness.simulators.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The words of an answer: the same for the same conversation, and honest about where they come from. */
final class AnswerText {

    private static final int ECHO_MAX = 400;
    private static final String WHO =
            "I am Kopeck's model simulator: no model was asked, and nobody thought about this answer.";
    private static final List<String> CLOSINGS = List.of(
            "A real model would now say something clever. I only promise that these words arrive one by one, and that"
                    + " each of them is counted and paid for.",
            "Ask me anything: I will not know it, but I will be quick, polite and exactly priced.",
            "Whatever this cost, it was held before I began and settled when I stopped, to the last nano.",
            "With a real key in OPENAI_API_KEY, somebody who knows things sits here instead of me.");
    private static final String SEE_HELP = " Write “help” to see what else I can do.";

    private AnswerText() {}

    static String to(CompletionRequest request, Tokens tokens) {
        String asked = Wishes.withoutMagic(request.lastUserText());
        if (asked.isEmpty()) {
            return WHO + "\n\nYou wrote nothing that I could repeat." + SEE_HELP;
        }
        if (asked.equalsIgnoreCase("help")) {
            return help();
        }
        return WHO + "\n\nYou wrote: “" + shortened(asked) + "”\n\n" + facts(asked, request, tokens) + "\n\n"
                + CLOSINGS.get(Math.floorMod(asked.hashCode(), CLOSINGS.size())) + SEE_HELP;
    }

    /** Words without meaning, as many as anyone likes. */
    static String filler(int words) {
        return "word" + " word".repeat(Math.max(0, words - 1));
    }

    static String help() {
        String words = Arrays.stream(ModelFault.values())
                .map(fault -> "• sim:" + fault.word() + (fault.takesNumber() ? "=" + fault.usual() : "") + ": "
                        + fault.effect())
                .collect(Collectors.joining("\n"));
        return WHO + "\n\nWrite one or more of these words anywhere in a message and the answer to it becomes:\n\n"
                + words
                + "\n\nN is the number behind the = sign; without one, the number shown here applies. sim:id=some-name"
                + " names a prompt, so that a test can count how often it was answered.";
    }

    private static String facts(String asked, CompletionRequest request, Tokens tokens) {
        List<String> words = Arrays.stream(asked.split("\\s+")).toList();
        String longest =
                words.stream().max(Comparator.comparingInt(String::length)).orElse(asked);
        String backwards = String.join(" ", words.reversed());
        int size = request.messages().size();
        return "That is " + counted(words.size(), "word") + " in " + counted(asked.length(), "character") + ", or "
                + counted(tokens.count(asked), "token") + " to a model, and "
                + (size == 1 ? "the only message" : "the newest of " + size + " messages")
                + " that I was given. The longest word is “" + shortened(longest) + "”, and backwards it reads: "
                + shortened(backwards) + ".";
    }

    private static String counted(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    private static String shortened(String text) {
        if (text.length() <= ECHO_MAX) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(ECHO_MAX - 1)) ? ECHO_MAX - 1 : ECHO_MAX;
        return text.substring(0, end) + "…";
    }
}
