package io.winnow.integration;

import io.winnow.integration.WireFault.Kind;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.CoordinatorLoadInProgressException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.DescribeClusterResponse;
import org.apache.kafka.common.requests.FindCoordinatorResponse;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;
import org.apache.kafka.common.requests.ResponseHeader;

/**
 * Stands between clients and a broker, understands frames of Kafka's protocol and breaks single
 * calls. Answers that name the broker name the proxy in its place, so that clients stay with it.
 */
final class WireProxy implements AutoCloseable {

  private static final String HOST = "127.0.0.1";

  private final String brokerHost;
  private final int brokerPort;
  private final Duration late;
  private final ServerSocket server;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private final Queue<WireFault> armed = new ConcurrentLinkedQueue<>();
  private final AtomicInteger struck = new AtomicInteger();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

  /**
   * @param broker host and port of the broker
   * @param late how long a late answer takes
   */
  WireProxy(String broker, Duration late) throws IOException {
    this.brokerHost = broker.substring(0, broker.lastIndexOf(':'));
    this.brokerPort = Integer.parseInt(broker.substring(broker.lastIndexOf(':') + 1));
    this.late = late;
    this.server = new ServerSocket(0, 50, InetAddress.getByName(HOST));
    start("proxy-accepts", this::accept);
  }

  String bootstrapServers() {
    return HOST + ":" + server.getLocalPort();
  }

  /** Breaks the next call of the fault's kind. */
  void arm(WireFault fault) {
    armed.add(fault);
  }

  /** Returns how many calls were broken so far. */
  int struck() {
    return struck.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
    clock.shutdownNow();
    for (Closeable each : open) {
      each.close();
    }
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
      Socket broker = new Socket(brokerHost, brokerPort);
      Connection connection = new Connection(client, broker);
      start("proxy-requests", connection::forwardRequests);
      start("proxy-answers", connection::forwardAnswers);
    }
  }

  private interface Task {
    void run() throws IOException;
  }

  /** Runs until a socket is closed, which is how connections and the proxy itself end. */
  private static void start(String name, Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException closed) {
                Thread.currentThread().interrupt(); // nobody is left to talk to
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private WireFault take(ApiKeys call) {
    for (WireFault fault : armed) {
      if (fault.call() == call && armed.remove(fault)) {
        struck.incrementAndGet();
        return fault;
      }
    }
    return null;
  }

  private final class Connection {
    private final Socket client;
    private final Socket broker;
    private final DataOutputStream toClient;
    private final Map<Integer, RequestHeader> asked = new ConcurrentHashMap<>();
    private final Map<Integer, Kind> broken = new ConcurrentHashMap<>();

    Connection(Socket client, Socket broker) throws IOException {
      this.client = client;
      this.broker = broker;
      this.toClient = new DataOutputStream(client.getOutputStream());
      open.add(client);
      open.add(broker);
    }

    void forwardRequests() throws IOException {
      try (client;
          broker) {
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(broker.getOutputStream());
        while (true) {
          byte[] frame = read(in);
          ByteBuffer buffer = ByteBuffer.wrap(frame);
          RequestHeader header = RequestHeader.parse(buffer);
          asked.put(header.correlationId(), header);
          WireFault fault = take(header.apiKey());
          if (fault != null && fault.kind() == Kind.ERROR) {
            answer(header, buffer);
            continue;
          } else if (fault != null) {
            broken.put(header.correlationId(), fault.kind());
          }
          write(out, frame);
        }
      } finally {
        open.remove(client);
        open.remove(broker);
      }
    }

    void forwardAnswers() throws IOException {
      try (client;
          broker) {
        DataInputStream in = new DataInputStream(broker.getInputStream());
        while (true) {
          byte[] frame = read(in);
          int correlation = ByteBuffer.wrap(frame).getInt();
          RequestHeader header = asked.remove(correlation);
          Kind fault = broken.remove(correlation);
          if (fault == Kind.CUT_AFTER_APPLIED) {
            return;
          }
          if (fault == Kind.BLACK_HOLE) {
            continue;
          }
          byte[] answer = named(frame, header);
          if (fault == Kind.LATE_ANSWER) {
            // a late answer holds up the later ones of its connection, as Kafka's order demands
            if (!await(late)) {
              return;
            }
          }
          write(toClient, answer);
        }
      }
    }

    private boolean await(Duration duration) {
      try {
        clock.schedule(() -> {}, duration.toMillis(), TimeUnit.MILLISECONDS).get();
        return true;
      } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    /** Answers with an error that says: not now. */
    private void answer(RequestHeader header, ByteBuffer body) throws IOException {
      AbstractRequest request =
          AbstractRequest.parseRequest(
                  header.apiKey(), header.apiVersion(), new ByteBufferAccessor(body))
              .request;
      boolean ofPartition =
          Set.of(ApiKeys.PRODUCE, ApiKeys.FETCH, ApiKeys.LIST_OFFSETS).contains(header.apiKey());
      AbstractResponse response =
          request.getErrorResponse(
              0,
              ofPartition
                  ? new NotLeaderOrFollowerException()
                  : new CoordinatorLoadInProgressException("by the proxy"));
      asked.remove(header.correlationId());
      write(toClient, bytes(header, response));
    }

    /** Returns the answer with the proxy in place of the broker. */
    private byte[] named(byte[] frame, RequestHeader header) {
      ApiKeys call = header.apiKey();
      if (call != ApiKeys.METADATA
          && call != ApiKeys.FIND_COORDINATOR
          && call != ApiKeys.DESCRIBE_CLUSTER) {
        return frame;
      }
      AbstractResponse response = AbstractResponse.parseResponse(ByteBuffer.wrap(frame), header);
      int port = server.getLocalPort();
      if (response instanceof MetadataResponse metadata) {
        metadata.data().brokers().forEach(each -> each.setHost(HOST).setPort(port));
      } else if (response instanceof DescribeClusterResponse cluster) {
        cluster.data().brokers().forEach(each -> each.setHost(HOST).setPort(port));
      } else if (response instanceof FindCoordinatorResponse found) {
        found.data().coordinators().stream()
            .filter(each -> each.port() > 0)
            .forEach(each -> each.setHost(HOST).setPort(port));
        if (found.data().port() > 0) {
          found.data().setHost(HOST).setPort(port);
        }
      }
      return bytes(header, response);
    }

    private byte[] bytes(RequestHeader header, AbstractResponse response) {
      ResponseHeader answered = header.toResponseHeader();
      ByteBuffer bytes =
          RequestUtils.serialize(
              answered.data(), answered.headerVersion(), response.data(), header.apiVersion());
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    }

    private byte[] read(DataInputStream in) throws IOException {
      byte[] frame = new byte[in.readInt()];
      in.readFully(frame);
      return frame;
    }

    private void write(DataOutputStream out, byte[] frame) throws IOException {
      synchronized (out) {
        out.writeInt(frame.length);
        out.write(frame);
        out.flush();
      }
    }
  }
}
