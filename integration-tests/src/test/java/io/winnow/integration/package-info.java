/**
 * Winnow on real brokers. Every class {@code *IT} runs in surefire's {@code test} phase, so {@code
 * mvn verify} runs all of them; they need ports of the loopback interface and nothing else.
 *
 * <p>Two tests of {@code LocalStackIT} need foreign clients: {@code node} with {@code npm}, and
 * {@code kcat}. Where one is missing its test is reported as skipped, and says so on standard
 * error.
 */
package io.winnow.integration;
