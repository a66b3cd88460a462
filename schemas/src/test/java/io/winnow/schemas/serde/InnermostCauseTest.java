package io.winnow.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InnermostCauseTest {

  static Stream<Arguments> chains() {
    return Stream.of(
        Arguments.of(
            new KafkaException(
                "Exception caught in process. taskId=0_1, stacktrace=...",
                new KafkaException(
                    "Error opening store scores at location /s",
                    new IOException("While appending to /s/1.log: No space left on device"))),
            "While appending to /s/1.log: No space left on device"),
        Arguments.of(
            new CompletionException(
                new RegistryUnavailableException(
                    "registry http://r does not answer", new IOException("Connection refused"))),
            "registry http://r does not answer"),
        Arguments.of(
            new SslAuthenticationException(
                "SSL handshake failed",
                new IOException("PKIX path building failed", new IOException("no valid path"))),
            "SSL handshake failed: no valid path"),
        Arguments.of(
            new KafkaException("no answer", new SSLException("Unrecognized SSL message")),
            "Unrecognized SSL message"),
        Arguments.of(
            new KafkaException("worker failed", new NoSuchFileException("/etc/key")),
            "no such file: /etc/key"),
        Arguments.of(new NullPointerException(), "null pointer"),
        Arguments.of(
            new IllegalStateException("no more tasks left"), "illegal state: no more tasks left"),
        Arguments.of(new KafkaException("two\n  lines"), "two lines"),
        Arguments.of(
            new KafkaException("stream", new OutOfMemoryError("Java heap space")),
            "out of memory: Java heap space (-Xmx in WINNOW_JAVA_OPTS gives more heap)"));
  }

  @ParameterizedTest
  @MethodSource("chains")
  void shouldSayInWordsWhyItFailed(Throwable error, String words) {
    assertThat(InnermostCause.words(error)).isEqualTo(words);
  }

  @Test
  void shouldSayWhatToDoWhereANativeLibraryCannotBeLoaded() {
    String path = "/scratch/librocksdbjni1.so";
    UnsatisfiedLinkError error =
        new UnsatisfiedLinkError(path + ": failed to map segment from shared object");
    assertThat(InnermostCause.words(new KafkaException("stream", error)))
        .isEqualTo(InnermostCause.words(new ExceptionInInitializerError(error)))
        .startsWith("a native library cannot be loaded: " + path)
        .contains("not mounted noexec", System.getProperty("java.io.tmpdir"));
    // As the JVM reports the second use of a class whose initialiser failed.
    NoClassDefFoundError again = new NoClassDefFoundError("Could not initialize class x.Db");
    again.initCause(new ExceptionInInitializerError("Exception java.lang." + error));
    assertThat(InnermostCause.words(again)).contains("not mounted noexec");
  }

  @Test
  void shouldEndWhereCausesGoInACircle() {
    Exception first = new IOException("first of two");
    Exception second = new IOException("second of two", first);
    first.initCause(second);
    assertThat(InnermostCause.words(first)).endsWith("of two");
  }
}
