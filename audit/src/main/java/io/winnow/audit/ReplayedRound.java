package io.winnow.audit;

import io.winnow.selection.round.PoolCommand.RoundOpened;
import io.winnow.selection.round.PoolCommand.RoundSettled;
import io.winnow.selection.round.PoolPartition;
import io.winnow.selection.round.RoundReplay.Decided;
import java.util.List;

/**
 * A round decided again, while it is still open at its partitions.
 *
 * @param opened the command that opened it
 * @param decided its outcome
 * @param settledBefore what the partitions were told of the round before; empty for the first
 * @param partitions of the pool, as the round saw them
 */
public record ReplayedRound(
    RoundOpened opened,
    Decided decided,
    List<RoundSettled> settledBefore,
    List<PoolPartition> partitions) {}
