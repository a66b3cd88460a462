package io.winnow.integration;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between clients and a broker and loses connections the way a network does that takes
 * everything and says nothing: from the request that is to be lost on, a connection stays open, and
 * nothing passes it in either direction.
 */
final class DeafConnection implements AutoCloseable {

  /** Of the request that asks to join a group. */
  static final short JOIN_GROUP = 11;

  private final ServerSocket server;
  private final AtomicInteger brokerPort = new AtomicInteger();
  private final AtomicInteger toLose = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private final short apiKey;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /**
   * @param apiKey of the requests that can be lost
   */
  DeafConnection(short apiKey) throws IOException {
    this.apiKey = apiKey;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("accept", this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  void forwardTo(int port) {
    brokerPort.set(port);
  }

  /** Loses the connections of the next so many requests. */
  void lose(int requests) {
    toLose.set(requests);
  }

  /** How many requests were lost. */
  int lost() {
    return lost.get();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
      if (brokerPort.get() == 0) {
        client.close();
        continue;
      }
      Socket broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort.get());
      sockets.add(client);
      sockets.add(broker);
      start("requests", () -> passRequests(client, broker));
      start("answers", () -> pass(broker, client));
    }
  }

  private void passRequests(Socket client, Socket broker) throws IOException {
    try (broker) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      DataOutputStream out = new DataOutputStream(broker.getOutputStream());
      while (true) {
        byte[] request = new byte[in.readInt()];
        in.readFully(request);
        if (ByteBuffer.wrap(request).getShort() == apiKey
            && toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          lost.incrementAndGet();
          in.transferTo(DataOutputStream.nullOutputStream());
          return;
        }
        out.writeInt(request.length);
        out.write(request);
        out.flush();
      }
    }
  }

  private static void pass(Socket from, Socket to) throws IOException {
    try (to) {
      from.getInputStream().transferTo(to.getOutputStream());
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (EOFException | SocketException e) {
                // one side has hung up
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            "deaf-connection-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
