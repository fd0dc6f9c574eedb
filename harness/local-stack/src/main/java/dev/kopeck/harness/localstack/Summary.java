package dev.kopeck.harness.localstack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The one table that a person sees when everything is ready. */
final class Summary {

    private static final List<String> HEAD = List.of("WHAT", "WHERE", "PID");

    private Summary() {}

    static String of(Stack stack) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        for (ManagedProcess process : stack.services()) {
            rows.add(List.of(process.name(), process.url().toString(), Long.toString(process.pid())));
        }
        rows.add(List.of("Kafka", stack.kafka(), stack.kafkaPid()));
        rows.add(List.of("PostgreSQL", stack.postgresUrl(), stack.postgresPid()));
        return """

                Kopeck is ready.

                %s
                  Chat              %s
                  Admin's token     %s
                  Operator's token  %s
                  API               %s/q/swagger-ui
                  Logs              %s
                  Stop              Ctrl-C, or kill %d

                For programs: an account, a key of it, and any client of OpenAI's API.

                %s
                """.formatted(
                        table(rows),
                        stack.chatPage()
                                .map(page -> page + "   (open it in a browser)")
                                .orElse("write to your bot in Telegram"),
                        stack.adminTokenFile().map(Path::toString).orElse(AccessTokens.ADMIN),
                        stack.operatorTokenFile().map(Path::toString).orElse(AccessTokens.OPERATOR),
                        stack.service("billing-service").url(),
                        stack.logs(),
                        ProcessHandle.current().pid(),
                        programs(stack).indent(2).stripTrailing());
    }

    /** Lines to copy into a shell. */
    private static String programs(Stack stack) {
        return """
                TOKEN=%s
                ACCOUNT=$(curl -s -X PUT -H "Authorization: Bearer $TOKEN" %2$s/v1/payers/telegram:1 | sed 's/^{"id":"\\([0-9]*\\)".*/\\1/')
                KEY=$(curl -s -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: $RANDOM-$RANDOM" -H 'Content-Type: application/json' \\
                  %2$s/v1/accounts/$ACCOUNT/keys -d '{"name":"mine"}' | sed 's/.*"key":"\\([^"]*\\)".*/\\1/')
                curl -N %3$s/v1/chat/completions -H "Authorization: Bearer $KEY" \\
                  -d '{"model":"%4$s","stream":true,"messages":[{"role":"user","content":"Hello"}]}'
                """.formatted(
                        stack.operatorTokenFile()
                                .map(file -> "$(cat %s)".formatted(file))
                                .orElse("$" + AccessTokens.OPERATOR),
                        stack.service("billing-service").url(),
                        stack.service("llm-gateway-service").url(),
                        stack.model());
    }

    private static String table(List<List<String>> rows) {
        int what = width(rows, 0);
        int where = width(rows, 1);
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows) {
            String line = ("  %-" + what + "s  %-" + where + "s  %s").formatted(row.get(0), row.get(1), row.get(2));
            table.append(line.stripTrailing()).append('\n');
        }
        return table.toString();
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(1);
    }
}
