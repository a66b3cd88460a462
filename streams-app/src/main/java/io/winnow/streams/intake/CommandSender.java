package io.winnow.streams.intake;

import io.winnow.schemas.PolicyApplied;
import io.winnow.schemas.PoolCommand;
import io.winnow.schemas.topic.Topic;
import java.util.Optional;

/**
 * Which application the commands of a topic are of. It belongs to the first that a command names in
 * {@link #PARTITION}: the order of its log decides between two that start at the same time.
 */
public final class CommandSender {

  /** Where an application claims the topic. */
  public static final int PARTITION = 0;

  /** No pool has this name. */
  private static final String NO_POOL = "";

  private CommandSender() {}

  /** Returns the command; empty if the value is none. */
  public static Optional<PoolCommand> command(Topic<PoolCommand> topic, byte[] value) {
    try {
      return Optional.of(RecordDecoder.value(topic, value));
    } catch (RejectedRecordException e) {
      return Optional.empty();
    }
  }

  /** Returns the id of the application that a command names; empty if none, or if it is none. */
  public static Optional<String> of(Topic<PoolCommand> topic, byte[] value) {
    return command(topic, value).map(PoolCommand::getApplication);
  }

  /**
   * Returns a command that says no more than whose the topic is. Earlier versions take it for the
   * end of a pool's policy that they do not know, and do nothing.
   */
  public static PoolCommand claim(String application) {
    return new PoolCommand(NO_POOL, 0L, new PolicyApplied(null, 0L), application);
  }

  static boolean isClaim(PoolCommand command) {
    return command.getPool().equals(NO_POOL);
  }
}
