package io.winnow.cli.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of the loopback interface. */
final class LocalPorts {

  private static final int HIGHEST_PORT = 65_535;

  private LocalPorts() {}

  /**
   * The wanted port if it is free, or any free port where 0 is wanted.
   *
   * @param wanted 0 to 65535
   * @param user what needs the port, for the message
   * @throws EmbeddedStackException if the wanted port is taken
   */
  static int claim(int wanted, String user) {
    if (wanted < 0 || wanted > HIGHEST_PORT) {
      throw new EmbeddedStackException(
          user + ": port " + wanted + " is not between 0 and " + HIGHEST_PORT);
    }
    try (ServerSocket socket = new ServerSocket()) {
      // Without it a port whose last connections linger in TIME_WAIT would look taken after a
      // restart.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new EmbeddedStackException(
          user + ": port " + wanted + " is already in use (" + e.getMessage() + ")", e);
    }
  }
}
