package io.winnow.descriptor.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.descriptor.image.ImageRejectedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FetcherTest {

  private static final int SIZE = SourceFixtures.MAX_BYTES;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger failures = new AtomicInteger();
  private TestServer server;
  private Fetcher fetcher;

  @BeforeEach
  void open() throws IOException {
    server = new TestServer();
  }

  @AfterEach
  void close() {
    over.countDown();
    if (fetcher != null) {
      fetcher.close();
    }
    server.close();
  }

  private void open(int concurrency, int perHost, int maxBytes, int attempts, Duration total) {
    fetcher =
        new Fetcher(
            SourceFixtures.settings(Optional.empty(), total, "127.0.0.1"),
            new FetchSettings(
                concurrency,
                perHost,
                maxBytes,
                new RetryPolicy(attempts, Duration.ofMillis(1)),
                MINUTE,
                MINUTE),
            (failure, again) -> failures.incrementAndGet());
  }

  private List<CompletableFuture<Fetched>> fetch(int count, String path) {
    return IntStream.range(0, count).mapToObj(i -> fetcher.fetch(server.uri(path))).toList();
  }

  @Test
  void shouldAskAHostForNoMoreThanItsShare() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    server.on(
        "/",
        exchange -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          now.decrementAndGet();
          TestServer.answer(exchange, 200, new byte[10]);
        });
    open(16, 3, 1_000_000, 1, MINUTE);

    fetch(200, "/a").forEach(one -> one.join().close());

    assertThat(most.get()).isBetween(1, 3);
    assertThat(fetcher.bytesInHand()).isZero();
  }

  /** Memory for two images at a time, given back ever later than a download may take. */
  @Test
  void shouldFetchAllWhenThereIsRoomForFewAndBlameNoHostForTheWait() throws Exception {
    server.on("/announced", TestServer.content(new byte[SIZE]));
    server.on(
        "/unannounced",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(new byte[SIZE]);
          exchange.close();
        });
    open(8, 8, 2 * SIZE + 1, 1, Duration.ofMillis(300));
    List<CompletableFuture<Fetched>> all = new ArrayList<>(fetch(10, "/announced"));
    all.addAll(fetch(10, "/unannounced"));

    int done = 0;
    while (done < all.size()) {
      CompletableFuture.anyOf(
              all.stream().filter(one -> !one.isDone()).toArray(CompletableFuture[]::new))
          .completeOnTimeout(null, 400, TimeUnit.MILLISECONDS)
          .join();
      assertThat(fetcher.bytesInHand()).isLessThanOrEqualTo(2 * SIZE + 1);
      for (CompletableFuture<Fetched> one : all) {
        if (one.isDone() && one.join().encoded().length == SIZE) {
          one.join().close();
        }
      }
      done = (int) all.stream().filter(CompletableFuture::isDone).count();
    }

    assertThat(failures).hasValue(0);
    assertThat(fetcher.hostsBackedOff()).isZero();
    assertThat(fetcher.bytesInHand()).isZero();
  }

  /** Whoever announces much and sends little holds no more than twice what it sent. */
  @ParameterizedTest
  @ValueSource(ints = {900_000, -1})
  void shouldTakeMemoryAsTheBytesCome(int announced) throws Exception {
    int size = 900_000;
    ByteBudget memory = new ByteBudget(2_000_000, () -> {});
    AtomicInteger sent = new AtomicInteger();
    InputStream body =
        new InputStream() {
          @Override
          public int read() {
            assertThat(memory.inHand()).isLessThanOrEqualTo(2 * sent.get() + 65_537);
            return sent.get() == size ? -1 : sent.incrementAndGet() & 0xff;
          }
        };

    try (ByteBudget.Lease lease = memory.lease()) {
      byte[] content = BoundedBody.read(body, announced, 1_000_000, lease);
      lease.settle(content.length);

      assertThat(content).hasSize(size).endsWith((byte) size);
      assertThat(memory.inHand()).isEqualTo(size);
    }
    assertThat(memory.inHand()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1_001, 10, -1})
  void shouldRefuseMoreBytesThanAllowedWhateverIsAnnounced(int announced) {
    ByteBudget memory = new ByteBudget(2_000_000, () -> {});

    assertThatThrownBy(
            () ->
                BoundedBody.read(
                    new ByteArrayInputStream(new byte[1_001]), announced, 1_000, memory.lease()))
        .isInstanceOf(BoundedBody.TooLargeException.class);
  }

  private void await() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldGiveBackTheSlotsOfWhatIsGivenUpAtAnyTime() {
    server.on("/hang", exchange -> await());
    server.on("/a", TestServer.content(new byte[10]));
    open(4, 4, 1_000_000, 1, MINUTE);
    for (int i = 0; i < 200; i++) {
      fetcher.fetch(server.uri("/hang")).cancel(false);
    }

    fetch(50, "/a").forEach(one -> one.join().close());

    assertThat(failures).hasValue(0);
  }

  @Test
  void shouldRefuseAtOnceWhenItIsClosed() {
    open(4, 4, 1_000_000, 1, MINUTE);
    fetcher.close();

    CompletableFuture<Fetched> late = fetcher.fetch(server.uri("/a"));

    assertThatThrownBy(late::join).isNotInstanceOf(ImageRejectedException.class);
  }
}
