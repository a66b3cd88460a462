package io.winnow.descriptor.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Collects a response body up to a limit and hangs up when it is passed, whether the server
 * announced the length or not.
 */
final class BoundedBody implements BodySubscriber<byte[]> {

  private static final int OK = 200;

  private final int maxBytes;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private Flow.Subscription subscription;

  private BoundedBody(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** The body of a 200; of any other answer nothing is kept. */
  static BodyHandler<byte[]> handler(int maxBytes) {
    return response -> {
      if (response.statusCode() != OK) {
        return BodySubscribers.replacing(new byte[0]);
      }
      BoundedBody body = new BoundedBody(maxBytes);
      if (response.headers().firstValueAsLong("content-length").orElse(0) > maxBytes) {
        body.body.completeExceptionally(new TooLargeException());
      }
      return body;
    };
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    subscription = newSubscription;
    if (body.isDone()) {
      subscription.cancel();
    } else {
      subscription.request(Long.MAX_VALUE);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      if (content.size() + buffer.remaining() > maxBytes) {
        subscription.cancel();
        body.completeExceptionally(new TooLargeException());
        return;
      }
      byte[] chunk = new byte[buffer.remaining()];
      buffer.get(chunk);
      content.writeBytes(chunk);
    }
  }

  @Override
  public void onError(Throwable error) {
    body.completeExceptionally(error);
  }

  @Override
  public void onComplete() {
    body.complete(content.toByteArray());
  }

  /** The body passed the limit. */
  static final class TooLargeException extends IOException {

    private static final long serialVersionUID = 1L;
  }
}
