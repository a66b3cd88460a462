package io.winnow.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.winnow.schemas.ImageLabelled;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry behind TLS with a certificate nobody signed. */
class RegistryTlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir private static Path dir;
  private static Path keystore;
  private static StubRegistry stub;

  @BeforeAll
  static void startWithOwnCertificate() throws Exception {
    keystore = dir.resolve("registry.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "registry",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                keystore.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).isZero();
    Schema own = PortableSchema.of(ImageLabelled.getClassSchema());
    String answer = new JsonMapper().valueToTree(Map.of("schema", own.toString())).toString();
    stub = new StubRegistry(serverContext()).answering(200, answer);
  }

  @AfterAll
  static void stop() {
    stub.close();
  }

  private static SSLContext serverContext() throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance(keystore.toFile(), PASSWORD.toCharArray());
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  @Test
  void shouldReadWhenTheCertificateIsTrusted() {
    assertThat(
            read(
                Map.of(
                    "schema.registry.ssl.truststore.location",
                    keystore.toString(),
                    "schema.registry.ssl.truststore.password",
                    PASSWORD,
                    "schema.registry.ssl.truststore.type",
                    "PKCS12")))
        .isEqualTo(new ImageLabelled("p1", null, null, null));
  }

  @Test
  void shouldBeUnavailableWhenTheCertificateIsNotTrusted() {
    assertThatThrownBy(() -> read(Map.of()))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining(stub.url());
  }

  private static ImageLabelled read(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put(RegistryConfig.URL, stub.url());
    all.put(RegistryConfig.RETRY_MS, "100");
    RegistryAvroDeserializer<ImageLabelled> deserializer =
        new RegistryAvroDeserializer<>(
            ImageLabelled.class, SchemaRegistry.of(new RegistryConfig(all)));
    return deserializer.deserialize("t", new byte[] {0, 0, 0, 0, 7, 4, 'p', '1', 0, 0, 0});
  }
}
