/** The way to a model, in LangChain4j's vocabulary. */
@NullMarked
package dev.kopeck.gateway.adapter.llm;

import org.jspecify.annotations.NullMarked;
