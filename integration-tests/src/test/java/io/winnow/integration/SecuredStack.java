package io.winnow.integration;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** {@link SecuredKafka} and {@link SecuredRegistry}, and the users that may use them. */
final class SecuredStack implements AutoCloseable {

  private final SecuredKafka kafka;
  private final SecuredRegistry registry;
  private final SecuredClients clients;

  private SecuredStack(SecuredKafka kafka, SecuredRegistry registry, SecuredClients clients) {
    this.kafka = kafka;
    this.registry = registry;
    this.clients = clients;
  }

  static SecuredStack start(Path directory) throws Exception {
    Certificates certificates = Certificates.make(directory, "localhost");
    SecuredKafka kafka =
        SecuredKafka.start(directory.resolve("kafka"), certificates, SecuredClients.passwords());
    try {
      SecuredRegistry registry =
          SecuredRegistry.start(
              directory.resolve("registry"),
              certificates,
              SecuredClients.REGISTRY_USER,
              SecuredClients.REGISTRY_PASSWORD);
      Map<String, String> settings = new HashMap<>(certificates.clientSettings());
      settings.put("bootstrap.servers", kafka.bootstrapServers());
      settings.put("schema.registry.url", registry.url());
      settings.put("basic.auth.credentials.source", "USER_INFO");
      settings.put(
          "basic.auth.user.info",
          SecuredClients.REGISTRY_USER + ":" + SecuredClients.REGISTRY_PASSWORD);
      SecuredClients clients = new SecuredClients(directory, settings);
      clients.grant();
      return new SecuredStack(kafka, registry, clients);
    } catch (Exception e) {
      kafka.close();
      throw e;
    }
  }

  SecuredClients clients() {
    return clients;
  }

  @Override
  public void close() {
    clients.close();
    registry.close();
    kafka.close();
  }
}
