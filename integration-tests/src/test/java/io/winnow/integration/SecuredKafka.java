package io.winnow.integration;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A broker in this JVM whose only listener for clients is SASL_SSL with SCRAM-SHA-512, and which
 * denies whatever no ACL allows. Its controller listens with TLS and demands a certificate.
 */
final class SecuredKafka implements AutoCloseable {

  private final KafkaRaftServer server;
  private final String bootstrapServers;

  private SecuredKafka(KafkaRaftServer server, String bootstrapServers) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Starts the broker.
   *
   * @param passwords by user; {@link SecuredClients#SUPER_USER}, who may do everything, is one of
   *     them
   */
  static SecuredKafka start(
      Path directory, Certificates certificates, Map<String, String> passwords) throws Exception {
    String clients = "localhost:" + freePort();
    String controller = "localhost:" + freePort();
    format(directory, passwords);
    Properties settings = settings(directory, clients, controller, certificates);
    settings.put(
        "listener.name.clients.scram-sha-512.sasl.jaas.config",
        SecuredClients.jaas(SecuredClients.SUPER_USER));
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
    try {
      server.startup();
    } catch (RuntimeException e) {
      server.shutdown();
      throw e;
    }
    return new SecuredKafka(server, clients);
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  private static void format(Path directory, Map<String, String> passwords) throws Exception {
    List<String> users = new ArrayList<>();
    passwords.forEach(
        (user, password) ->
            users.add(
                "%s=[name=%s,password=%s]".formatted(SecuredClients.MECHANISM, user, password)));
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setNodeId(1)
        .setClusterId(Uuid.randomUuid().toString())
        .setControllerListenerName("CONTROLLER")
        .addDirectory(directory.toString())
        .setMetadataLogDirectory(directory.toString())
        .setScramArguments(users)
        .run();
  }

  private static Properties settings(
      Path directory, String clients, String controller, Certificates certificates) {
    Properties settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("controller.quorum.voters", "1@" + controller);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("listeners", "CLIENTS://" + clients + ",CONTROLLER://" + controller);
    settings.put("advertised.listeners", "CLIENTS://" + clients);
    settings.put("listener.security.protocol.map", "CLIENTS:SASL_SSL,CONTROLLER:SSL");
    settings.put("inter.broker.listener.name", "CLIENTS");
    settings.put("sasl.enabled.mechanisms", SecuredClients.MECHANISM);
    settings.put("sasl.mechanism.inter.broker.protocol", SecuredClients.MECHANISM);
    settings.put("ssl.keystore.location", certificates.keystore().toString());
    settings.put("ssl.keystore.password", Certificates.KEYSTORE_PASSWORD);
    settings.put("ssl.keystore.type", "PKCS12");
    settings.put("ssl.truststore.location", certificates.truststore().toString());
    settings.put("ssl.truststore.password", Certificates.TRUSTSTORE_PASSWORD);
    settings.put("ssl.truststore.type", "PKCS12");
    settings.put("listener.name.controller.ssl.client.auth", "required");
    settings.put("authorizer.class.name", StandardAuthorizer.class.getName());
    settings.put("allow.everyone.if.no.acl.found", "false");
    settings.put(
        "super.users", "User:" + SecuredClients.SUPER_USER + ";User:" + Certificates.SUBJECT);
    settings.put("log.dirs", directory.toString());
    settings.put("auto.create.topics.enable", "false");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("log.cleaner.dedupe.buffer.size", "4194304");
    for (String internal : List.of("offsets.topic", "transaction.state.log")) {
      settings.put(internal + ".replication.factor", "1");
      settings.put(internal + ".num.partitions", "4");
    }
    settings.put("transaction.state.log.min.isr", "1");
    return settings;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
