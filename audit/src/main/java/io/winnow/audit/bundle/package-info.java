/**
 * Rounds with their records in one file, to be audited without Kafka. The format is described in
 * docs/audit.md.
 */
package io.winnow.audit.bundle;
