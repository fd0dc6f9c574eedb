package dev.kopeck.harness.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnauthorizedException;
import com.openai.errors.UnexpectedStatusCodeException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import dev.kopeck.contracts.money.Nanos;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * OpenAI's own Java client, as its users have it, against Kopeck: it gets a key and an address, and notices nothing else.
 *
 * @see <a href="https://github.com/openai/openai-java">openai-java</a>
 */
@ExtendWith(RunningKopeck.class)
class OpenAiSdkE2E {

    private static final AtomicInteger CUSTOMERS = new AtomicInteger();

    private final Kopeck kopeck;
    private final ApiUser customer;
    private final OpenAIClient client;

    OpenAiSdkE2E(Kopeck kopeck) {
        this.kopeck = kopeck;
        customer = ApiUser.arrive(kopeck.books(), "sdk-" + CUSTOMERS.incrementAndGet(), "1.00");
        client = client(customer.key());
    }

    @Test
    void aChatIsAnsweredAndPaidFor() {
        // When
        var answer =
                client.chat().completions().create(chat("Hello sim:tokens=12").build());
        // Then
        assertThat(answer.choices().getFirst().message().content().orElseThrow())
                .isNotBlank();
        var usage = answer.usage().orElseThrow();
        assertThat(usage.completionTokens()).isEqualTo(12);
        assertThat(charges()).containsExactly(cost(usage));
    }

    @Test
    void aStreamComesWordByWordAndItsLastChunkTellsTheCost() {
        // When
        List<ChatCompletionChunk> chunks;
        try (var stream = client.chat()
                .completions()
                .createStreaming(chat("Hello sim:tokens=20").build())) {
            chunks = stream.stream().toList();
        }
        // Then
        var text = chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.delta().content().stream())
                .collect(Collectors.joining());
        assertThat(chunks).hasSizeGreaterThan(10);
        assertThat(text).isNotBlank();
        assertThat(charges()).containsExactly(cost(chunks.getLast().usage().orElseThrow()));
    }

    @Test
    void toolsTravelBothWays() {
        // Given
        var tool = ChatCompletionFunctionTool.builder()
                .function(FunctionDefinition.builder()
                        .name("weather")
                        .parameters(FunctionParameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty(
                                        "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                                .build())
                        .build())
                .build();
        // When
        var answer = client.chat()
                .completions()
                .create(chat("What is the weather? sim:tool").addTool(tool).build());
        // Then
        var calls = answer.choices().getFirst().message().toolCalls().orElseThrow();
        assertThat(calls.getFirst().asFunction().function().name()).isEqualTo("weather");
        assertThat(charges()).hasSize(1);
    }

    @Test
    void modelsAreListedAndFound() {
        assertThat(client.models().list().data().stream().map(Model::id)).contains(Kopeck.MODEL, Kopeck.DEAR_MODEL);
        assertThat(client.models().retrieve(Kopeck.MODEL).id()).isEqualTo(Kopeck.MODEL);
        assertThatThrownBy(() -> client.models().retrieve("nobody")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void embeddingsAreMadeAndPaidFor() {
        // When
        var answer = client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model(Kopeck.MODEL)
                        .input("one two three")
                        .build());
        // Then
        assertThat(answer.data().getFirst().embedding()).isNotEmpty();
        assertThat(charges()).hasSize(1).allSatisfy(charge -> assertThat(charge).isGreaterThan(Nanos.ZERO));
    }

    @Test
    void errorsAreThoseThatTheClientKnows() {
        assertThatThrownBy(() -> client("kp_of_nobody").models().list()).isInstanceOf(UnauthorizedException.class);
        assertThatThrownBy(() -> client.chat()
                        .completions()
                        .create(ChatCompletionCreateParams.builder()
                                .model("nobody")
                                .addUserMessage("Hello")
                                .build()))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> client.chat()
                        .completions()
                        .create(chat("Hello").maxCompletionTokens(-1).build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("max_completion_tokens");
        assertThatThrownBy(() -> client.chat()
                        .completions()
                        .create(chat("Hello")
                                .model(Kopeck.DEAR_MODEL)
                                .maxCompletionTokens(64)
                                .build()))
                .isInstanceOfSatisfying(UnexpectedStatusCodeException.class, refused -> {
                    assertThat(refused.statusCode()).isEqualTo(402);
                    assertThat(refused.code()).contains("insufficient_funds");
                });
        assertThat(charges()).isEmpty();
    }

    private OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .apiKey(key)
                .baseUrl(kopeck.service("llm-gateway-service")
                        .url()
                        .resolve("/v1")
                        .toString())
                .maxRetries(0)
                .build();
    }

    private static ChatCompletionCreateParams.Builder chat(String text) {
        return ChatCompletionCreateParams.builder().model(Kopeck.MODEL).addUserMessage(text);
    }

    private static Nanos cost(CompletionUsage usage) {
        var told = Objects.requireNonNull(usage._additionalProperties().get("cost"), "usage.cost");
        return Nanos.parse(told.asString().orElseThrow().toString());
    }

    private List<Nanos> charges() {
        var books = kopeck.books();
        return books.entriesOf(books.accountOf(customer.payer())).stream()
                .map(Books.Entry::amount)
                .filter(Nanos::isNegative)
                .map(amount -> new Nanos(-amount.value()))
                .toList();
    }
}
