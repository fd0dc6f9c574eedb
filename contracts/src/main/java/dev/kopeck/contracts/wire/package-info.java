/** How events become Kafka records and back: CloudEvents headers in binary mode, JSON values. */
@NullMarked
package dev.kopeck.contracts.wire;

import org.jspecify.annotations.NullMarked;
