@NullMarked
package dev.kopeck.gateway.adapter.http;

import org.jspecify.annotations.NullMarked;
