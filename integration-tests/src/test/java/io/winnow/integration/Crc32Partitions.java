package io.winnow.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.zip.CRC32;

/** Where librdkafka's default partitioner, {@code consistent_random}, puts a record with a key. */
final class Crc32Partitions {

  private Crc32Partitions() {}

  static int of(String key, int partitions) {
    CRC32 checksum = new CRC32();
    checksum.update(key.getBytes(UTF_8));
    return (int) (checksum.getValue() % partitions);
  }
}
