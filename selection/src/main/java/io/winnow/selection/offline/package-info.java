/**
 * Choosing a query set without Kafka: from scores that are given one by one and descriptors that
 * are looked up by image id, with the bits of a round over the same data.
 */
package io.winnow.selection.offline;
