package dev.kopeck.harness.localstack;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** What {@code ./kopeck up} runs: a {@link Stack} with a person in front of it. Ends with code 1 if the stack does. */
public final class LocalStack {

    private static final AtomicBoolean STOPPING = new AtomicBoolean();

    private LocalStack() {}

    public static void main(String[] arguments) {
        StackLog.silence();
        Path root = Path.of(System.getProperty("kopeck.root", "."));
        try {
            Optional<StackSettings> settings =
                    CommandLineOptions.parse(arguments, root, System.getenv(), LocalStack::say);
            if (settings.isPresent()) {
                run(settings.get());
            }
        } catch (StackException e) {
            fail(e.sentence());
        } catch (RuntimeException e) {
            fail("This should not have happened: " + e);
        }
    }

    private static void run(StackSettings settings) {
        Stack stack = new Stack(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack), "stop"));
        say("Starting Kopeck on " + settings.data());
        stack.run(() -> StackLog.into(stack.logs().resolve("stack.log")));
        say(Summary.of(stack));
        fail(stack.firstDeath().join().describe());
    }

    private static void stop(Stack stack) {
        STOPPING.set(true);
        Stopwatch watch = new Stopwatch();
        boolean wasRunning = stack.isOpen();
        if (wasRunning) {
            say("\nStopping…");
        }
        try {
            stack.close();
        } catch (StackException e) {
            complain(e.sentence());
        }
        if (wasRunning) {
            say("Stopped after " + watch.seconds());
        }
    }

    /** Unless it is only the consequence of being stopped. */
    private static void fail(String sentence) {
        if (!STOPPING.get()) {
            complain(sentence);
        }
        System.exit(1);
    }

    private static void say(String line) {
        System.out.println(line);
    }

    private static void complain(String line) {
        System.err.println(line);
    }
}
