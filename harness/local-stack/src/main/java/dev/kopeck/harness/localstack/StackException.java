package dev.kopeck.harness.localstack;

/** Why the stack cannot run, in a sentence for the person who started it. */
public final class StackException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String sentence;

    public StackException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    public StackException(String sentence, Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
