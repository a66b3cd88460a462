package io.winnow.descriptor.source;

import static io.winnow.descriptor.source.SourceFixtures.MAX_BYTES;
import static io.winnow.descriptor.source.SourceFixtures.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.winnow.descriptor.image.ImageRejectedException;
import io.winnow.descriptor.image.RejectionKind;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a local server that answers GetObject as S3 does, the bucket named in the path. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class S3SourceTest {

  private static final byte[] PICTURE = {1, 2, 3};
  private static final Map<String, String> CREDENTIALS =
      Map.of("aws.accessKeyId", "key", "aws.secretAccessKey", "secret");

  private final Map<String, HttpHandler> objects = new ConcurrentHashMap<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final List<FetchFailure> failedAttempts = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    CREDENTIALS.forEach(System::setProperty);
    server = new TestServer();
    server.on("/", this::answer);
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.close();
    CREDENTIALS.keySet().forEach(System::clearProperty);
  }

  private void answer(HttpExchange exchange) throws IOException {
    authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
    objects
        .getOrDefault(exchange.getRequestURI().getPath(), error(404, "NoSuchKey"))
        .handle(exchange);
  }

  private static HttpHandler error(int status, String code) {
    String xml = "<Error><Code>%s</Code><Message>no</Message></Error>".formatted(code);
    return exchange -> TestServer.answer(exchange, status, xml.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldFetchWithASignatureOfTheConfiguredRegion() throws Exception {
    objects.put("/pictures/a/b.jpg", TestServer.content(PICTURE));

    try (FetchingSource source = source("pictures")) {
      assertThat(source.fetch(at("s3://pictures/a/b.jpg"))).isEqualTo(PICTURE);
    }

    assertThat(authorizations)
        .singleElement()
        .asString()
        .startsWith("AWS4-HMAC-SHA256 Credential=key/")
        .contains("/eu-test-1/s3/");
  }

  @ParameterizedTest
  @CsvSource({
    "s3://pictures/a%20b%20c.jpg, /pictures/a b c.jpg",
    "s3://pictures/gr%C3%BC%C3%9Fe.jpg, /pictures/grüße.jpg",
    "s3://pictures/grüße/猫.jpg, /pictures/grüße/猫.jpg",
    "s3://pictures/a+b%3F%23%25.jpg, /pictures/a+b?#%.jpg",
    "s3://pictures/a b.jpg, /pictures/a b.jpg",
    "s3://pictures/%41?b#c.jpg, /pictures/%41?b#c.jpg",
    "s3://pictures/a%20b.jpg, /pictures/a%20b.jpg"
  })
  void shouldFindKeysWithSpacesAndOtherScripts(String uri, String path) throws Exception {
    objects.put(path, TestServer.content(PICTURE));

    try (FetchingSource source = source("pictures")) {
      assertThat(source.fetch(at(uri))).isEqualTo(PICTURE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "404, NoSuchKey, NOT_FOUND",
    "404, NoSuchBucket, NOT_FOUND",
    "403, AccessDenied, FORBIDDEN_SOURCE",
    "403, InvalidObjectState, FORBIDDEN_SOURCE",
    "400, InvalidArgument, NOT_FOUND"
  })
  void shouldRejectAtOnceWhatStaysSo(int status, String code, RejectionKind kind) {
    objects.put("/pictures/a.jpg", error(status, code));

    ImageRejectedException rejected = reject("s3://pictures/a.jpg");

    assertThat(rejected.kind()).isEqualTo(kind);
    assertThat(rejected)
        .hasMessage("s3://pictures/a.jpg: S3 answered with status %d (%s)", status, code);
    assertThat(failedAttempts).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"500, InternalError", "503, SlowDown", "400, RequestTimeout", "400, ExpiredToken"})
  void shouldAskAgainWhenS3MayAnswerLater(int status, String code) throws Exception {
    objects.put(
        "/pictures/a.jpg",
        exchange -> {
          HttpHandler answer =
              authorizations.size() < 3 ? error(status, code) : TestServer.content(PICTURE);
          answer.handle(exchange);
        });

    try (FetchingSource source = source("pictures")) {
      assertThat(source.fetch(at("s3://pictures/a.jpg"))).isEqualTo(PICTURE);
    }

    assertThat(failedAttempts).hasSize(2);
  }

  @Test
  void shouldGiveUpAfterTheLastAttempt() {
    objects.put("/pictures/a.jpg", error(503, "SlowDown"));

    ImageRejectedException rejected = reject("s3://pictures/a.jpg");

    assertThat(rejected.kind()).isEqualTo(RejectionKind.UNREACHABLE);
    assertThat(rejected).hasMessageContaining("after 3 attempts").hasMessageContaining("SlowDown");
    assertThat(authorizations).hasSize(3);
  }

  @Test
  void shouldAskAgainWhenTheBodyBreaksOff() throws Exception {
    objects.put(
        "/pictures/a.jpg",
        exchange -> {
          if (authorizations.size() == 1) {
            exchange.sendResponseHeaders(200, PICTURE.length + 10);
            exchange.getResponseBody().write(PICTURE);
            exchange.getResponseBody().flush();
            throw new IOException("the connection is closed before the end");
          }
          TestServer.content(PICTURE).handle(exchange);
        });

    try (FetchingSource source = source("pictures")) {
      assertThat(source.fetch(at("s3://pictures/a.jpg"))).isEqualTo(PICTURE);
    }

    assertThat(failedAttempts).containsExactly(FetchFailure.BROKEN);
  }

  @Test
  void shouldHangUpOnABodyThatNeverEnds() {
    objects.put(
        "/pictures/slow.jpg",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(PICTURE);
          exchange.getResponseBody().flush();
          awaitEnd();
        });

    ImageRejectedException rejected =
        catchThrowableOfType(
            ImageRejectedException.class,
            () -> source(Duration.ofMillis(300), "pictures").fetch(at("s3://pictures/slow.jpg")));

    assertThat(rejected.kind()).isEqualTo(RejectionKind.UNREACHABLE);
  }

  @Test
  void shouldRejectWhatAnnouncesTooManyBytes() {
    objects.put("/pictures/large.jpg", TestServer.content(new byte[MAX_BYTES + 1]));

    assertThat(reject("s3://pictures/large.jpg").kind()).isEqualTo(RejectionKind.TOO_MANY_BYTES);
    assertThat(authorizations).hasSize(1);
  }

  @Test
  void shouldRejectTooManyBytesWhileTheyStream() {
    objects.put(
        "/pictures/endless.jpg",
        exchange -> {
          exchange.sendResponseHeaders(200, 0); // no length
          exchange.getResponseBody().write(new byte[2 * MAX_BYTES]);
          exchange.getResponseBody().flush();
          awaitEnd();
        });

    ImageRejectedException rejected = reject("s3://pictures/endless.jpg");

    assertThat(rejected.kind()).isEqualTo(RejectionKind.TOO_MANY_BYTES);
    assertThat(rejected).hasMessageContaining("more than " + MAX_BYTES + " bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://secrets/a.jpg", "s3://pictures.evil/a.jpg", "s3://x@pictures/a"})
  void shouldAskNoBucketThatIsNotAllowed(String uri) {
    ImageRejectedException rejected = reject(uri);

    assertThat(rejected.kind()).isEqualTo(RejectionKind.FORBIDDEN_SOURCE);
    assertThat(rejected).hasMessageStartingWith("s3://").hasMessageEndingWith("(s3.buckets)");
    assertThat(authorizations).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3:///a.jpg", "s3://pictures", "s3://pictures/"})
  void shouldRejectUrisThatNameNoObject(String uri) {
    assertThat(reject(uri).kind()).isEqualTo(RejectionKind.INVALID_SOURCE);
    assertThat(authorizations).isEmpty();
  }

  @Test
  void shouldRejectS3WhenNoBucketIsAllowed() {
    ImageRejectedException rejected =
        catchThrowableOfType(
            ImageRejectedException.class, () -> source().fetch(at("s3://pictures/a.jpg")));

    assertThat(rejected.kind()).isEqualTo(RejectionKind.FORBIDDEN_SOURCE);
    assertThat(rejected).hasMessageContaining("s3.buckets is not set");
  }

  @Test
  void shouldRefuseAnEndpointThatIsNoWebAddress() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new S3Settings(
                    Set.of(), Optional.of(URI.create("minio:9000")), Optional.empty(), true))
        .withMessageContaining("s3.endpoint")
        .withMessageContaining("minio:9000");
  }

  private void awaitEnd() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ImageRejectedException reject(String uri) {
    return catchThrowableOfType(
        ImageRejectedException.class, () -> source("pictures").fetch(at(uri)));
  }

  private FetchingSource source(String... buckets) {
    return source(Duration.ofSeconds(20), buckets);
  }

  private FetchingSource source(Duration total, String... buckets) {
    S3Settings s3 =
        new S3Settings(
            Set.of(buckets),
            Optional.of(URI.create(server.uri(""))),
            Optional.of("eu-test-1"),
            true);
    return new FetchingSource(
        SourceFixtures.settings(total, s3),
        SourceFixtures.fetching(),
        (failure, again) -> failedAttempts.add(failure));
  }
}
