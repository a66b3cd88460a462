package io.winnow.schemas.access;

import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/** Who works with the topics, and what each must be allowed where everything else is denied. */
public enum Role {
  /** {@code winnow topics create} and {@code check}. */
  ADMIN,
  /**
   * {@code winnow images}, {@code scores} and {@code labels publish}, and whoever does the same.
   */
  PUBLISHER,
  /** {@code winnow policy}, {@code round} and {@code encoder activate}. */
  OPERATOR,
  /** {@code winnow worker}. */
  WORKER,
  /** {@code winnow streams}. */
  STREAMS,
  /** {@code winnow audit}. */
  AUDITOR;

  /** The {@code group.id} of workers where none is set. */
  public static final String DEFAULT_WORKER_GROUP = "winnow-worker";

  /** The {@code application.id} of the streams application where none is set. */
  public static final String DEFAULT_APPLICATION_ID = "winnow-streams";

  /**
   * The rules of this role.
   *
   * @param topics under the prefix in use
   * @param workerGroup {@code group.id} of the workers
   * @param applicationId {@code application.id} of the streams application
   */
  public List<AccessRule> rules(TopicCatalog topics, String workerGroup, String applicationId) {
    Rules rules = new Rules();
    switch (this) {
      case ADMIN ->
          rules.prefixed(
              ResourceType.TOPIC,
              topics.prefix(),
              List.of(CREATE, DESCRIBE, DESCRIBE_CONFIGS, ALTER_CONFIGS));
      case PUBLISHER -> rules.write(topics.images(), topics.scores(), topics.labels());
      case OPERATOR ->
          rules
              .readAndWrite(topics.policies(), topics.encoders())
              .write(topics.roundRequests())
              .read(topics.descriptors())
              .read(topics.rounds(), topics.annotationRequests(), topics.roundDecisions());
      case WORKER ->
          rules
              .check(topics)
              .read(topics.images(), topics.policies(), topics.encoders())
              .write(topics.descriptors(), topics.deadLetters())
              // An activated encoder has a group of its own that starts with this one's name.
              .prefixed(ResourceType.GROUP, workerGroup, List.of(READ))
              .prefixed(ResourceType.TRANSACTIONAL_ID, workerGroup, List.of(WRITE));
      case STREAMS ->
          rules
              .check(topics)
              // Written as well: records in a wrong partition are sent on to the right one.
              .readAndWrite(topics.scores(), topics.descriptors(), topics.labels())
              .readAndWrite(topics.poolCommands(), topics.poolReports())
              .read(topics.policies(), topics.roundRequests())
              .write(topics.annotationRequests(), topics.roundDecisions(), topics.rounds())
              .write(topics.deadLetters())
              // Changelogs; their settings are looked at and mended at the start.
              .prefixed(
                  ResourceType.TOPIC,
                  applicationId,
                  List.of(CREATE, READ, WRITE, DESCRIBE_CONFIGS, ALTER_CONFIGS))
              .literal(ResourceType.GROUP, applicationId, List.of(READ))
              .prefixed(ResourceType.TRANSACTIONAL_ID, applicationId, List.of(WRITE));
      case AUDITOR ->
          rules
              .read(topics.scores(), topics.descriptors(), topics.labels(), topics.poolCommands())
              .read(topics.annotationRequests(), topics.roundDecisions(), topics.rounds());
    }
    return List.copyOf(rules.list);
  }

  private static final class Rules {

    private final List<AccessRule> list = new ArrayList<>();

    /** What a service needs to see at its start that the topics are as they must be. */
    Rules check(TopicCatalog topics) {
      return prefixed(ResourceType.TOPIC, topics.prefix(), List.of(DESCRIBE, DESCRIBE_CONFIGS));
    }

    Rules read(Topic<?>... topics) {
      return each(List.of(READ), topics);
    }

    Rules write(Topic<?>... topics) {
      return each(List.of(WRITE), topics);
    }

    Rules readAndWrite(Topic<?>... topics) {
      return each(List.of(READ, WRITE), topics);
    }

    private Rules each(List<AclOperation> operations, Topic<?>... topics) {
      for (Topic<?> topic : topics) {
        literal(ResourceType.TOPIC, topic.name(), operations);
      }
      return this;
    }

    Rules literal(ResourceType type, String name, List<AclOperation> operations) {
      list.add(new AccessRule(type, name, PatternType.LITERAL, operations));
      return this;
    }

    Rules prefixed(ResourceType type, String start, List<AclOperation> operations) {
      list.add(new AccessRule(type, start, PatternType.PREFIXED, operations));
      return this;
    }
  }
}
