package io.winnow.integration;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A key with a certificate for some hosts that it signed itself, and a truststore that holds only
 * this certificate: whoever is not told to trust it cannot connect. Made by the JDK's keytool.
 *
 * @param keystore PKCS#12 with the private key
 * @param truststore PKCS#12 with the certificate
 */
record Certificates(Path keystore, Path truststore) {

  static final String KEYSTORE_PASSWORD = "keystore-key-b81f";
  static final String TRUSTSTORE_PASSWORD = "truststore-key-77ac";
  static final String SUBJECT = "CN=localhost";

  private static final String ALIAS = "server";

  /**
   * @param hosts that the certificate is for
   */
  static Certificates make(Path directory, String... hosts)
      throws IOException, InterruptedException {
    Path keystore = directory.resolve("server.p12");
    Path certificate = directory.resolve("server.crt");
    Path truststore = directory.resolve("trust.p12");
    keytool(
        "-genkeypair",
        "-keyalg",
        "EC",
        "-dname",
        SUBJECT,
        "-ext",
        "SAN=" + Arrays.stream(hosts).map(host -> "dns:" + host).collect(Collectors.joining(",")),
        "-keystore",
        keystore.toString(),
        "-storepass",
        KEYSTORE_PASSWORD);
    keytool(
        "-exportcert",
        "-keystore",
        keystore.toString(),
        "-storepass",
        KEYSTORE_PASSWORD,
        "-file",
        certificate.toString());
    keytool(
        "-importcert",
        "-noprompt",
        "-keystore",
        truststore.toString(),
        "-storepass",
        TRUSTSTORE_PASSWORD,
        "-file",
        certificate.toString());
    return new Certificates(keystore, truststore);
  }

  /** Settings of clients that trust the certificate, Kafka's and the registry's. */
  Map<String, String> clientSettings() {
    Map<String, String> settings = new HashMap<>();
    for (String prefix : List.of("", "schema.registry.")) {
      settings.put(prefix + "ssl.truststore.location", truststore.toString());
      settings.put(prefix + "ssl.truststore.password", TRUSTSTORE_PASSWORD);
      settings.put(prefix + "ssl.truststore.type", "PKCS12");
    }
    return settings;
  }

  /** For a server that shows the certificate. */
  SSLContext serverContext() throws GeneralSecurityException, IOException {
    char[] password = KEYSTORE_PASSWORD.toCharArray();
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(KeyStore.getInstance(keystore.toFile(), password), password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    Collections.addAll(command, arguments);
    Collections.addAll(command, "-alias", ALIAS, "-storetype", "PKCS12");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException("keytool " + arguments[0] + " failed: " + output);
    }
  }
}
