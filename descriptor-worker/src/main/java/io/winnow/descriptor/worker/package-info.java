/** The descriptor worker: images in, descriptors out, one Kafka transaction per batch. */
package io.winnow.descriptor.worker;
