package dev.kopeck.gateway.adapter.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.ModelFailure.Kind;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InternalServerException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProviderFailuresTest {

    @ParameterizedTest
    @MethodSource("throwables")
    void whateverIsThrownHasAKind(Throwable thrown, ModelFailure expected) {
        // When
        var failure = ProviderFailures.of(thrown);

        // Then
        assertThat(failure).isEqualTo(expected);
    }

    static Stream<Arguments> throwables() {
        return Stream.of(
                Arguments.of(new ConnectException("refused"), ModelFailure.of(Kind.UNREACHABLE)),
                Arguments.of(new IllegalStateException(new TimeoutException()), ModelFailure.of(Kind.TIMEOUT)),
                Arguments.of(
                        new InternalServerException(new HttpException(502, "secret")), ModelFailure.status(502, null)),
                Arguments.of(new HttpException(429, "secret"), ModelFailure.status(429, null)));
    }
}
