/** Who needs which rights in Kafka. */
package io.winnow.schemas.access;
