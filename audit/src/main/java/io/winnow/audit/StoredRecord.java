package io.winnow.audit;

/**
 * A committed record as it lies in a topic.
 *
 * @param offset of the record
 * @param timestamp milliseconds since the epoch
 * @param key its bytes, or null
 * @param value its bytes, or null
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StoredRecord(long offset, long timestamp, byte[] key, byte[] value) {}
