@NullMarked
package dev.kopeck.gateway.adapter.llm;

import org.jspecify.annotations.NullMarked;
