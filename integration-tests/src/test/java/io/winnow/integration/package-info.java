/**
 * Winnow on real brokers. Every class {@code *IT} runs in surefire's {@code test} phase, so {@code
 * mvn verify} runs all of them; they need ports of the loopback interface and nothing else, except:
 *
 * <ul>
 *   <li>{@code ForeignClientsIT} and one case of {@code BadInputIT} need {@code node} with {@code
 *       npm}, or {@code kcat}; without them they are reported as skipped, with a message that names
 *       what is missing.
 * </ul>
 */
package io.winnow.integration;
