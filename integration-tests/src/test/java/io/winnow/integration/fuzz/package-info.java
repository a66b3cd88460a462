/**
 * Seeded fuzzing of everything that decodes bytes from outside: valid seeds, damaged in ways that
 * keep enough of their structure to reach deep into a decoder.
 */
package io.winnow.integration.fuzz;
