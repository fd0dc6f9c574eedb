/**
 * The whole of Kopeck on one machine: PostgreSQL and Kafka here, services and simulators as child processes. A program
 * for people ({@link dev.kopeck.harness.localstack.LocalStack}) and a library for tests
 * ({@link dev.kopeck.harness.localstack.Stack}).
 */
@NullMarked
package dev.kopeck.harness.localstack;

import org.jspecify.annotations.NullMarked;
