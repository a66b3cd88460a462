package io.winnow.descriptor.worker;

/**
 * How many records may be read whose images are being fetched, shared evenly by the assigned
 * partitions. Only with many of them does a host that does not answer hold up no other.
 *
 * @param images most of these records, at least 1
 * @param bytes most bytes of them, at least 1; not of their images
 */
record ReadAhead(int images, long bytes) {

  ReadAhead {
    if (images < 1 || bytes < 1) {
      throw new IllegalArgumentException(
          "images and bytes must be at least 1, got " + images + " and " + bytes);
    }
  }

  boolean isUsedUp(PartitionQueue queue, int partitions) {
    int sharers = Math.max(1, partitions);
    return queue.isAtWindow()
        || queue.waiting() >= Math.max(1, images / sharers)
        || queue.waitingBytes() >= Math.max(1, bytes / sharers);
  }
}
