package io.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file of client settings says takes effect, or the command does not connect. */
class ClientConfigTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kafka.security.protocol=SSL | unknown setting kafka.security.protocol; did you mean security.protocol?
          securty.protocol=SSL        | unknown setting securty.protocol; did you mean security.protocol?
          consumer.client.id=a        | unknown setting consumer.client.id; did you mean client.id?
          schema.registry.ssl.trustore.type=PEM | did you mean schema.registry.ssl.truststore.type
          sasl.mechanism=PLAIN        | sasl.mechanism has no effect: without security.protocol
          bootstrap.servers=other:1   | bootstrap.servers is other:1, but --bootstrap-servers is 127.0.0.1:1; say one only
          schema.registry.url=http://other | schema.registry.url is http://other, but --registry is mock://client-config; say one only
          """)
  void shouldRefuseWhatWouldHaveNoEffect(String line, String reason) throws IOException {
    Cli.Result result = run(line);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errorLines())
        .singleElement()
        .asString()
        .startsWith("winnow policy show: --client-config " + directory.resolve("client.properties"))
        .contains(reason);
  }

  @Test
  void shouldTakeWhatAClientReads() throws IOException {
    Cli.Result result =
        run(
            "bootstrap.servers=127.0.0.1:1\nclient.id=me\nrequest.timeout.ms=100\n"
                + "plugin.setting.prefixes=my.\nmy.token=x\n");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("Kafka does not answer at 127.0.0.1:1");
  }

  private Cli.Result run(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("client.properties"), content);
    return Cli.run(
        "policy",
        "show",
        "--pool",
        "p",
        "--client-config",
        file.toString(),
        "--bootstrap-servers",
        "127.0.0.1:1",
        "--registry",
        "mock://client-config");
  }
}
