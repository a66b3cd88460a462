package io.winnow.streams.intake;

import io.winnow.schemas.topic.Keys;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.selection.policy.PoolPolicy;
import io.winnow.selection.round.AbortRequest;
import io.winnow.selection.round.PoolReport;
import io.winnow.selection.round.RoundCoordinator;
import io.winnow.selection.round.RoundRequest;
import io.winnow.selection.round.Step;
import io.winnow.streams.mapping.PolicyMapping;
import io.winnow.streams.mapping.ReportMapping;
import io.winnow.streams.mapping.RoundMapping;
import java.util.List;

/** Decodes the records of a round task and hands them to the coordinator. */
public final class RoundIntake {

  private final TopicCatalog topics;

  public RoundIntake(TopicCatalog topics) {
    this.topics = topics;
  }

  /** Returns the names of the topics it decodes. */
  public List<String> topics() {
    return List.of(
        topics.policies().name(), topics.roundRequests().name(), topics.poolReports().name());
  }

  /**
   * @param timestamp of the record, milliseconds since the epoch
   * @param now wall clock, milliseconds since the epoch
   * @throws RejectedRecordException if the record cannot be used
   */
  public Step take(
      RoundCoordinator coordinator,
      String topic,
      byte[] rawKey,
      byte[] rawValue,
      long timestamp,
      long now)
      throws RejectedRecordException {
    RecordDecoder.checkTime(timestamp);
    String pool = RecordDecoder.valid(() -> Keys.pool(rawKey));
    if (topic.equals(topics.policies().name())) {
      return coordinator.onPolicy(pool, policy(rawValue), timestamp, now);
    } else if (topic.equals(topics.roundRequests().name())) {
      return request(coordinator, pool, rawValue, now);
    } else if (topic.equals(topics.poolReports().name())) {
      io.winnow.schemas.PoolReport report = RecordDecoder.value(topics.poolReports(), rawValue);
      PoolReport decoded = RecordDecoder.valid(() -> ReportMapping.fromAvro(pool, report));
      return RecordDecoder.obeyed(() -> coordinator.onReport(decoded, now));
    }
    throw new IllegalStateException("no round task reads topic " + topic);
  }

  /** Returns the policy, or null for a tombstone. */
  private PoolPolicy policy(byte[] rawValue) throws RejectedRecordException {
    if (rawValue == null) {
      return null;
    }
    io.winnow.schemas.PoolPolicy policy = RecordDecoder.value(topics.policies(), rawValue);
    return RecordDecoder.valid(() -> PolicyMapping.fromAvro(policy));
  }

  private Step request(RoundCoordinator coordinator, String pool, byte[] rawValue, long now)
      throws RejectedRecordException {
    io.winnow.schemas.RoundRequested requested =
        RecordDecoder.value(topics.roundRequests(), rawValue);
    if (requested.getAbort() != null) {
      AbortRequest abort = RecordDecoder.valid(() -> RoundMapping.abort(requested));
      return RecordDecoder.obeyed(() -> coordinator.onAbort(pool, abort, now));
    }
    RoundRequest request = RecordDecoder.valid(() -> RoundMapping.request(requested));
    return RecordDecoder.obeyed(() -> coordinator.onRequest(pool, request, now));
  }
}
