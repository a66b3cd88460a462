/** Kafka's clients as the streams application uses them. */
package io.winnow.streams.client;
