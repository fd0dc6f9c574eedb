@NullMarked
package dev.kopeck.gateway.adapter.http.openai;

import org.jspecify.annotations.NullMarked;
