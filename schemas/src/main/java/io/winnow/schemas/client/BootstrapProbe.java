package io.winnow.schemas.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Finds out why brokers do not answer. A client that speaks plain text to a TLS listener, or TLS to
 * a plain one, only sees connections that end, and tries until its timeout.
 */
public final class BootstrapProbe {

  private static final int LIMIT_MS = 2_000;
  private static final int MAX_SERVERS = 3;

  private final List<String> servers;
  private final String protocol;

  private BootstrapProbe(List<String> servers, String protocol) {
    this.servers = servers;
    this.protocol = protocol;
  }

  /** Of the servers and the protocol in a client's settings. */
  public static BootstrapProbe of(Map<String, ?> settings) {
    Object servers = settings.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
    List<String> all = new ArrayList<>();
    if (servers instanceof List<?> listed) {
      listed.forEach(server -> all.add(server.toString().strip()));
    } else {
      all.addAll(List.of(String.valueOf(servers).strip().split("\\s*,\\s*")));
    }
    Object protocol = settings.get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);
    return new BootstrapProbe(
        List.copyOf(all),
        protocol == null
            ? CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL
            : protocol.toString().toUpperCase(Locale.ROOT));
  }

  /** What each of the first three servers does, in words. Takes up to four seconds for each. */
  public String findings() {
    return String.join(
        "; ", servers.stream().limit(MAX_SERVERS).map(this::finding).distinct().toList());
  }

  private String finding(String server) {
    InetSocketAddress address;
    try {
      int colon = server.lastIndexOf(':');
      address =
          new InetSocketAddress(
              server.substring(0, colon).replaceAll("^.*://|[\\[\\]]", ""),
              Integer.parseInt(server.substring(colon + 1)));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return "'" + server + "' is no HOST:PORT";
    }
    if (address.isUnresolved()) {
      return "no address is known of host " + address.getHostString();
    }
    try (Socket socket = new Socket()) {
      socket.connect(address, LIMIT_MS);
      return spoken(server, speaksTls(socket, address));
    } catch (ConnectException e) {
      return "nothing listens at " + server + "; is it running?";
    } catch (SocketTimeoutException e) {
      return server + " cannot be reached; is a firewall between?";
    } catch (IOException e) {
      return server + " cannot be reached: " + e.getMessage();
    }
  }

  private String spoken(String server, boolean tls) {
    boolean wanted = protocol.endsWith("SSL");
    if (tls != wanted) {
      return server
          + (tls ? " speaks TLS" : " does not speak TLS")
          + ", security.protocol is "
          + protocol
          + (tls ? "; SSL or SASL_SSL is needed" : "; PLAINTEXT or SASL_PLAINTEXT is needed");
    }
    return server
        + " takes connections but does not answer; does it want SASL (security.protocol is "
        + protocol
        + "), and can the addresses in its advertised.listeners be reached?";
  }

  /** Whether the listener answers a TLS handshake, however that ends. Nothing else is sent. */
  private static boolean speaksTls(Socket plain, InetSocketAddress address) {
    try (SSLSocket socket =
        (SSLSocket)
            ((SSLSocketFactory) SSLSocketFactory.getDefault())
                .createSocket(plain, address.getHostString(), address.getPort(), true)) {
      socket.setSoTimeout(LIMIT_MS);
      socket.startHandshake();
      return true;
    } catch (SSLException e) {
      return isAnswerInTls(e);
    } catch (IOException e) {
      return false; // it ended the connection or stayed silent, as a plain listener does
    }
  }

  /** A certificate that is not trusted here, or an alert, comes from one that speaks TLS. */
  private static boolean isAnswerInTls(SSLException error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof GeneralSecurityException) {
        return true;
      }
      if (cause instanceof EOFException) {
        return false;
      }
    }
    return String.valueOf(error.getMessage()).contains("fatal alert");
  }
}
