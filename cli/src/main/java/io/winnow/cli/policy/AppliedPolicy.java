package io.winnow.cli.policy;

import io.winnow.schemas.PoolPolicy;
import java.util.Optional;

/**
 * A policy to be set.
 *
 * @param encoder its encoder, if it is not the one that it had
 */
record AppliedPolicy(PoolPolicy policy, Optional<EncoderChoice> encoder) {}
