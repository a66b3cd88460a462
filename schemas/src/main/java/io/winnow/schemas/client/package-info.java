/** Settings of Kafka clients that all services have in common. */
package io.winnow.schemas.client;
